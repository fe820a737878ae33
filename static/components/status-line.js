/**
 * <status-line>: one line that says what is kept here and what is under way, with the one act that
 * fits. It stands in the frame of every page with its live region already in it, since a region
 * that is added together with its words is not heard everywhere.
 *
 * What is seen follows the replica closely. What is heard is a transfer's start, each quarter of it
 * and its end, and so stands in a region of its own.
 *
 * @typedef {import('./states.js').Act} Act
 * @typedef {import('./states.js').Line} Line
 */
import { button, element } from './element.js';
import { icon } from './icon.js';
import { say } from './words.js';

/** How far two announcements of one transfer lie apart at least, in milliseconds. */
const REST = 5_000;

export class StatusLine extends HTMLElement {
  /**
   * What is done when the reader takes the act that is offered.
   *
   * @type {(act: Act['name']) => void}
   */
  onact = () => {};

  #words = element('span');
  #detail = element('span', { class: 'detail' });
  #state = element('p', { class: 'state', 'aria-hidden': 'true' });
  #acts = element('div', { class: 'acts' });
  #help = element('p');
  #mending = element('details', {}, element('summary', {}, say('fv.mend')), this.#help);
  #progress = element('progress', { 'aria-label': say('fv.progress') });
  /** @type {Line | null} */
  #line = null;
  /** @type {Act | null} */
  #act = null;
  #heard = '';
  #heardAt = -Infinity;
  #heardIsTransfer = false;
  #timer = 0;
  #saidElsewhere = '';

  /**
   * @param {Line} line
   * @param {string} [saidElsewhere] what is heard from elsewhere on the page, and so not from here
   */
  show(line, saidElsewhere = '') {
    this.#saidElsewhere = saidElsewhere;
    this.#see(line);
    this.#line = line;
    this.#region?.toggleAttribute('data-trouble', line.trouble !== null);
    if (line.trouble) this.#region?.setAttribute('data-trouble', line.trouble);
    clearTimeout(this.#timer);
    if (topicOf(line) === this.#heard) return;
    const goesOn = line.progress && this.#heardIsTransfer;
    const rest = goesOn ? this.#heardAt + REST - Date.now() : 0;
    if (rest <= 0) this.#hear();
    else this.#timer = window.setTimeout(() => this.#hear(), rest);
  }

  /**
   * Offers something under the line until the reader decides; without words the offer ends.
   *
   * @param {string} words
   * @param {...HTMLElement} buttons
   */
  offer(words, ...buttons) {
    this.querySelector('.offer')?.remove();
    if (!words) return;
    const text = element('p', { 'aria-live': 'polite' });
    this.append(
      element('div', { class: 'offer' }, text, element('div', { class: 'acts' }, ...buttons)),
    );
    text.textContent = words;
  }

  get #region() {
    return this.querySelector('[role="status"]');
  }

  /** @param {Line} line */
  #see({ mark, words, detail, help, act, progress }) {
    if (!this.#state.isConnected) this.prepend(this.#state);
    if (mark !== this.dataset.mark) {
      this.#state.replaceChildren(icon(mark), element('span', {}, this.#words, this.#detail));
    }
    this.dataset.mark = mark;
    this.#words.textContent = words;
    this.#detail.textContent = detail;
    if (act?.words !== this.#act?.words) this.#offerAct(act);
    this.#help.textContent = help;
    if (!help) this.#mending.remove();
    else if (!this.#mending.isConnected) this.append(this.#mending);
    if (progress) {
      this.#progress.max = Math.max(1, progress.all);
      this.#progress.value = progress.got;
      if (!this.#progress.isConnected) this.append(this.#progress);
    } else {
      this.#progress.remove();
    }
  }

  /** @param {Act | null} act */
  #offerAct(act) {
    this.#act = act;
    this.#acts.remove();
    if (!act) return;
    this.#acts.replaceChildren(button(act.words, () => this.onact(act.name), 'small'));
    this.#state.after(this.#acts);
  }

  #hear() {
    if (!this.#line || !this.#region) return;
    this.#heard = topicOf(this.#line);
    this.#heardAt = Date.now();
    this.#heardIsTransfer = Boolean(this.#line.progress);
    const { words, detail } = this.#line;
    const said = [words, detail].filter((each) => each && each !== this.#saidElsewhere);
    this.#region.textContent = said.map((each) => ended(String(each), said.length > 1)).join(' ');
  }
}

/**
 * @param {string} words
 * @param {boolean} isOneOfSeveral sentences, which end
 */
function ended(words, isOneOfSeveral) {
  return isOneOfSeveral && !words.endsWith('.') ? `${words}.` : words;
}

/**
 * Two lines of one topic are not worth saying twice.
 *
 * @param {Line} line
 */
function topicOf({ words, detail, act, progress }) {
  if (!progress) return `${words} ${detail}`;
  return `${act?.name} ${Math.floor((4 * progress.got) / Math.max(1, progress.all))}`;
}

customElements.define('status-line', StatusLine);
