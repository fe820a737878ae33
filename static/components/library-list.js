/**
 * <library-list>: rows in leaves of 50, under a heading for each group.
 *
 * Up to 2,000 rows all are in the document, so that find-in-page and screen readers have the whole
 * list; leaves carry `content-visibility`, and are filled a few at a time. Above that, leaves more
 * than two screens away are emptied and keep their measured height (measured with 100,000 rows: 88
 * ms to first paint instead of 2.2 s, 80 MB instead of 232).
 *
 * What the reader marks shows in the rows concerned, in place, whichever tab it was marked in.
 *
 * @typedef {import('../corpus/types.js').Row} Row
 * @typedef {import('../shelf/marks.js').Marks} Marks
 * @typedef {import('./groups.js').Sort} Sort
 */
import { articleRow, saveButton, updateRow } from './article-row.js';
import { element } from './element.js';
import { groundNow, groupName } from './group-names.js';
import { grouping } from './groups.js';

const LEAF = 50;

/** Above so many rows far leaves are emptied. */
const ALL_IN_DOCUMENT = 2_000;

/** How many leaves are filled before the first paint. */
const AT_ONCE = 2;

/** What a row and a heading are taken to be high before they are measured, in px. */
const ROW_HEIGHT = 91;
const COMPACT_ROW_HEIGHT = 56;
const HEADING_HEIGHT = 48;

