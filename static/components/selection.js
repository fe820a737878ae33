/**
 * Which rows of a list are selected. It knows no element: what is selected stays so while the rows
 * themselves come and go. Pure.
 *
 * @typedef {import('./groups.js').GroupOf} GroupOf
 * @typedef {import('./groups.js').Sortable & { id: string }} Selectable
 */

/** A `change` event tells that other rows are selected now. */
export class Selection extends EventTarget {
  #rows;
  #groupOf;
  /** @type {Set<string>} */
  #ids = new Set();
  /** Where the last single row was selected, or not any more: a range goes on from there. */
  #last = -1;
  /** The ids of each group, once they are asked for. @type {Map<string, string[]> | null} */
  #groups = null;

  /**
   * @param {Selectable[]} rows all that can be selected, in their order
   * @param {GroupOf} groupOf
   */
  constructor(rows, groupOf) {
    super();
    this.#rows = rows;
    this.#groupOf = groupOf;
  }

  /** How many rows are selected. */
  get size() {
    return this.#ids.size;
  }

  get isAll() {
    return this.#ids.size === this.#rows.length;
  }

  /** @param {string} id */
  has(id) {
    return this.#ids.has(id);
  }

  /** @returns {string[]} in the order of the rows */
  get ids() {
    return this.#rows.map(({ id }) => id).filter((id) => this.#ids.has(id));
  }

  /**
   * @param {string} id
   * @param {boolean} isWanted
   * @param {{ asRange: boolean }} [how] with all rows from the last one on
   */
  set(id, isWanted, { asRange } = { asRange: false }) {
    const place = this.#rows.findIndex((row) => row.id === id);
    const from = asRange && this.#last >= 0 ? this.#last : place;
    const [start, end] = [Math.min(from, place), Math.max(from, place)];
    this.#last = place;
    this.#setEach(this.#rows.slice(start, end + 1).map((row) => row.id), isWanted);
  }

  /** @param {boolean} isWanted */
  setAll(isWanted) {
    this.#setEach(this.#rows.map(({ id }) => id), isWanted);
  }

  /**
   * @param {string} group
   * @param {boolean} isWanted
   */
  setGroup(group, isWanted) {
    this.#setEach(this.#idsOf(group), isWanted);
  }

  /**
   * @param {string} group
   * @returns {'all' | 'some' | 'none'} how much of it is selected
   */
  shareOf(group) {
    const ids = this.#idsOf(group);
    if (ids.every((id) => this.#ids.has(id))) return 'all';
    return ids.some((id) => this.#ids.has(id)) ? 'some' : 'none';
  }

  /** @param {string} group */
  #idsOf(group) {
    this.#groups ??= this.#grouped();
    return this.#groups.get(group) ?? [];
  }

  #grouped() {
    /** @type {Map<string, string[]>} */
    const groups = new Map();
    for (const row of this.#rows) {
      const group = this.#groupOf(row);
      const ids = groups.get(group);
      if (ids) ids.push(row.id);
      else groups.set(group, [row.id]);
    }
    return groups;
  }

  /**
   * @param {string[]} ids
   * @param {boolean} isWanted
   */
  #setEach(ids, isWanted) {
    for (const id of ids) {
      if (isWanted) this.#ids.add(id);
      else this.#ids.delete(id);
    }
    this.dispatchEvent(new Event('change'));
  }
}
