/**
 * When the server is asked: at moments that the page reports, at most once a minute, and after a
 * failure by itself, ever more rarely.
 *
 * @typedef {object} Clock
 * @property {() => number} now
 * @property {(work: () => void, milliseconds: number) => any} setTimeout
 * @property {(timer: any) => void} clearTimeout
 * @property {() => number} random from 0 to 1
 */

/** How far questions at moments lie apart at least, in milliseconds. */
const MINUTE = 60_000;

/** The first wait after a failure, and the longest. */
const SHORTEST = 2_000;
const LONGEST = 60_000;

/** @type {Clock} */
export const CLOCK = {
  now: () => Date.now(),
  setTimeout: (work, milliseconds) => setTimeout(work, milliseconds),
  clearTimeout: (timer) => clearTimeout(timer),
  random: () => Math.random(),
};

export class Schedule {
  #clock;
  #isVisible;
  #again;
  #asked = -Infinity;
  #failures = 0;
  /** @type {any} */
  #timer = null;

  /**
   * @param {Clock} clock
   * @param {() => boolean} isVisible whether the reader sees the page: a hidden one asks nothing
   * @param {() => void} again asks once more
   */
  constructor(clock, isVisible, again) {
    this.#clock = clock;
    this.#isVisible = isVisible;
    this.#again = again;
  }

  /** Whether a moment is worth a question. */
  get isDue() {
    // After a failure a moment may be the one at which the network has come back. A clock that was
    // set back must not put the next question off.
    const pause = this.#failures ? SHORTEST : MINUTE;
    return Math.abs(this.#clock.now() - this.#asked) >= pause;
  }

  /** A question goes out now. */
  note() {
    this.cancel();
    this.#asked = this.#clock.now();
  }

  /** Something came as it should. */
  succeed() {
    this.#failures = 0;
  }

  /** Something failed that may mend by itself: ask again after a while. */
  retry() {
    const wait = Math.min(LONGEST, SHORTEST * 2 ** this.#failures);
    this.#failures += 1;
    // Phones that lost one server must not all come back at the same time.
    const jittered = wait * (0.5 + this.#clock.random() / 2);
    this.#timer = this.#clock.setTimeout(() => {
      this.#timer = null;
      if (this.#isVisible()) this.#again();
    }, jittered);
  }

  cancel() {
    this.#clock.clearTimeout(this.#timer);
    this.#timer = null;
  }
}