/** From this width on there is room beside a row (frame.css). */
const WIDE = matchMedia('(min-width: 60rem)');

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
  /** What was withdrawn while the list was open. @type {Set<string>} */
  #gone = new Set();
  /** @type {Marks | null} */
  #marks = null;
  /** @type {AbortController | null} */
  #listening = null;
  /** The order in which the rows come, which names their groups; null where they have none. */
  #sort = /** @type {Sort | null} */ ('newest');
  #ground = groundNow();
  #groupOf = grouping('newest', this.#ground);

  /**
   * Called when the reader wants to have an article saved, or not any more.
   *
   * @type {(id: string) => void}
   */
  onsave = () => {};

  connectedCallback() {
    this.#listening = new AbortController();
    const { signal } = this.#listening;
    this.addEventListener('click', ({ target }) => this.#click(target), { signal });
    this.#marks?.addEventListener('change', (event) => this.#showMarks(event), { signal });
    WIDE.addEventListener?.('change', () => this.#refill(), { signal });
  }

  disconnectedCallback() {
    this.#listening?.abort();
    this.#stop();
  }

  /** @param {Marks} marks what the rows say of the reader's own; to be set before the rows */
  set marks(marks) {
    this.#marks = marks;
  }

  /** @param {Sort | null} sort the order of the rows; to be set before them */
  set sort(sort) {
    this.#sort = sort;
    this.#ground = groundNow();
    this.#groupOf = sort ? grouping(sort, this.#ground) : () => '';
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

  get rows() {
    return this.#rows;
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

  /** @returns {Row | null} the row that has the focus */
  get current() {
    const id = document.activeElement?.closest('.row')?.getAttribute('data-id');
    return this.#rows.find((row) => row.id === id) ?? null;
  }

  /**
   * Moves the focus from row to row; it begins with the first in view.
   *
   * @param {1 | -1} by
   */
  step(by) {
    const { current } = this;
    const first = this.firstInView();
    const next = current ? this.#rows[this.#rows.indexOf(current) + by]?.id : first?.id;
    if (next) this.rowOf(next)?.querySelector('a')?.focus();
  }

  /**
   * Takes another edition without moving anything: what is new waits, what was corrected is shown,
   * and what was withdrawn stays and says so.
   *
   * @param {Row[]} rows of the same list, in that edition
   * @param {(id: string) => boolean} isThere whether the library still has an article
   * @returns {number} how many rows are new
   */
  adopt(rows, isThere) {
    const news = new Map(rows.map((row) => [row.id, row]));
    this.#rows = this.#rows.map((row) => news.get(row.id) ?? row);
    for (const { id } of this.#rows) {
      news.delete(id);
      if (!isThere(id)) this.#gone.add(id);
    }
    this.#update(() => true);
    return news.size;
  }

  /**
   * The first row in view stays where it is while all rows become higher or lower.
   *
   * @param {() => void} change
   */
  keepFirstWhile(change) {
    const first = this.firstInView();
    change();
    for (const leaf of this.#leaves) if (!leaf.element.firstChild) this.#reserve(leaf);
    const row = first && scrollY > 0 && this.rowOf(first.id);
    if (!row) return;
    scrollBy({ top: row.getBoundingClientRect().top - first.top, behavior: 'instant' });
  }

  #stop() {
    clearTimeout(this.#filling);
    this.#near?.disconnect();
    this.#near = null;
  }

  /** @param {EventTarget | null} target */
  #click(target) {
    const save = target instanceof Element ? target.closest('[data-save]') : null;
    if (save) this.onsave(save.getAttribute('data-save') ?? '');
  }

  /** @param {Event} event */
  #showMarks(event) {
    const ids = new Set(/** @type {CustomEvent<{ ids: string[] }>} */ (event).detail.ids);
    this.#update((id) => ids.has(id));
  }

  /** @param {(id: string) => boolean} isConcerned */
  #update(isConcerned) {
    for (const { element: leaf, start } of this.#leaves) {
      for (const [index, item] of leaf.querySelectorAll('.row').entries()) {
        const row = this.#rows[start + index];
        if (row && isConcerned(row.id)) updateRow(item, row, this.#stateOf(row));
      }
    }
  }

  /** @param {Row} row */
  #stateOf({ id }) {
    return { marked: this.#marks?.of(id) ?? null, isGone: this.#gone.has(id) };
  }

  #refill() {
    for (const leaf of this.#leaves) if (leaf.element.firstChild) this.#fill(leaf);
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
    let group = this.#groupAt(leaf.start - 1);
    for (let place = leaf.start; place < leaf.end; place += 1) {
      const of = this.#groupAt(place);
      if (of !== group && of !== null) parts.push(this.#heading(of));
      if (!list || of !== group) {
        list = element('ol', { class: 'rows', role: 'list' });
        parts.push(list);
      }
      group = of;
      list.append(this.#item(place));
    }
    leaf.element.replaceChildren(...parts);
    leaf.element.style.blockSize = '';
  }

  /**
   * @param {number} place
   * @returns {string | null} null where there is no row, or no groups
   */
  #groupAt(place) {
    const row = this.#rows[place];
    return row && this.#sort ? this.#groupOf(row) : null;
  }

  /** @param {string} group */
  #heading(group) {
    const name = groupName(this.#sort ?? 'newest', group, this.#ground.today);
    return element('h2', { class: 'group' }, name);
  }

  /** @param {number} place */
  #item(place) {
    const row = /** @type {Row} */ (this.#rows[place]);
    const state = this.#stateOf(row);
    const item = articleRow(row, state);
    if (WIDE.matches && state.marked) item.append(saveButton(row, state.marked.saved));
    if (this.#rows.length > LEAF) {
      item.setAttribute('aria-setsize', String(this.#rows.length));
      item.setAttribute('aria-posinset', String(place + 1));
    }
    return item;
  }

  /** @param {Leaf} leaf an empty one keeps the room that its rows will take */
  #reserve(leaf) {
    leaf.element.style.blockSize = `${this.#guessHeight(leaf)}px`;
  }

  /** @param {Leaf} leaf */
  #guessHeight({ start, end }) {
    const { density } = document.documentElement.dataset;
    let height = (end - start) * (density === 'compact' ? COMPACT_ROW_HEIGHT : ROW_HEIGHT);
    for (let place = start; place < end; place += 1) {
      if (this.#groupAt(place) !== this.#groupAt(place - 1)) height += HEADING_HEIGHT;
    }
    return height;
  }
}

customElements.define('library-list', LibraryList);
