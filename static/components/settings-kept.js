/**
 * <settings-kept>: what of the library is here, whether it is whole, and how it is mended. Whatever
 * comes and goes while it is seen has its place, so that nothing moves.
 *
 * @typedef {import('../corpus/replica.js').Replica} Replica
 * @typedef {import('../storage/room.js').Room} Room
 */
import { StorageError } from '../storage/errors.js';
import { lastCheck, noteCheck } from '../storage/last-check.js';
import { persist } from '../storage/persistence.js';
import { room } from '../storage/room.js';
import { addressOf } from './addresses.js';
import { button, element } from './element.js';
import { size } from './formats.js';
import { icon } from './icon.js';
import { facts, pageLink, part } from './settings-row.js';
import { lineOf } from './states.js';
import { locale, say } from './words.js';

const numbers = new Intl.NumberFormat(locale);
const times = new Intl.DateTimeFormat(locale, { dateStyle: 'medium', timeStyle: 'short' });
/** When the server answered last, which is in the life of this page. */
const moments = new Intl.DateTimeFormat(locale, { timeStyle: 'short' });

/** Stands where a value may come, so that it moves nothing when it does. */
const UNKNOWN = '–';

/** @typedef {Room & { bytes: number | null }} Measure what is asked of the browser */

export class SettingsKept extends HTMLElement {
  /** @type {Replica | null} */
  #replica = null;
  /** @type {(act: import('./states.js').Act['name']) => void} */
  #act = () => {};
  /** @type {Measure} */
  #measure = { bytes: null, free: null, isKept: null };
  #leaving = new AbortController();
  /** When everything was whole, also where that cannot be noted. */
  #checked = lastCheck();
  #isChecking = false;
  #damaged = 0;

  /** What was asked last and answered, for as long as what the library says stays the same. */
  #answer = { words: '', after: '' };

  #words = element('span');
  #detail = element('span', { class: 'detail' });
  #mark = '';
  #state = element(
    'p',
    { class: 'settings-state' },
    element('span', { class: 'icon' }),
    element('span', {}, this.#words, this.#detail),
  );
  #offered = element('div', { class: 'acts' });
  #facts = element('div');
  #persistence = element('div', { class: 'settings-line' });
  #look = button(say('st.check'), () => void this.#lookForChanges(), 'small');
  #check = button(say('set.check'), () => void this.#verify(), 'small');
  #heard = element('p', { class: 'unseen', 'aria-live': 'polite' });

  /**
   * @param {Replica} replica
   * @param {Measure} measure
   * @param {(act: import('./states.js').Act['name']) => void} act
   */
  begin(replica, measure, act) {
    this.#replica = replica;
    this.#measure = measure;
    this.#act = act;
  }

