/**
 * Gives jobs to a dedicated worker, and replaces it from time to time, which is the only way to get
 * back at once what its heap has grown by.
 *
 * @typedef {import('./jobs.js').Jobs} Jobs
 *
 * @typedef {object} Bench
 * @property {<J extends keyof Jobs>(job: J, order: Parameters<Jobs[J]>[0],
 *   onShare?: (share: number) => void) => ReturnType<Jobs[J]>} run
 * @property {() => void} stop ends all jobs that run; they fail with Stopped
 */
import { Watchdog } from '../lib/timeouts.js';
import { Fault } from './fault.js';

/**
 * How many jobs a worker does before another takes its place: a sync of 3,000 articles makes the
 * renderer grow by 82 to 92 MB with 6, by 104 to 147 with 8 to 12, for a tenth to a quarter more CPU.
 */
const LIFE = 6;

/** A worker that says nothing for so many milliseconds will say nothing any more. */
const SILENCE = 60_000;

/** What was running was ended on purpose. */
export class Stopped extends Error {
  constructor() {
    super('stopped');
    this.name = 'Stopped';
  }
}

/** @implements {Bench} */
export class Workbench {
  #start;
  /** @type {Hand | null} */
  #current = null;
  /** @type {Set<Hand>} */
  #hands = new Set();

  /** @param {() => Worker} start */
  constructor(start) {
    this.#start = start;
  }

  /**
   * @template {keyof Jobs} J
   * @param {J} job
   * @param {Parameters<Jobs[J]>[0]} order
   * @param {(share: number) => void} [onShare]
   * @returns {ReturnType<Jobs[J]>}
   */
  run(job, order, onShare = () => {}) {
    if (!this.#current?.mayTakeMore) {
      this.#current?.retire();
      const hand = new Hand(this.#start(), () => this.#hands.delete(hand));
      this.#hands.add(hand);
      this.#current = hand;
    }
    return /** @type {ReturnType<Jobs[J]>} */ (this.#current.run(job, order, onShare));
  }

  stop() {
    for (const hand of [...this.#hands]) hand.end(new Stopped());
    this.#current = null;
  }
}

/** One worker and the jobs that it has in hand. */
class Hand {
  #worker;
  #onEnd;
  #taken = 0;
  #retired = false;
  /** @typedef {{ resolve: Function, reject: Function, onShare: (share: number) => void }} Job */
  /** @type {Map<number, Job>} */
  #jobs = new Map();
  /** @type {Watchdog | null} */
  #watchdog = null;

  /**
   * @param {Worker} worker
   * @param {() => void} onEnd
   */
  constructor(worker, onEnd) {
    this.#worker = worker;
    this.#onEnd = onEnd;
    worker.onmessage = ({ data }) => this.#hear(data);
    worker.onerror = (event) => {
      event.preventDefault();
      this.end(this.#faultOf(event));
    };
  }

  get mayTakeMore() {
    return !this.#retired && this.#taken < LIFE;
  }

  /**
   * @param {string} job
   * @param {object} order
   * @param {(share: number) => void} onShare
   */
  run(job, order, onShare) {
    return new Promise((resolve, reject) => {
      this.#taken += 1;
      this.#jobs.set(this.#taken, { resolve, reject, onShare });
      this.#watchdog ??= new Watchdog(SILENCE, () =>
        this.end(
          new Fault('timeout', 'pack', `the download worker said nothing for ${SILENCE / 1000} s`),
        ),
      );
      this.#worker.postMessage({ id: this.#taken, job, order });
    });
  }

  /** Lets it finish what it has in hand. */
  retire() {
    this.#retired = true;
    this.#endIfDone();
  }

  /** @param {Error} reason */
  end(reason) {
    this.#retired = true;
    this.#watchdog?.stop();
    this.#worker.terminate();
    this.#onEnd();
    for (const { reject } of this.#jobs.values()) reject(reason);
    this.#jobs.clear();
  }

  /** @param {any} message */
  #hear({ id, share, result, trouble }) {
    const job = this.#jobs.get(id);
    if (!job) return;
    this.#watchdog?.feed();
    if (share !== undefined) return job.onShare(share);
    this.#jobs.delete(id);
    if (trouble) job.reject(new Fault(trouble.code, trouble.what, trouble.detail));
    else job.resolve(result);
    this.#endIfDone();
  }

  /** @param {ErrorEvent} event */
  #faultOf({ message }) {
    // A script that does not load gives no message, and may load the next time.
    if (!message) return new Fault('offline', 'pack', 'the download worker did not load');
    return new Fault('storage', 'pack', `the download worker failed: ${message}`);
  }

  #endIfDone() {
    if (this.#jobs.size) return;
    this.#watchdog?.stop();
    this.#watchdog = null;
    if (this.#retired) this.end(new Stopped());
  }
}
