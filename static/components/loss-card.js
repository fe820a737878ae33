/**
 * <loss-card>: says that what was kept is damaged or was removed, offers the one repair, and shows
 * how far that is. Its first words are the only alert of the app.
 *
 * @typedef {import('../corpus/replica.js').State} State
 * @typedef {import('../shelf/marks.js').Marks} Marks
 * @typedef {import('./states.js').Act} Act
 */
import { button, element } from './element.js';
import { icon } from './icon.js';
import { lineOf, paused, running } from './states.js';
import { say } from './words.js';

/** What was said as an alert: a card that is made anew says it no second time. */
let heard = '';

export class LossCard extends HTMLElement {
  /** @type {(act: Act['name']) => void} */
  onact = () => {};

  /** What the card stands for; '' while nothing is lost. */
  #loss = '';
  #alert = element('div');
  #marks = element('p', {});
  #words = element('p', { class: 'figures' });
  #progress = element('progress', { 'aria-label': say('fv.progress') });
  #leave = element('p', { class: 'quiet' }, say('fv.leave'));
  #acts = element('div', { class: 'acts' });

  /**
   * @param {State} state
   * @param {Pick<Marks, 'isKept' | 'saved'>} marks
   */
  show(state, marks) {
    const loss = lossIn(state);
    if (!loss) return this.#clear();
    if (loss !== this.#loss) this.#begin(loss);
    const areSafe = marks.isKept && marks.saved().length > 0;
    this.#marks.textContent = areSafe ? say('cp.marks') : '';
    this.#marks.hidden = !areSafe;
    const { words, act } = lineOf(state);
    const { progress } = state;
    const isOffline = state.trouble?.code === 'offline' && !progress;
    this.#words.textContent = isOffline ? say('st.wait') : wordsOf(state, words, loss);
    this.#words.hidden = !this.#words.textContent;
    this.#progress.hidden = this.#leave.hidden = !progress;
    this.#progress.max = Math.max(1, progress?.all ?? 0);
    this.#progress.value = progress?.got ?? 0;
    this.#offer(isOffline ? null : act, !progress);
  }

  /** @param {string} loss */
  #begin(loss) {
    this.#loss = loss;
    this.#alert.replaceChildren();
    if (loss === heard) this.#alert.removeAttribute('role');
    else this.#alert.setAttribute('role', 'alert');
    heard = loss;
    this.replaceChildren(
      element(
        'section',
        { class: 'card', 'data-shows': 'loss' },
        this.#alert,
        this.#marks,
        this.#words,
        this.#progress,
        this.#leave,
        this.#acts,
      ),
    );
    // Words that come into an alert that is there are heard everywhere.
    this.#alert.append(element('h2', {}, icon('warn'), element('span', {}, loss)));
  }

  /**
   * @param {Act | null} act
   * @param {boolean} isPrimary
   */
  #offer(act, isPrimary) {
    const before = this.#acts.querySelector('button');
    if ((before?.textContent ?? '') === (act?.words ?? '')) return;
    const hadFocus = before !== null && before === document.activeElement;
    const made = act && button(act.words, () => this.onact(act.name), isPrimary ? 'primary' : '');
    this.#acts.replaceChildren(...(made ? [made] : []));
    if (hadFocus) made?.focus({ preventScroll: true });
  }

  #clear() {
    this.#loss = heard = '';
    this.replaceChildren();
  }
}

/**
 * Shows the card on the shelf, in place of the one that leads on; it is made where it is needed.
 *
 * @param {HTMLElement} main
 * @param {State} state
 * @param {Pick<Marks, 'isKept' | 'saved'>} marks
 * @param {(act: Act['name']) => void} onact
 * @returns {string} what the card says as an alert, which needs no saying elsewhere; '' if nothing
 */
export function showLoss(main, state, marks, onact) {
  const shelf = main.querySelector('.shelf');
  let card = /** @type {LossCard | null} */ (shelf?.querySelector('loss-card') ?? null);
  if (!shelf || (!card && !lossIn(state))) return '';
  if (!card) {
    card = new LossCard();
    shelf.prepend(card);
  }
  card.onact = onact;
  card.show(state, marks);
  return lossIn(state);
}

/**
 * @param {State} state
 * @returns {string} what was lost, in words; '' if nothing was
 */
function lossIn({ lost, corpus }) {
  if (lost) return say('cp.evicted');
  return corpus === 'damaged' ? say('cp.damaged') : '';
}

/**
 * What goes on, where that is more than the loss.
 *
 * @param {State} state
 * @param {string} words of the status line
 * @param {string} loss
 */
function wordsOf(state, words, loss) {
  const { progress, waiting, trouble } = state;
  if (progress && waiting === 'paused') return paused(progress);
  if (progress && !trouble) return running(state, progress);
  return words === loss ? '' : words;
}

customElements.define('loss-card', LossCard);
