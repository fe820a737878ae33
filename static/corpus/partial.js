/**
 * What of a first download can be read before all of it is here.
 *
 * An edition is its base and the changes since. Only the changes tell which lines of the base are
 * still those of the edition, so they come first, and before all of them are here nothing is.
 *
 * @typedef {import('./types.js').PlacedRow} PlacedRow
 * @typedef {import('../storage/file-store.js').FileStore} FileStore
 */
import { liveContents, newestFirst } from './contents.js';

export class Partial {
  #store;
  #packs;
  #changes;
  #base;
  /** By id, in the order in which they came. @type {Map<string, { row: PlacedRow, at: number }>} */
  #rows = new Map();
  /** What the changes speak of: the base is not asked about it. @type {Set<string> | null} */
  #changed = null;
  /** @type {Promise<void>} what is read is read once */
  #reading = Promise.resolve();

  /**
   * @param {string[]} packs of the edition, in the order of precedence
   * @param {string[]} base those of them that are its base
   * @param {FileStore} store
   */
  constructor(packs, base, store) {
    this.#store = store;
    this.#packs = String(packs);
    this.#base = new Set(base);
    this.#changes = packs.filter((pack) => !this.#base.has(pack));
  }

  /** @param {string[]} packs */
  isOf(packs) {
    return this.#packs === String(packs);
  }

  /** How many articles can be read. */
  get size() {
    return this.#rows.size;
  }

  /** @returns {(row: { id: string }) => boolean} whether an article can be read, as it is now */
  get isHere() {
    const { size } = this;
    return ({ id }) => (this.#rows.get(id)?.at ?? size) < size;
  }

  /** @returns {PlacedRow[]} newest first */
  get rows() {
    return [...this.#rows.values()].map(({ row }) => row).sort(newestFirst);
  }

  /** @param {string} slug */
  find(slug) {
    for (const { row } of this.#rows.values()) if (row.slug === slug) return row;
    return null;
  }

  /**
   * Takes in what has come since; each pack is read once.
   *
   * @param {Set<string>} held packs that are stored whole
   */
  async see(held) {
    this.#reading = this.#reading.then(() => this.#see(held));
    return this.#reading;
  }

  /** @param {Set<string>} held */
  async #see(held) {
    const changed = (this.#changed ??= await this.#readChanges(held));
    if (!changed) return;
    for (const pack of this.#base) {
      if (!held.has(pack)) continue;
      this.#base.delete(pack);
      const { rows } = await liveContents([pack], this.#store);
      for (const row of rows) if (!changed.has(row.id)) this.#add(row);
    }
  }

  /**
   * @param {Set<string>} held
   * @returns {Promise<Set<string> | null>} null while they are not all here
   */
  async #readChanges(held) {
    if (!this.#changes.every((pack) => held.has(pack))) return null;
    const { rows, withdrawals, broken } = await liveContents(this.#changes, this.#store);
    if (broken.length) return null;
    for (const row of rows) this.#add(row);
    return new Set([...rows, ...withdrawals].map(({ id }) => id));
  }

  /** @param {PlacedRow} row */
  #add(row) {
    this.#rows.set(row.id, { row, at: this.#rows.size });
  }
}
