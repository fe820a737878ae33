/**
 * The reader's marks on this device: what is read, what is saved, and the place in what is begun.
 *
 * Screens say what is to be so, and say that it is so when `set` resolves: then it is on the disk.
 *
 * @typedef {import('../storage/marks-database.js').Mark} Mark
 * @typedef {import('../storage/marks-database.js').Kind} Kind
 * @typedef {import('../storage/marks-database.js').Place} Place
 * @typedef {import('../storage/marks-database.js').Wish} Wish
 * @typedef {Pick<MarksDatabase, 'all' | 'about' | 'write'>} Store
 * @typedef {Pick<BroadcastChannel, 'postMessage' | 'onmessage' | 'close'>} Channel
 *
 * @typedef {object} Marked what is marked about one article
 * @property {boolean} read
 * @property {boolean} saved
 * @property {Place | null} place
 * @property {number | null} readAt milliseconds since 1970; null if it is not read
 * @property {number | null} savedAt
 *
 * @typedef {{ read?: boolean, saved?: boolean, place?: Place | null }} Wishes what is to be so; what
 *   is not named stays
 *
 * @typedef {{ marked: Readonly<Marked>, stamps: Partial<Record<Kind, string>> }} Entry
 */
import { KINDS, MarksDatabase } from '../storage/marks-database.js';
import { StorageError } from '../storage/errors.js';
import { tick, timeOf } from './clock.js';

/** How many wishes are one transaction. It has to end within the patience of a database. */
const SLICE = 1000;

/** @type {Readonly<Marked>} */
const UNMARKED = Object.freeze({
  read: false,
  saved: false,
  place: null,
  readAt: null,
  savedAt: null,
});

/** A `change` event has the ids of the articles about which something is marked otherwise. */
export class Marks extends EventTarget {
  #store;
  #channel;
  #now;
  /** @type {Map<string, Entry>} */
  #entries = new Map();
  #isKept = false;
  /** @type {Promise<unknown>} what was wished for first is written first */
  #written = Promise.resolve();

  /**
   * @param {object} [ground] what stands in for the browser's, in tests
   * @param {Store} [ground.store]
   * @param {Channel | null} [ground.channel] to the other tabs
   * @param {() => number} [ground.now]
   */
  constructor({
    store = new MarksDatabase(),
    channel = 'BroadcastChannel' in globalThis ? new BroadcastChannel('octavo-marks') : null,
    now = Date.now,
  } = {}) {
    super();
    this.#store = store;
    this.#channel = channel;
    this.#now = now;
  }

  /** Whether marks are kept here: if not, none is known and none can be made. */
  get isKept() {
    return this.#isKept;
  }

  /**
   * Reads what is marked. Where the database does not open, nothing is marked, and `isKept` is
   * false. May be called again, by a page that slept while other tabs wrote.
   */
  async start() {
    try {
      await this.#open();
    } catch (error) {
      this.#isKept = false;
      if (!(error instanceof StorageError)) throw error;
    }
  }

  /**
   * @param {string} id
   * @returns {Readonly<Marked>} the same object until something changes
   */
  of(id) {
    return this.#entries.get(id)?.marked ?? UNMARKED;
  }

  /** @returns {string[]} the ids of what is saved, newest first */
  saved() {
    return this.#newest('saved', ({ saved }) => saved);
  }

