/**
 * <toast-line>: says in passing what has happened, with Undo where something was taken away.
 *
 * It goes after 6 seconds, after 8 where there is something to do, and stays while the reader is at
 * it. Nothing is told here alone: what it says can be seen elsewhere too.
 */
import { button, element } from './element.js';

const BRIEF = 6_000;
const WITH_ACT = 8_000;

export class ToastLine extends HTMLElement {
  #words = element('p', { 'aria-live': 'polite' });
  #acts = element('div', { class: 'acts' });
  #timer = 0;
  #lasts = BRIEF;
  /** What had the focus before the reader came here. @type {Element | null} */
  #from = null;

  connectedCallback() {
    this.hidden = true;
    this.replaceChildren(this.#words, this.#acts);
    this.addEventListener('focusin', ({ relatedTarget }) => {
      const from = relatedTarget instanceof Element ? relatedTarget : null;
      if (!this.contains(from)) this.#from = from;
    });
    for (const event of ['pointerenter', 'focusin']) this.addEventListener(event, () => this.#stay());
    for (const event of ['pointerleave', 'focusout']) this.addEventListener(event, () => this.#wait());
  }

  /**
   * @param {string} words
   * @param {{ words: string, take: () => void } | null} [act]
   */
  show(words, act = null) {
    this.#lasts = act ? WITH_ACT : BRIEF;
    this.#acts.replaceChildren();
    if (act) {
      const take = () => {
        this.hide();
        act.take();
      };
      this.#acts.append(button(act.words, take, 'small'));
    }
    this.hidden = false;
    this.#words.textContent = words;
    this.#wait();
  }

  hide() {
    this.#stay();
    const hadFocus = this.contains(document.activeElement);
    this.hidden = true;
    this.#words.textContent = '';
    this.#acts.replaceChildren();
    if (!hadFocus) return;
    const to = this.#from?.isConnected ? this.#from : document.querySelector('main h1');
    /** @type {HTMLElement | null} */ (to)?.focus({ preventScroll: true });
  }

  #stay() {
    clearTimeout(this.#timer);
  }

  #wait() {
    this.#stay();
    this.#timer = window.setTimeout(() => this.hide(), this.#lasts);
  }
}

customElements.define('toast-line', ToastLine);

/**
 * @param {string} words
 * @param {{ words: string, take: () => void } | null} [act] what can be done about it
 */
export function toast(words, act = null) {
  let line = /** @type {ToastLine | null} */ (document.querySelector('toast-line'));
  if (!line) {
    line = /** @type {ToastLine} */ (document.createElement('toast-line'));
    document.body.append(line);
  }
  line.show(words, act);
}

/** What it says would stand over what comes now. */
export function hideToast() {
  /** @type {ToastLine | null} */ (document.querySelector('toast-line'))?.hide();
}