  connectedCallback() {
    this.#leaving = new AbortController();
    this.#replica?.addEventListener('change', () => this.#show(), { signal: this.#leaving.signal });
    this.replaceChildren(
      part(
        say('set.here'),
        element('div', { class: 'settings-now' }, this.#state, this.#offered),
        this.#facts,
        pageLink(say('up.title'), addressOf('updates')),
        this.#persistence,
        element('div', { class: 'acts' }, this.#look, this.#check),
        this.#heard,
      ),
    );
    this.#show();
  }

  disconnectedCallback() {
    this.#leaving.abort();
  }

  /** Looks anew at what is stored. */
  async measureAnew() {
    if (!this.#replica) return;
    this.#measure = await measure(this.#replica);
    this.#show();
  }

  #show() {
    if (!this.#replica) return;
    const { state } = this.#replica;
    const isKept = state.corpus === 'ready' || state.corpus === 'damaged';
    const line = lineOf(state);
    this.#showState(line);
    this.#facts.replaceChildren(this.#factsOf(isKept, state.articles));
    this.#showPersistence();
    // Its place is kept, so that nothing moves when there is something to check.
    this.#check.classList.toggle('absent', !isKept);
    const { act } = line;
    // To ask once more is what the button below does.
    const isOther = act && (act.name !== 'again' || state.corpus === 'damaged');
    const words = isOther ? act.words : '';
    if (this.#offered.textContent === words) return;
    const offered = isOther ? [button(words, () => this.#mend(act.name), 'small')] : [];
    this.#offered.replaceChildren(...offered);
  }

  /** @param {import('./states.js').Line} line */
  #showState({ mark, words, detail, act }) {
    if (this.#answer.after !== words) this.#answer = { words: '', after: '' };
    const answer = this.#answer.words;
    const checked = this.#replica?.state.checked;
    const current = checked && say('st.current', { time: moments.format(checked) });
    this.#state.dataset.mark = mark;
    if (this.#mark !== mark) this.#state.querySelector('.icon')?.replaceWith(icon(mark));
    this.#mark = mark;
    this.#words.textContent = answer || words;
    this.#detail.textContent = answer ? '' : (mark === 'ok' && !act && current) || detail || '';
    // What was asked for is heard when it is answered.
    this.#state.ariaHidden = answer ? 'true' : null;
  }

  /**
   * @param {boolean} isKept
   * @param {number} articles
   */
  #factsOf(isKept, articles) {
    const { bytes, free } = this.#measure;
    const checked = this.#checked ? times.format(this.#checked) : say('set.checked.never');
    return facts(
      { name: say('set.articles'), value: numbers.format(isKept ? articles : 0) },
      { name: say('set.text'), value: bytes === null ? UNKNOWN : size(bytes) },
      { name: say('set.room'), value: free === null ? UNKNOWN : size(free) },
      { name: say('set.checked'), value: isKept ? checked : UNKNOWN },
    );
  }

  #showPersistence() {
    const safe = this.#measure.isKept;
    const shown = safe === null ? '' : String(safe);
    if (this.#persistence.dataset.safe === shown) return;
    this.#persistence.dataset.safe = shown;
    this.#persistence.replaceChildren();
    if (!shown) return;
    const words = say(safe ? 'ck.kept' : 'ck.loose');
    this.#persistence.append(
      element('p', {}, icon(safe ? 'ok' : 'warn'), element('span', {}, words)),
      ...(safe ? [] : [button(say('set.persist'), () => void this.#persist(), 'small')]),
    );
  }

  async #persist() {
    await persist();
    const { isKept } = await room();
    this.#measure = { ...this.#measure, isKept };
    this.#show();
    this.#tell(say(isKept ? 'ck.kept' : 'set.persist.no'));
    if (isKept) this.#look.focus({ preventScroll: true });
  }

  async #verify() {
    if (!this.#replica || this.#isChecking) return;
    this.#isChecking = true;
    // Not disabled while it has the focus, which would be lost.
    this.#check.setAttribute('aria-disabled', 'true');
    try {
      this.#damaged = await this.#replica.verify((done, all) => {
        const words = say('ck.run', { a: done, n: all });
        this.#answerWith(words);
        if (done === 0) this.#heard.textContent = words;
      });
      this.#tellOutcome();
    } catch (error) {
      if (!(error instanceof StorageError)) throw error;
      this.#tell(say('tr.storage'));
    } finally {
      this.#isChecking = false;
      this.#check.removeAttribute('aria-disabled');
      this.#show();
    }
  }

  #tellOutcome() {
    if (this.#damaged) return this.#tell(say('ck.bad', { n: this.#damaged }));
    const now = Date.now();
    this.#checked = now;
    noteCheck(now);
    this.#tell(say('ck.ok', { time: times.format(now) }));
  }

  async #lookForChanges() {
    await this.#replica?.check({ by: 'reader' });
    if (!this.#replica) return;
    const { trouble, checked, consent } = this.#replica.state;
    if (trouble || consent || !checked) this.#tell(lineOf(this.#replica.state).words);
    else this.#tell(say('st.current', { time: moments.format(checked) }));
    await this.measureAnew();
  }

  /** @param {import('./states.js').Act['name']} act */
  #mend(act) {
    const wasDamaged = this.#replica?.state.corpus === 'damaged';
    this.#answerWith('');
    this.#act(act);
    this.#look.focus({ preventScroll: true });
    if (wasDamaged) this.#tellWhenWhole();
  }

  #tellWhenWhole() {
    const done = new AbortController();
    const signal = AbortSignal.any([done.signal, this.#leaving.signal]);
    this.#replica?.addEventListener(
      'change',
      () => {
        if (this.#replica?.state.corpus !== 'ready') return;
        done.abort();
        this.#damaged = 0;
        this.#tell(say('ck.fixed'));
        void this.measureAnew();
      },
      { signal },
    );
  }

  /** @param {string} words */
  #tell(words) {
    this.#answerWith(words);
    this.#heard.textContent = words;
  }

  /** @param {string} words seen in place of what the library says, until it says something else */
  #answerWith(words) {
    if (!this.#replica) return;
    const line = lineOf(this.#replica.state);
    this.#answer = { words, after: line.words };
    this.#showState(line);
  }
}

/**
 * @param {Replica} replica
 * @returns {Promise<Measure>}
 */
export async function measure(replica) {
  const [bytes, left] = await Promise.all([bytesOf(replica), room()]);
  return { bytes, ...left };
}

/** @param {Replica} replica */
async function bytesOf(replica) {
  try {
    return replica.state.corpus === 'none' ? null : await replica.size();
  } catch (error) {
    if (!(error instanceof StorageError)) throw error;
    return null;
  }
}

customElements.define('settings-kept', SettingsKept);
