/**
 * <library-list>: rows in leaves of 50, under a heading for each group.
 *
 * What the reader marks shows in the rows concerned, in place, whichever tab it was marked in. A
 * `gone` event tells that the list has left the page.
 *
 * @typedef {import('../corpus/types.js').Row} Row
 * @typedef {import('../shelf/marks.js').Marks} Marks
 * @typedef {import('./groups.js').Sort} Sort
 * @typedef {import('./list-leaves.js').Leaf} Leaf
 *
 * @typedef {(row: Row) => boolean} IsHere whether an article opens without a connection
 */
import { articleRow, saveButton, updateRow } from './article-row.js';
import { element } from './element.js';
import { groundNow, groupName } from './group-names.js';
import { grouping } from './groups.js';
import { boxIn, Picks } from './library-pick.js';
import { LEAF, Leaves } from './list-leaves.js';
import { Selection } from './selection.js';

/** What a row and a heading are taken to be high before they are measured, in px. */
const ROW_HEIGHT = 91;
const COMPACT_ROW_HEIGHT = 56;
const HEADING_HEIGHT = 48;

/** From this width on there is room beside a row (frame.css). */
const WIDE = matchMedia('(min-width: 60rem)');

export class LibraryList extends HTMLElement {
  /** @type {Row[]} */
  #rows = [];
  #leaves = new Leaves(this, {
    make: (leaf) => this.#make(leaf),
    guess: (leaf) => this.#guessHeight(leaf),
    isNeeded: ({ element: leaf }) =>
      leaf.contains(document.activeElement) || (this.#picks?.holdsStop(leaf) ?? false),
  });
  /** What was withdrawn while the list was open. @type {Set<string>} */
  #gone = new Set();
  /** Which articles are here; null where that is said once for all. @type {IsHere | null} */
  #isHere = null;
  /** The checkboxes; null while nothing can be selected. @type {Picks | null} */
  #picks = null;
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
    WIDE.addEventListener?.('change', () => this.#fitSaving(), { signal });
  }

  disconnectedCallback() {
    this.#listening?.abort();
    this.#leaves.stop();
    this.dispatchEvent(new Event('gone'));
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
    this.#rows = rows;
    this.#leaves.begin(rows.length);
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
    this.#leaves.reach(this.#rows.findIndex((row) => row.id === id));
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
    if (next) this.focusRow(next);
  }

  /**
   * Puts the focus on what a row does: it opens its article, or is selected.
   *
   * @param {string} id
   * @param {FocusOptions} [how]
   */
  focusRow(id, how) {
    const row = this.rowOf(id);
    const aim = row && (boxIn(row) ?? row.querySelector('a'));
    aim?.focus(how);
  }

  /**
   * Says in each row whether its article is here.
   *
   * @param {IsHere | null} isHere null where that is said once for all
   */
  showHere(isHere) {
    const before = this.#isHere;
    if (before === isHere) return;
    this.#isHere = isHere;
    // Only what is in the document is asked about; the rest is when it comes into it.
    this.#update((row) => !before || !isHere || before(row) !== isHere(row));
  }

  /**
   * Lets the reader select rows. The first one in view stays where it is, and takes the focus.
   *
   * @param {Row[]} all what can be selected at once, also where it is not all in this list
   * @returns {Selection}
   */
  beginSelecting(all) {
    const selection = new Selection(all, this.#groupOf);
    const first = this.firstInView();
    this.#holding(first, () => {
      const picks = (this.#picks = new Picks(this, selection));
      for (const { row, item } of this.#items()) picks.add(item, row);
      for (const heading of this.querySelectorAll('.group')) picks.addToGroup(heading);
    });
    if (first) this.focusRow(first.id, { preventScroll: true });
    return selection;
  }

  /** Rows are rows again, and the one that had the focus last has it once more. */
  endSelecting() {
    const first = this.firstInView();
    const id = this.#picks?.stop ?? first?.id;
    this.#holding(first, () => {
      this.#picks?.end();
      this.#picks = null;
    });
    if (id) this.focusRow(id, { preventScroll: true });
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
    this.#holding(this.firstInView(), () => {
      change();
      this.#leaves.reserve();
    });
  }

  /**
   * @param {{ id: string, top: number } | null} line what stays where it is
   * @param {() => void} change
   */
  #holding(line, change) {
    const mayMove = line !== null && scrollY > 0;
    change();
    const row = mayMove ? this.rowOf(line.id) : null;
    if (!row || !line) return;
    scrollBy({ top: row.getBoundingClientRect().top - line.top, behavior: 'instant' });
  }

  /** @param {EventTarget | null} target */
  #click(target) {
    const save = target instanceof Element ? target.closest('[data-save]') : null;
    if (save) this.onsave(save.getAttribute('data-save') ?? '');
  }

  /** @param {Event} event */
  #showMarks(event) {
    const ids = new Set(/** @type {CustomEvent<{ ids: string[] }>} */ (event).detail.ids);
    this.#update(({ id }) => ids.has(id));
  }

  /** @param {(row: Row) => boolean} isConcerned */
  #update(isConcerned) {
    for (const { row, item } of this.#items()) {
      if (isConcerned(row)) updateRow(item, row, this.#stateOf(row));
    }
  }

  /** The rows that are in the document. */
  *#items() {
    for (const { element: leaf, start } of this.#leaves.filled) {
      for (const [index, item] of leaf.querySelectorAll('.row').entries()) {
        const row = this.#rows[start + index];
        if (row) yield { row, item };
      }
    }
  }

  /** @param {Row} row */
  #stateOf(row) {
    return {
      marked: this.#marks?.of(row.id) ?? null,
      isGone: this.#gone.has(row.id),
      isHere: this.#isHere?.(row) ?? null,
    };
  }

  /** In place: what has the focus keeps it. */
  #fitSaving() {
    for (const { row, item } of this.#items()) {
      const before = item.querySelector('.row-save');
      const { marked } = this.#stateOf(row);
      if (!WIDE.matches) before?.remove();
      else if (!before && marked) item.append(saveButton(row, marked.saved));
    }
  }

  /** @param {Leaf} leaf */
  #make(leaf) {
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
    return parts;
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
    const heading = element('h2', { class: 'group', 'data-group': group }, name);
    this.#picks?.addToGroup(heading);
    return heading;
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
    this.#picks?.add(item, row);
    return item;
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
