/** Limits on what may never answer. */

export class TimeoutError extends Error {
  /**
   * @param {string} what
   * @param {number} milliseconds
   */
  constructor(what, milliseconds) {
    super(`${what} took more than ${milliseconds / 1000} s`);
    this.name = 'TimeoutError';
  }
}

/**
 * What a promise brings, or a TimeoutError. What it stands for goes on; what it brings later is
 * lost.
 *
 * @template T
 * @param {Promise<T>} promise
 * @param {number} milliseconds
 * @param {string} what in words, for the error
 * @returns {Promise<T>}
 */
export function within(promise, milliseconds, what) {
  return new Promise((resolve, reject) => {
    const late = () => reject(new TimeoutError(what, milliseconds));
    const timer = setTimeout(late, milliseconds);
    promise.then(resolve, reject).finally(() => clearTimeout(timer));
  });
}

/** Calls back once nothing has been fed to it for a while. */
export class Watchdog {
  #milliseconds;
  #bark;
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  #timer;

  /**
   * @param {number} milliseconds
   * @param {() => void} bark
   */
  constructor(milliseconds, bark) {
    this.#milliseconds = milliseconds;
    this.#bark = bark;
    this.feed();
  }

  feed() {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(this.#bark, this.#milliseconds);
  }

  stop() {
    clearTimeout(this.#timer);
  }
}
