/**
 * Select mode: rows have checkboxes, and a bar in place of the main bar has what can be done with
 * those that are chosen. Escape, back or Done leave it; the line that was looked at stays, and the
 * focus goes back to the row.
 *
 * @typedef {import('../corpus/types.js').Row} Row
 * @typedef {import('../shelf/marks.js').Marks} Marks
 * @typedef {import('./library-list.js').LibraryList} LibraryList
 * @typedef {import('./list-marking.js').Wish} Wish
 * @typedef {import('./selection.js').Selection} Selection
 *
 * @typedef {object} Ground
 * @property {LibraryList} list
 * @property {Row[]} all the rows of the view, also those that stand in another part of it
 * @property {string | null} name of the section or tag; null for the whole library
 * @property {Marks} marks
 * @property {HTMLElement[]} resting what cannot be used meanwhile, since it leads to another list
 */
import { button, element } from './element.js';
import { markEach } from './list-marking.js';
import { say } from './words.js';

/** @type {Selecting | null} */
let now = null;

/** Select mode while it lasts; null otherwise. */
export const selecting = () => now;

/** @param {Ground} ground */
export function beginSelecting(ground) {
  now?.end();
  now = new Selecting(ground);
}

class Selecting {
  #ground;
  #selection;
  #count = element('p', { class: 'select-count', 'aria-live': 'polite' });
  #acts;
  #all = button('', () => this.#selection.setAll(!this.#selection.isAll), 'small');
  #bar;
  #unwatch;
  #isMarking = false;

  /** @param {Ground} ground */
  constructor(ground) {
    const { list, all, resting } = ground;
    this.#ground = ground;
    this.#acts = [
      this.#act('lib.mark-read', { read: true }),
      this.#act('lib.mark-unread', { read: false }),
      this.#act('ar.save', { saved: true }),
    ];
    this.#bar = element(
      'section',
      { class: 'select-bar', 'aria-label': say('lib.select.bar') },
      element(
        'div',
        { class: 'select-what' },
        this.#count,
        this.#all,
        button(say('lib.select.done'), () => this.end(), 'small'),
      ),
      element('div', { class: 'select-acts' }, ...this.#acts),
    );
    for (const each of resting) each.inert = true;
    // After the list in the document: from a row, Tab leads to it.
    list.closest('main')?.after(this.#bar);
    this.#selection = list.beginSelecting(all);
    this.#selection.addEventListener('change', () => this.#show());
    list.addEventListener('gone', () => this.#leave(), { once: true });
    this.#unwatch = watchLeaving(() => this.end());
    this.#show();
  }

  get isEmpty() {
    return this.#selection.size === 0;
  }

  /**
   * Marks what is selected, and leaves when that is on the disk.
   *
   * @param {Wish} wish
   */
  async mark(wish) {
    // A second tap would find nothing to change, and its toast would take the Undo of the first away.
    if (this.#isMarking) return;
    this.#isMarking = true;
    const isDone = await markEach(this.#ground.marks, this.#selection.ids, wish);
    this.#isMarking = false;
    if (isDone) this.end();
  }

  /** Leaves, with the focus on the row that had it last. */
  end() {
    if (now !== this) return;
    this.#leave();
    this.#ground.list.endSelecting();
  }

  #leave() {
    if (now !== this) return;
    now = null;
    this.#unwatch();
    this.#bar.remove();
    for (const each of this.#ground.resting) each.inert = false;
  }

  #show() {
    const { size, isAll } = this.#selection;
    const { name } = this.#ground;
    this.#count.textContent = say('lib.selected', { n: size });
    const all = name === null ? say('lib.select.all') : say('lib.select.all.in', { name });
    this.#all.textContent = isAll ? say('lib.select.none') : all;
    for (const act of this.#acts) act.disabled = size === 0;
  }

  /**
   * @param {string} words
   * @param {Wish} wish
   */
  #act(words, wish) {
    return button(say(words), () => void this.mark(wish), 'small');
  }
}

/**
 * Escape leaves, and where the browser tells of it, back does too.
 *
 * @param {() => void} onleave
 * @returns {() => void} ends it
 */
function watchLeaving(onleave) {
  const Watcher = /** @type {any} */ (globalThis).CloseWatcher;
  if (Watcher) {
    const watcher = new Watcher();
    watcher.onclose = onleave;
    return () => watcher.destroy();
  }
  const ending = new AbortController();
  const hear = (/** @type {KeyboardEvent} */ { key, defaultPrevented }) => {
    const isFree = !defaultPrevented && !document.querySelector('dialog[open]');
    if (key === 'Escape' && isFree) onleave();
  };
  document.addEventListener('keydown', hear, { signal: ending.signal });
  return () => ending.abort();
}
