/**
 * One tab downloads at a time: who holds the Web Lock. A tab that is frozen goes on holding it, so
 * one that is visible and has heard nothing from the writer for a minute takes the lock away.
 *
 * @typedef {import('./schedule.js').Clock} Clock
 * @typedef {Pick<LockManager, 'request'>} Locks
 */

const NAME = 'octavo-writer';

/** A writer that says nothing for so many milliseconds is frozen. */
const SILENCE = 60_000;

/** Another tab took the lock away while this one was frozen. */
export class Robbed extends Error {
  constructor() {
    super('another tab is the writer now');
    this.name = 'Robbed';
  }
}

export class Writer {
  #locks;
  #clock;
  #isVisible;
  #heardAt = 0;

  /**
   * @param {Locks | null} locks null where the browser has none: then nobody waits
   * @param {Clock} clock
   * @param {() => boolean} isVisible
   */
  constructor(locks, clock, isVisible) {
    this.#locks = locks;
    this.#clock = clock;
    this.#isVisible = isVisible;
  }

  /** Another tab gave a sign of life. */
  hear() {
    this.#heardAt = this.#clock.now();
  }

  /**
   * Does what only the writer may do, if no other tab is the writer.
   *
   * @param {() => Promise<void>} work
   * @returns {Promise<boolean>} whether it was done
   */
  async alone(work) {
    if (!this.#locks) return work().then(() => true);
    const options = { ifAvailable: true };
    return robbedIfAborted(
      this.#locks.request(NAME, options, async (lock) => {
        if (lock) await work();
        return lock !== null;
      }),
    );
  }

  /**
   * Does it as soon as this tab can be the writer.
   *
   * @param {() => Promise<void>} work
   * @param {AbortSignal} signal ends the wait
   */
  async aloneInTurn(work, signal) {
    const { stop, giveUp } = this.#limitedWait(signal);
    const locks = /** @type {Locks} */ (this.#locks);
    let begun = false;
    const begin = () => {
      begun = true;
      stop();
      return work();
    };
    try {
      await robbedIfAborted(locks.request(NAME, { signal: giveUp }, begin));
    } catch (error) {
      if (begun || signal.aborted) throw error;
      await robbedIfAborted(locks.request(NAME, { steal: true }, work));
    } finally {
      stop();
    }
  }

  /** @param {AbortSignal} signal */
  #limitedWait(signal) {
    const limit = new AbortController();
    const abort = () => limit.abort();
    signal.addEventListener('abort', abort);
    this.hear();
    /** @type {any} */
    let timer;
    const look = () => {
      const silence = this.#clock.now() - this.#heardAt;
      if (silence >= SILENCE && this.#isVisible()) return abort();
      timer = this.#clock.setTimeout(look, Math.max(SILENCE - silence, SILENCE / 10));
    };
    look();
    const stop = () => {
      this.#clock.clearTimeout(timer);
      signal.removeEventListener('abort', abort);
    };
    return { stop, giveUp: limit.signal };
  }
}

/**
 * @template T
 * @param {Promise<T>} held
 * @returns {Promise<T>}
 */
async function robbedIfAborted(held) {
  try {
    return await held;
  } catch (error) {
    throw error instanceof Error && error.name === 'AbortError' ? new Robbed() : error;
  }
}
