/**
 * What of a first download can be read before all of it is here.
 *
 * An edition is its base and the changes since. Only the changes tell which lines of the base are
 * still those of the edition, so they come first, and before all of them are here nothing is.
 *
 * @typedef {import('./types.js').PlacedRow} PlacedRow
 * @typedef {import('../storage/file-store.js').FileStore} FileStore
 */
import { liveContents } from './contents.js';

export class Partial {
  #store;
  #packs;
  #changes;
  #base;
  /**
   * Ids in the order in which they came. Rows are read when they are asked for: those of 100,000
   * articles take 100 MB.
   *
   * @type {Map<string, number>}
   */
  #ids = new Map();
  /** The pack that a slug is in. @type {Map<string, string>} */
  #packOf = new Map();
  /** Packs that were read. @type {Set<string>} */
  #read = new Set();
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
    this.#packs = packs;
    this.#base = new Set(base);
    this.#changes = packs.filter((pack) => !this.#base.has(pack));
  }

  /** @param {string[]} packs */
  isOf(packs) {
    return String(this.#packs) === String(packs);
  }

  /** How many articles can be read. */
  get size() {
    return this.#ids.size;
  }

  /** @returns {(row: { id: string }) => boolean} whether an article can be read, as it is now */
  get isHere() {
    const { size } = this;
    return ({ id }) => (this.#ids.get(id) ?? size) < size;
  }

  /** @returns {Promise<PlacedRow[]>} newest first */
  async rows() {
    const packs = this.#packs.filter((pack) => this.#read.has(pack));
    return (await liveContents(packs, this.#store)).rows;
  }

  /**
   * @param {string} slug
   * @returns {Promise<PlacedRow | null>}
   */
  async find(slug) {
    const pack = this.#packOf.get(slug);
    if (!pack) return null;
    const { rows } = await liveContents([pack], this.#store);
    return rows.find((row) => row.slug === slug) ?? null;
  }

  /**
   * Takes in what has come since; each pack is read once.
   *
   * @param {Set<string>} held packs that are stored whole
   */
  async see(held) {
    const reading = this.#reading.then(() => this.#see(held));
    // What cannot be read now may be readable with the next pack.
    this.#reading = reading.catch(() => {});
    return reading;
  }

  /** @param {Set<string>} held */
  async #see(held) {
    const changed = (this.#changed ??= await this.#readChanges(held));
    if (!changed) return;
    for (const pack of this.#base) {
      if (!held.has(pack)) continue;
      const { rows, broken } = await liveContents([pack], this.#store);
      if (broken.length) continue;
      this.#base.delete(pack);
      this.#read.add(pack);
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
    for (const pack of this.#changes) this.#read.add(pack);
    for (const row of rows) this.#add(row);
    return new Set([...rows, ...withdrawals].map(({ id }) => id));
  }

  /** @param {PlacedRow} row */
  #add(row) {
    this.#ids.set(row.id, this.#ids.size);
    this.#packOf.set(row.slug, row.place.pack);
  }
}