  /** @returns {string[]} the ids of what is begun and not finished, newest first */
  places() {
    return this.#newest(
      'place',
      ({ read, place }) => !read && place !== null && place.share > 0 && place.share < 1,
    );
  }

  /**
   * @param {string} id
   * @param {Wishes} wishes
   * @returns {Promise<string[]>} when it is on the disk: the ids of what has changed by it
   * @throws {StorageError} it is as it was before; a StorageFull if there is no room
   */
  async set(id, wishes) {
    return this.setAll([id], wishes);
  }

  /**
   * The same for many articles. If it fails, those before are done and told of.
   *
   * @param {Iterable<string>} ids
   * @param {Wishes} wishes
   * @returns {Promise<string[]>} the ids of what has changed by it: what an Undo is for
   * @throws {StorageError}
   */
  async setAll(ids, wishes) {
    const all = wishesFor(ids, wishes);
    const work = this.#written.then(() => this.#writeAll(all));
    this.#written = work.catch(() => {});
    return work;
  }

  /** Ends the talk with other tabs. */
  close() {
    this.#channel?.close();
  }

  async #open() {
    // Before anything is read, so that nothing that is written meanwhile is missed.
    if (this.#channel) this.#channel.onmessage = ({ data }) => void this.#hear(data);
    /** @type {Set<string>} */
    const changed = new Set();
    for await (const marks of this.#store.all()) {
      for (const id of this.#take(marks)) changed.add(id);
    }
    this.#isKept = true;
    this.#tell(changed);
  }

  /** @param {Wish[]} wishes */
  async #writeAll(wishes) {
    if (!this.#isKept) await this.#open();
    /** @type {Set<string>} */
    const changed = new Set();
    for (let start = 0; start < wishes.length; start += SLICE) {
      const slice = wishes.slice(start, start + SLICE);
      const ids = this.#take(await this.#store.write(slice, this.#tick));
      for (const id of ids) changed.add(id);
      if (ids.size > 0) this.#channel?.postMessage([...ids]);
      this.#tell(ids);
    }
    return [...changed];
  }

  /**
   * @param {string | null} last
   * @param {string} device
   */
  #tick = (last, device) => tick(last, this.#now(), device);

  /** @param {string[]} ids about which another tab has marked something */
  async #hear(ids) {
    try {
      this.#tell(this.#take(await this.#store.about(ids)));
    } catch (error) {
      // What another tab marked is then seen at the next start.
      if (!(error instanceof StorageError)) throw error;
    }
  }

  /**
   * Remembers marks that are on the disk.
   *
   * @param {Mark[]} marks
   * @returns {Set<string>} the ids of the articles about which something is news
   */
  #take(marks) {
    /** @type {Set<string>} */
    const ids = new Set();
    for (const mark of marks) {
      const before = this.#entries.get(mark.article);
      // What was read from the disk may be older than what was written since.
      if (mark.stamp <= (before?.stamps[mark.kind] ?? '')) continue;
      this.#entries.set(mark.article, entryWith(mark, before));
      ids.add(mark.article);
    }
    return ids;
  }

  /** @param {Set<string>} ids */
  #tell(ids) {
    if (ids.size === 0) return;
    this.dispatchEvent(new CustomEvent('change', { detail: { ids: [...ids] } }));
  }

  /**
   * @param {Kind} kind
   * @param {(marked: Marked) => boolean} isWanted
   */
  #newest(kind, isWanted) {
    /** @type {{ id: string, stamp: string }[]} */
    const found = [];
    for (const [id, { marked, stamps }] of this.#entries) {
      if (isWanted(marked)) found.push({ id, stamp: stamps[kind] ?? '' });
    }
    return found.sort((one, other) => (one.stamp < other.stamp ? 1 : -1)).map(({ id }) => id);
  }
}

/**
 * @param {Iterable<string>} ids
 * @param {Wishes} wishes
 * @returns {Wish[]}
 */
function wishesFor(ids, wishes) {
  const kinds = KINDS.filter((kind) => wishes[kind] !== undefined);
  return [...ids].flatMap((article) =>
    kinds.map((kind) => ({ article, kind, value: wishes[kind] ?? null })),
  );
}

/**
 * @param {Mark} mark
 * @param {Entry} [before]
 * @returns {Entry}
 */
function entryWith({ kind, value, stamp }, { marked, stamps } = { marked: UNMARKED, stamps: {} }) {
  const after = { ...marked, [kind]: value };
  if (kind !== 'place') after[`${kind}At`] = value ? timeOf(stamp) : null;
  return { marked: Object.freeze(after), stamps: { ...stamps, [kind]: stamp } };
}
