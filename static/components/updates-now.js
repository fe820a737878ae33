/**
 * <updates-now>: the edition that waits or comes, with the one act that fits it. What is heard of
 * it is said by the status line of the frame.
 *
 * @typedef {import('../corpus/replica.js').Replica} Replica
 * @typedef {import('./states.js').Act} Act
 * @typedef {import('./states.js').Line} Line
 */
import { button, element } from './element.js';
import { size } from './formats.js';
import { icon } from './icon.js';
import { lineOf } from './states.js';
import { locale, say } from './words.js';

const times = new Intl.DateTimeFormat(locale, { timeStyle: 'short' });

export class UpdatesNow extends HTMLElement {
  /** @type {Replica | null} */
  #replica = null;
  /** @type {(act: Act['name']) => void} */
  #onact = () => {};
  #leaving = new AbortController();
  #words = element('p', { class: 'figures' });
  #detail = element('p', { class: 'quiet' });
  #progress = element('progress', { 'aria-label': say('up.progress') });
  #acts = element('div', { class: 'acts' });

  /**
   * @param {Replica} replica
   * @param {(act: Act['name']) => void} onact
   */
  begin(replica, onact) {
    this.#replica = replica;
    this.#onact = onact;
  }

  connectedCallback() {
    this.#leaving = new AbortController();
    this.#replica?.addEventListener('change', () => this.#show(), { signal: this.#leaving.signal });
    this.#show();
  }

  disconnectedCallback() {
    this.#leaving.abort();
  }

  #show() {
    if (!this.#replica) return;
    const { state } = this.#replica;
    const { mark, words, detail, act, progress } = stopped(lineOf(state), state);
    const waits = mark === 'ok' && act;
    const isAtRest = mark === 'ok' && !act;
    const ready = waits ? (detail ?? say('up.waits')) : atRest(state.checked);
    this.#words.textContent = mark === 'ok' ? ready : words;
    this.#detail.textContent = mark === 'ok' ? '' : detail;
    this.#progress.max = Math.max(1, progress?.all ?? 0);
    this.#progress.value = progress?.got ?? 0;
    this.#offer(act, waits ? 'primary' : '');
    this.classList.toggle('at-rest', isAtRest);
    this.classList.toggle('waiting', Boolean(waits));
    const sign = mark === 'warn' && icon('warn');
    this.#words.prepend(...(sign ? [sign] : []));
    const parts = [
      this.#words.textContent && this.#words,
      this.#detail.textContent && this.#detail,
      progress && this.#progress,
      act && this.#acts,
    ].filter((part) => part instanceof HTMLElement);
    // What has the focus is not taken out of the page.
    const isThere = parts.length === this.children.length;
    if (isThere && parts.every((part) => part.parentNode === this)) return;
    const hadFocus = this.contains(document.activeElement);
    this.replaceChildren(...parts);
    if (hadFocus) this.querySelector('button')?.focus({ preventScroll: true });
  }

  /**
   * @param {Act | null} act
   * @param {string} kind
   */
  #offer(act, kind) {
    const before = this.#acts.querySelector('button');
    if (!act || before?.textContent === act.words) return;
    const made = button(act.words, () => this.#onact(act.name), kind);
    const hadFocus = before !== null && before === document.activeElement;
    this.#acts.replaceChildren(made);
    if (hadFocus) made.focus({ preventScroll: true });
  }
}

/**
 * What has come of an update that stopped is not lost, and the way on has that name.
 *
 * @param {Line} line
 * @param {import('../corpus/replica.js').State} state
 * @returns {Line}
 */
function stopped(line, { progress, trouble, corpus }) {
  if (!progress || !trouble || line.act?.name !== 'again' || corpus === 'none') return line;
  const words = say('up.failed', { got: size(progress.got), all: size(progress.all) });
  const act = { ...line.act, words: say('st.resume') };
  return { ...line, words, detail: line.words, act, progress };
}

/** @param {number | null} checked when the server last answered */
function atRest(checked) {
  return checked === null ? '' : say('st.current', { time: times.format(checked) });
}

customElements.define('updates-now', UpdatesNow);
