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
 * @property {'pause' | 'resume' | 'again' | 'get' | 'app' | 'reload'} name `app` looks for the app
 *   anew, `reload` loads the page anew
 * @property {string} words on the button: what happens
 *
 * @typedef {object} Line
 * @property {import('./icon.js').IconName} mark
 * @property {string} words
 * @property {string | null} detail what an edition brings
 * @property {string | null} help how to mend what is missing
 * @property {string | null} trouble what went wrong, as a code for styles and tools
 * @property {Act | null} act
 * @property {{ got: number, all: number } | null} progress in bytes on the wire
 *
 * @typedef {'unknown' | 'kept' | 'unkept' | 'coming'} App whether the app itself opens without a
 *   connection: that is not known yet, it does, it could not be stored, or storing it goes on and on
 */
import { list, size } from './formats.js';
import { say } from './words.js';

/** @type {Record<'pause' | 'resume' | 'again' | 'repair' | 'store' | 'look' | 'reload', Act>} */
const ACTS = Object.freeze({
  pause: { name: 'pause', words: say('st.pause') },
  resume: { name: 'resume', words: say('st.resume') },
  again: { name: 'again', words: say('st.again') },
  repair: { name: 'again', words: say('cp.repair') },
  store: { name: 'app', words: say('st.again') },
  look: { name: 'app', words: say('ap.look') },
  reload: { name: 'reload', words: say('st.again') },
});

/** @type {Omit<Line, 'mark' | 'words'>} */
const PLAIN = { detail: null, help: null, trouble: null, act: null, progress: null };

/**
 * @param {State} state
 * @param {App} [app]
 * @returns {Line}
 */
export function lineOf(state, app = 'kept') {
  return { ...PLAIN, trouble: state.trouble?.code ?? null, ...factOf(state, app) };
}

/**
 * What a browser says that can keep nothing here, and how that is mended.
 *
 * @param {import('../storage/abilities.js').Lack} lack
 * @returns {Line}
 */
export function lineWithout(lack) {
  /** @type {import('./words.js').WordId} */
  let words = 'fv.unable';
  if (lack === 'https') words = 'fv.insecure';
  if (lack === 'worker') words = 'fv.worker';
  return { ...PLAIN, mark: 'warn', words: say(words), help: say(`fv.mend.${lack}`) };
}

/**
 * What is said while the publisher has taken the app off phones.
 *
 * @returns {Line}
 */
export function lineOfRetired() {
  return { ...PLAIN, mark: 'online', words: say('ap.retired') };
}

/**
 * What is said where the browser has stores that do not open.
 *
 * @returns {Line}
 */
export function lineOfClosedStores() {
  const words = say('fv.closed');
  return { ...PLAIN, mark: 'warn', words, help: say('fv.mend.closed'), act: ACTS.reload };
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
 * @param {App} app
 * @returns {Fact}
 */
function factOf(state, app) {
  const { corpus, trouble, waiting, progress } = state;
  if (trouble && trouble.code !== 'offline') return inTrouble(state, trouble);
  if (waiting === 'tab') return { mark: 'down', words: say('st.tab') };
  if (waiting === 'paused') return atPause(progress);
  if (progress && trouble) {
    return { mark: 'wait', words: say('st.wait'), act: ACTS.again, progress };
  }
  if (progress) return inTransfer(state, progress);
  if (state.lost) return afterLoss(state);
  if (corpus === 'damaged') {
    const act = state.consent ? askFor('cp.repair.size', state.consent.bytes) : ACTS.repair;
    return { mark: 'warn', words: say('cp.damaged'), act };
  }
  if (corpus === 'ready') return atRest(state, app);
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
  const detail = state.lost ? say('cp.evicted') : updateOf(state);
  return { mark: 'down', words, detail, act: ACTS.pause, progress };
}

/**
 * @param {State} state
 * @returns {Fact}
 */
function afterLoss({ trouble, consent }) {
  const words = say('cp.evicted');
  if (trouble) return { mark: 'warn', words, detail: say('st.wait'), act: ACTS.again };
  const act = consent ? askFor('cp.repair.size', consent.bytes) : ACTS.repair;
  return { mark: 'warn', words, act };
}

/**
 * @param {State} state
 * @param {App} app
 * @returns {Fact}
 */
function atRest(state, app) {
  const { trouble, consent, articles: n } = state;
  if (trouble) return { mark: 'offline', words: say('st.offline', { n }) };
  // That everything is here is no promise while what shows it is not.
  if (app === 'unkept') return { mark: 'warn', words: say('ap.unkept'), act: ACTS.store };
  if (app === 'coming') return { mark: 'wait', words: say('ap.coming') };
  if (app === 'unknown') return { mark: 'ok', words: say('st.here', { n }) };
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
  ].filter((part) => typeof part === 'string');
  return parts.length ? say('st.update', { parts: list(parts), size: size(bytes) }) : null;
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
    case 'format-newer': {
      const words = say(state.corpus === 'none' ? 'ap.needs.online' : 'ap.needs');
      return { mark: 'warn', words, act: ACTS.look };
    }
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
export function faultOf({ code, what }) {
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
