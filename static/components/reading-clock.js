/**
 * How long a text was in view, and whether that is enough for it to count as read: its last line was
 * seen and a quarter of its time has passed (READING, 4). Time in which the page is hidden is none.
 */
const SHARE = 0.25;

export class ReadingClock {
  #needs;
  #onread;
  #seen = 0;
  /** @type {number | null} when it came into view; null while it is not */
  #since = null;
  #isAtEnd = false;
  #timer = 0;
  #ending = new AbortController();

  /**
   * @param {number} minutes that the text takes
   * @param {() => void} onread called once
   */
  constructor(minutes, onread) {
    this.#needs = SHARE * minutes * 60_000;
    this.#onread = onread;
    this.#since = isVisible() ? performance.now() : null;
    const { signal } = this.#ending;
    document.addEventListener('visibilitychange', () => this.#turn(), { signal });
  }

  /** @param {boolean} isAtEnd whether the last line of the text is in view */
  set atEnd(isAtEnd) {
    if (isAtEnd === this.#isAtEnd) return;
    this.#isAtEnd = isAtEnd;
    this.#wait();
  }

  stop() {
    this.#ending.abort();
    clearTimeout(this.#timer);
  }

  #turn() {
    if (isVisible()) this.#since = performance.now();
    else if (this.#since !== null) {
      this.#seen += performance.now() - this.#since;
      this.#since = null;
    }
    this.#wait();
  }

  #wait() {
    clearTimeout(this.#timer);
    if (!this.#isAtEnd || this.#since === null || this.#ending.signal.aborted) return;
    const left = this.#needs - this.#seen - (performance.now() - this.#since);
    this.#timer = window.setTimeout(() => {
      this.stop();
      this.#onread();
    }, Math.max(0, left));
  }
}

function isVisible() {
  return document.visibilityState === 'visible';
}
