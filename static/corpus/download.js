/**
 * Brings the packs that are missing: a few at a time, each checked and stored whole before it
 * counts. One that fails does not keep the others from coming, unless nothing can come any more.
 *
 * @typedef {import('./types.js').PackEntry} PackEntry
 * @typedef {import('./workbench.js').Bench} Bench
 * @typedef {import('./fetch-pack.js').Manner} Manner
 *
 * @typedef {object} Progress
 * @property {number} got bytes on the wire
 * @property {number} all
 * @property {number} lacking articles of packs that are not here yet
 */
import { asFault } from './fault.js';
import { Stopped } from './workbench.js';

/** How many packs come at the same time: what a kill at any moment can lose. */
const LANES = 3;

/** After so many packs that came wrong, the next would come wrong too. */
const MOST_FAULTS = 3;

export class Download {
  #bench;
  #onProgress;
  #way;
  #queue;
  #stored = 0;
  /** @type {Manner} */
  #manner = 'negotiated';
  /** @type {'plain' | 'gzip' | 'br'} */
  #sizes = 'br';
  /** @type {Map<string, number>} the share of each pack that has come */
  #shares = new Map();
  /** @type {import('./fault.js').Fault[]} */
  #faults = [];

  /**
   * @param {import('./cover.js').Way} way
   * @param {Bench} bench
   * @param {(progress: Progress) => void} [onProgress]
   */
  constructor(way, bench, onProgress = () => {}) {
    this.#way = way;
    this.#queue = [...way.missing];
    this.#bench = bench;
    this.#onProgress = onProgress;
    for (const { file } of way.entries) this.#shares.set(file, 1);
    for (const { file } of way.missing) this.#shares.set(file, 0);
  }

  /** @returns {Promise<void>} when all are stored; rejects with a Fault, or Stopped */
  async run() {
    // The first one teaches how this host wants to be asked.
    const first = this.#queue.shift();
    if (first) await this.#fetch(first);
    await Promise.all(Array.from({ length: LANES }, () => this.#work()));
    if (this.#faults.length) throw this.#faults[0];
  }

  /** How many packs have come and are stored. */
  get stored() {
    return this.#stored;
  }

  /** @returns {Progress} */
  get progress() {
    const progress = { got: 0, all: 0, lacking: 0 };
    for (const { file, bytes, articles } of this.#way.entries) {
      const share = this.#shares.get(file) ?? 0;
      progress.all += bytes[this.#sizes];
      progress.got += share * bytes[this.#sizes];
      if (share < 1) progress.lacking += articles;
    }
    return { ...progress, got: Math.round(progress.got) };
  }

  async #work() {
    for (let entry; !this.#isHopeless && (entry = this.#queue.shift());) await this.#fetch(entry);
  }

  get #isHopeless() {
    return this.#faults.length >= MOST_FAULTS || this.#faults.some((fault) => fault.endsAll);
  }

  /** @param {PackEntry} entry */
  async #fetch(entry) {
    // A pack that has come is not stored yet: it counts as whole only then.
    const onShare = (/** @type {number} */ share) => this.#note(entry, Math.min(share, 0.99));
    try {
      const order = { entry, manner: this.#manner };
      const { manner, sizes } = await this.#bench.run('fetch', order, onShare);
      this.#manner = manner;
      this.#sizes = sizes;
      this.#stored += 1;
      this.#note(entry, 1);
    } catch (error) {
      if (error instanceof Stopped) throw error;
      this.#faults.push(asFault(error, 'pack'));
      this.#note(entry, 0);
    }
  }

  /**
   * @param {PackEntry} entry
   * @param {number} share
   */
  #note({ file }, share) {
    this.#shares.set(file, share);
    this.#onProgress(this.progress);
  }
}
