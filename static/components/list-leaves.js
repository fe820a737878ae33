/**
 * The leaves of a long list: which of them have their rows in the document.
 *
 * Up to 2,000 rows all are in it, so that find-in-page and screen readers have the whole list;
 * leaves carry `content-visibility`, and are filled a few at a time. Above that, leaves more than
 * two screens away are emptied and keep their measured height (measured with 100,000 rows: 88 ms to
 * first paint instead of 2.2 s, 80 MB instead of 232).
 *
 * @typedef {object} Leaf
 * @property {HTMLElement} element
 * @property {number} start place of its first row in the list
 * @property {number} end place after its last row
 *
 * @typedef {object} Filling who knows the rows
 * @property {(leaf: Leaf) => Node[]} make what a leaf holds
 * @property {(leaf: Leaf) => number} guess how high that will be, in px
 * @property {(leaf: Leaf) => boolean} isNeeded whether a leaf must stay filled, however far it is
 */
import { element } from './element.js';

/** How many rows a leaf has. */
export const LEAF = 50;

/** Above so many rows far leaves are emptied. */
const ALL_IN_DOCUMENT = 2_000;

/** How many leaves are filled before the first paint. */
const AT_ONCE = 2;

export class Leaves {
  #host;
  #filling;
  /** @type {Leaf[]} */
  #leaves = [];
  /** @type {IntersectionObserver | null} */
  #near = null;
  #timer = 0;

  /**
   * @param {HTMLElement} host what they stand in
   * @param {Filling} filling
   */
  constructor(host, filling) {
    this.#host = host;
    this.#filling = filling;
  }

  /** @param {number} count of the rows that they hold now */
  begin(count) {
    this.stop();
    this.#leaves = [];
    for (let start = 0; start < count; start += LEAF) {
      const end = Math.min(start + LEAF, count);
      this.#leaves.push({ element: element('div', { class: 'leaf' }), start, end });
    }
    for (const leaf of this.#leaves.slice(0, AT_ONCE)) this.fill(leaf);
    const rest = this.#leaves.slice(AT_ONCE);
    this.#host.replaceChildren(...this.#leaves.map((leaf) => leaf.element));
    if (count > ALL_IN_DOCUMENT) this.#fillWhatIsNear(rest);
    else this.#fillInTurn(rest);
  }

  /** Nothing is filled or emptied by itself any more. */
  stop() {
    clearTimeout(this.#timer);
    this.#near?.disconnect();
    this.#near = null;
  }

  /** @returns {Leaf[]} those whose rows are in the document */
  get filled() {
    return this.#leaves.filter((leaf) => leaf.element.firstChild);
  }

  /**
   * @param {number} place of a row, which is put into the document if it is not there
   */
  reach(place) {
    const leaf = this.#leaves[Math.floor(place / LEAF)];
    if (leaf && !leaf.element.firstChild) this.fill(leaf);
  }

  /** @param {Leaf} leaf */
  fill(leaf) {
    leaf.element.replaceChildren(...this.#filling.make(leaf));
    leaf.element.style.blockSize = '';
  }

  /** Empty leaves keep the room that their rows will take. */
  reserve() {
    for (const leaf of this.#leaves) if (!leaf.element.firstChild) this.#reserve(leaf);
  }

  /** @param {Leaf} leaf */
  #reserve(leaf) {
    leaf.element.style.blockSize = `${this.#filling.guess(leaf)}px`;
  }

  /** @param {Leaf[]} leaves */
  #fillInTurn(leaves) {
    if (!leaves.length) return;
    this.#timer = window.setTimeout(() => {
      const [first, ...rest] = leaves;
      if (first && !first.element.firstChild) this.fill(first);
      this.#fillInTurn(rest);
    });
  }

  /** @param {Leaf[]} empty those that are not filled yet */
  #fillWhatIsNear(empty) {
    // What fills in above the view is made up for below; the browser must not do so once more.
    this.#host.classList.add('far-leaves-empty');
    const leafOf = new Map(
      this.#leaves.map((leaf) => [/** @type {Element} */ (leaf.element), leaf]),
    );
    for (const leaf of empty) this.#reserve(leaf);
    this.#near = new IntersectionObserver(
      (entries) => {
        for (const { target, isIntersecting, boundingClientRect } of entries) {
          const leaf = leafOf.get(target);
          if (!leaf) continue;
          if (isIntersecting) this.#fillKeepingPlace(leaf);
          else if (boundingClientRect.height) this.#empty(leaf, boundingClientRect.height);
        }
      },
      { rootMargin: '200% 0%' },
    );
    for (const leaf of this.#leaves) this.#near.observe(leaf.element);
  }

  /** @param {Leaf} leaf */
  #fillKeepingPlace(leaf) {
    if (leaf.element.firstChild) return;
    const before = leaf.element.getBoundingClientRect();
    this.fill(leaf);
    const grown = leaf.element.getBoundingClientRect().height - before.height;
    if (before.top < 0 && grown) window.scrollBy({ top: grown, behavior: 'instant' });
  }

  /**
   * @param {Leaf} leaf
   * @param {number} height
   */
  #empty(leaf, height) {
    if (this.#filling.isNeeded(leaf)) return;
    leaf.element.style.blockSize = `${height}px`;
    leaf.element.replaceChildren();
  }
}
