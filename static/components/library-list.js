/**
 * <library-list>: rows in leaves of 50, under a heading for each month.
 *
 * Up to 2,000 rows all are in the document, so that find-in-page and screen readers have the whole
 * list; leaves carry `content-visibility`, and are filled a few at a time. Above that, leaves more
 * than two screens away are emptied and keep their measured height (measured with 100,000 rows: 88
 * ms to first paint instead of 2.2 s, 80 MB instead of 232).
 *
 * @typedef {import('../corpus/types.js').Row} Row
 */
import { addressOf } from './addresses.js';
import { element, metaLine } from './element.js';
import { month, nearDate, readingTime } from './formats.js';
import { say } from './words.js';

const LEAF = 50;

/** Above so many rows far leaves are emptied. */
const ALL_IN_DOCUMENT = 2_000;

/** How many leaves are filled before the first paint. */
const AT_ONCE = 2;

/** What a row and a heading are taken to be high before they are measured, in px. */
const ROW_HEIGHT = 72;
const HEADING_HEIGHT = 48;

/**
 * @typedef {object} Leaf
 * @property {HTMLElement} element
 * @property {number} start place of its first row in the list
 * @property {number} end place after its last row
 */

export class LibraryList extends HTMLElement {
  /** @type {Row[]} */
  #rows = [];
  /** @type {Leaf[]} */
  #leaves = [];
  /** @type {IntersectionObserver | null} */
  #near = null;
  #filling = 0;

  disconnectedCallback() {
    this.#stop();
  }

  /** @param {Row[]} rows in the order in which they are shown */
  set rows(rows) {
    this.#stop();
    this.#rows = rows;
    this.#leaves = [];
    for (let start = 0; start < rows.length; start += LEAF) {
      const end = Math.min(start + LEAF, rows.length);
      this.#leaves.push({ element: element('div', { class: 'leaf' }), start, end });
    }
    for (const leaf of this.#leaves.slice(0, AT_ONCE)) this.#fill(leaf);
    const rest = this.#leaves.slice(AT_ONCE);
    this.replaceChildren(...this.#leaves.map((leaf) => leaf.element));
    if (rows.length > ALL_IN_DOCUMENT) this.#fillWhatIsNear(rest);
    else this.#fillInTurn(rest);
  }

  /**
   * The element of a row, which is put into the document if it is not there.
   *
   * @param {string} id
   * @returns {HTMLElement | null}
   */
  rowOf(id) {
    const place = this.#rows.findIndex((row) => row.id === id);
    const leaf = this.#leaves[Math.floor(place / LEAF)];
    if (leaf && !leaf.element.firstChild) this.#fill(leaf);
    return this.querySelector(`[data-id="${CSS.escape(id)}"]`);
  }

  /**
   * The first row in view and how far its top is from the window's; null if none is.
   *
   * @returns {{ id: string, top: number } | null}
   */
  firstInView() {
    // Leaf by leaf: to ask a row of a leaf that is not painted would lay that leaf out.
    for (const leaf of this.querySelectorAll('.leaf')) {
      if (leaf.getBoundingClientRect().bottom <= 0) continue;
      for (const row of leaf.querySelectorAll('.row')) {
        const { top, bottom } = row.getBoundingClientRect();
        if (bottom > 0) return { id: row.getAttribute('data-id') ?? '', top };
      }
    }
    return null;
  }

  #stop() {
    clearTimeout(this.#filling);
    this.#near?.disconnect();
    this.#near = null;
  }

  /** @param {Leaf[]} leaves */
  #fillInTurn(leaves) {
    if (!leaves.length) return;
    this.#filling = window.setTimeout(() => {
      const [first, ...rest] = leaves;
      if (first && !first.element.firstChild) this.#fill(first);
      this.#fillInTurn(rest);
    });
  }

  /** @param {Leaf[]} empty those that are not filled yet */
  #fillWhatIsNear(empty) {
    // What fills in above the view is made up for below; the browser must not do so once more.
    this.classList.add('far-leaves-empty');
    const leafOf = new Map(
      this.#leaves.map((leaf) => [/** @type {Element} */ (leaf.element), leaf]),
    );
    for (const leaf of empty) leaf.element.style.blockSize = `${this.#guessHeight(leaf)}px`;
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
    this.#fill(leaf);
    const grown = leaf.element.getBoundingClientRect().height - before.height;
    if (before.top < 0 && grown) window.scrollBy({ top: grown, behavior: 'instant' });
  }

  /**
   * @param {Leaf} leaf
   * @param {number} height
   */
  #empty(leaf, height) {
    if (leaf.element.contains(document.activeElement)) return;
    leaf.element.style.blockSize = `${height}px`;
    leaf.element.replaceChildren();
  }

  /** @param {Leaf} leaf */
  #fill(leaf) {
    const parts = [];
    let list = null;
    let group = leaf.start > 0 ? monthOf(this.#rows[leaf.start - 1]) : null;
    for (const [index, row] of this.#rows.slice(leaf.start, leaf.end).entries()) {
      if (monthOf(row) !== group) {
        group = monthOf(row);
        list = null;
        parts.push(element('h2', { class: 'group' }, headingOf(row)));
      }
      if (!list) {
        list = element('ol', { class: 'rows', role: 'list' });
        parts.push(list);
      }
      list.append(this.#item(row, leaf.start + index));
    }
    leaf.element.replaceChildren(...parts);
    leaf.element.style.blockSize = '';
  }

  /**
   * @param {Row} row
   * @param {number} place
   */
  #item(row, place) {
    const item = rowElement(row);
    if (this.#rows.length > LEAF) {
      item.setAttribute('aria-setsize', String(this.#rows.length));
      item.setAttribute('aria-posinset', String(place + 1));
    }
    return item;
  }

  /** @param {Leaf} leaf */
  #guessHeight({ start, end }) {
    let height = (end - start) * ROW_HEIGHT;
    for (let place = start; place < end; place++) {
      if (place === 0 || monthOf(this.#rows[place]) !== monthOf(this.#rows[place - 1])) {
        height += HEADING_HEIGHT;
      }
    }
    return height;
  }
}

/** @param {Row | undefined} row */
function monthOf(row) {
  return row?.published?.slice(0, 7) ?? '';
}

/** @param {Row} row */
function headingOf({ published }) {
  return published ? month(published) : say('lib.undated');
}

/**
 * One article in a list; it takes its article's direction whole.
 *
 * @param {Row} row
 */
function rowElement(row) {
  const { id, slug, title, lang, dir, published, modified, note, section, words } = row;
  const link = element('a', { href: addressOf('article', { slug }) }, title);
  const meta = metaLine(
    note && modified
      ? element('bdi', {}, say('row.corrected', { date: nearDate(modified) }))
      : null,
    section ? element('bdi', { lang }, section) : null,
    published
      ? element('bdi', {}, element('time', { datetime: published }, nearDate(published)))
      : null,
    element('bdi', {}, readingTime(words)),
  );
  return element('li', { class: 'row', lang, dir, 'data-id': id }, element('h3', {}, link), meta);
}

customElements.define('library-list', LibraryList);
