/**
 * What the replica's state means to a reader: one line of words, the act that fits, how far it is.
 *
 * Pure: a state in, words out.
 *
 * @typedef {import('../corpus/replica.js').State} State
 * @typedef {NonNullable<State['progress']>} Progress
 * @typedef {NonNullable<State['trouble']>} Trouble
 *
 * @typedef {object} Act
 * @property {'pause' | 'resume' | 'again' | 'get'} name
 * @property {string} words on the button: what happens
 *
 * @typedef {object} Line
 * @property {import('./icon.js').IconName} mark
 * @property {string} words
 * @property {string | null} detail what an edition brings
 * @property {string | null} trouble what went wrong, as a code for styles and tools
 * @property {Act | null} act
 * @property {{ got: number, all: number } | null} progress in bytes on the wire
 */
import { size } from './formats.js';
import { say } from './words.js';

/** @type {Record<'pause' | 'resume' | 'again' | 'repair', Act>} */
const ACTS = Object.freeze({
  pause: { name: 'pause', words: say('st.pause') },
  resume: { name: 'resume', words: say('st.resume') },
  again: { name: 'again', words: say('st.again') },
  repair: { name: 'again', words: say('cp.repair') },
});

/**
 * @param {State} state
 * @returns {Line}
 */
export function lineOf(state) {
  return {
    detail: null,
    act: null,
    progress: null,
    trouble: state.trouble?.code ?? null,
    ...factOf(state),
  };
}

/**
 * How far a transfer is, in words.
 *
 * @param {State} state
 * @param {Progress} progress
 */
export function running({ corpus }, { got, all, articles, total }) {
  const bytes = { got: size(got), all: size(all) };
  if (corpus === 'ready') return say('up.running', bytes);
  return say('st.down', { a: articles, n: total, ...bytes });
}

/** @param {Progress} progress */
export function paused({ articles, total }) {
  return say('st.paused', { a: articles, n: total });
}

/** @typedef {Pick<Line, 'mark' | 'words'> & Partial<Line>} Fact */

/**
 * The one fact that matters most, and the act that fits it.
 *
 * @param {State} state
 * @returns {Fact}
 */
function factOf(state) {
  const { corpus, trouble, waiting, progress } = state;
  if (trouble && trouble.code !== 'offline') return inTrouble(state, trouble);
  if (waiting === 'tab') return { mark: 'down', words: say('st.tab') };
  if (waiting === 'paused') return atPause(progress);
  if (progress && trouble) {
    return { mark: 'wait', words: say('st.wait'), act: ACTS.again, progress };
  }
  if (progress) return inTransfer(state, progress);
  if (corpus === 'damaged') {
    const act = state.consent ? askFor('cp.repair.size', state.consent.bytes) : ACTS.repair;
    return { mark: 'warn', words: say('cp.damaged'), act };
  }
  if (corpus === 'ready') return atRest(state);
  return withNothing(state);
}

/**
 * @param {Progress | null} progress
 * @returns {Fact}
 */
function atPause(progress) {
  const words = progress ? paused(progress) : say('st.paused.before');
  return { mark: 'pause', words, act: ACTS.resume, progress };
}

/**
 * @param {State} state
 * @param {Progress} progress
 * @returns {Fact}
 */
function inTransfer(state, progress) {
  const words = running(state, progress);
  return { mark: 'down', words, detail: updateOf(state), act: ACTS.pause, progress };
}

/**
 * @param {State} state
 * @returns {Fact}
 */
function atRest(state) {
  const { trouble, consent, articles: n } = state;
  if (trouble) return { mark: 'offline', words: say('st.offline', { n }) };
  const act = consent && askFor('up.get', consent.bytes);
  return { mark: 'ok', words: say('st.ready', { n }), detail: updateOf(state), act };
}

/**
 * @param {State} state
 * @returns {Fact}
 */
function withNothing({ trouble, consent }) {
  if (trouble) return { mark: 'offline', words: say('of.nothing'), act: ACTS.again };
  const act = consent && askFor('fv.get', consent.bytes);
  return { mark: 'online', words: say('st.online'), act };
}

/**
 * @param {'up.get' | 'fv.get' | 'cp.repair.size' | 'tr.replace'} id
 * @param {number} bytes
 * @returns {Act}
 */
function askFor(id, bytes) {
  return { name: 'get', words: say(id, { size: size(bytes) }) };
}

/**
 * What the edition under way, or the last one, brings; null if nothing, or if it is not known yet.
 *
 * @param {State} state
 * @returns {string | null}
 */
function updateOf({ update }) {
  if (!update?.counts) return null;
  const { counts, bytes } = update;
  const parts = [
    counts.added && say('st.update.new', { n: counts.added }),
    counts.corrected && say('st.update.cor', { n: counts.corrected }),
    counts.withdrawn && say('st.update.wd', { n: counts.withdrawn }),
  ].filter(Boolean);
  return parts.length ? say('st.update', { parts: parts.join(', '), size: size(bytes) }) : null;
}

/**
 * What went wrong, what still works, and what can be done.
 *
 * @param {State} state
 * @param {Trouble} trouble
 * @returns {Fact}
 */
function inTrouble(state, trouble) {
  const { consent, progress, articles } = state;
  switch (trouble.code) {
    case 'format-newer':
      return { mark: 'warn', words: say('ap.needs') };
    case 'stale':
      return { mark: 'warn', words: say('tr.stale') };
    case 'other-library':
      return {
        mark: 'warn',
        words: say('tr.other-library'),
        act: consent && askFor('tr.replace', consent.bytes),
      };
    case 'quota': {
      const { articles: a, total: n } = progress ?? { articles, total: articles };
      return { mark: 'warn', words: say('st.full', { a, n }), act: ACTS.again };
    }
  }
  const words = `${faultOf(trouble)} ${whatWorks(state, trouble)}`;
  return { mark: 'warn', words, act: ACTS.again };
}

/**
 * What went wrong, by its name.
 *
 * @param {Trouble} trouble
 */
function faultOf({ code, what }) {
  switch (code) {
    case 'timeout':
    case 'status':
      return say(`tr.${code}.${what}`);
    case 'portal':
    case 'storage':
      return say(`tr.${code}`);
    case 'hash':
      return say(what === 'pack' ? 'tr.hash.pack' : 'tr.hash.root');
    default:
      return say(`tr.format.${what}`);
  }
}

/**
 * @param {State} state
 * @param {Trouble} trouble
 */
function whatWorks({ corpus, articles }, { code, what }) {
  if (corpus === 'ready') return say('tr.kept', { n: articles });
  if (corpus === 'damaged') return say('tr.whole');
  const isSilent = code === 'timeout' || code === 'portal' || what === 'head';
  return say(isSilent && code !== 'storage' ? 'tr.again' : 'tr.online');
}
