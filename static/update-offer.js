/** The offer of a new build, under the status line: taken, put off, or told not to have started. */
import { button } from './components/element.js';
import { toast } from './components/toast.js';
import { say } from './components/words.js';

/** Under this name a tab remembers the build that it ran before. */
const BUILD = 'octavo-build';

/** What was put off is offered again after so many milliseconds. */
const DAY = 86_400_000;

export class UpdateOffer {
  #line;
  #reload;
  /** @type {import('./service-worker-bridge.js').Accept | null} */
  #accept = null;
  #putOffAt = Infinity;

  /**
   * @param {import('./components/status-line.js').StatusLine} line
   * @param {() => void} reload loads the page for a build that did not start
   */
  constructor(line, reload) {
    this.#line = line;
    this.#reload = reload;
  }

  /** @param {import('./service-worker-bridge.js').Accept | null} accept null: nothing waits */
  show(accept) {
    this.#accept = accept;
    this.#putOffAt = Infinity;
    if (!accept) return this.#line.offer('');
    const use = button(say('ap.use'), () => void this.#take(accept, use), 'small');
    const later = button(say('ap.later'), () => this.#putOff(), 'small');
    this.#line.offer(say('ap.ready'), use, later);
  }

  /** Offers again what was put off a day ago. */
  remind() {
    if (Date.now() - this.#putOffAt > DAY) this.show(this.#accept);
  }

  /**
   * @param {import('./service-worker-bridge.js').Accept} accept
   * @param {HTMLButtonElement} use
   */
  async #take(accept, use) {
    use.disabled = true;
    if (await accept()) return;
    this.#line.offer(say('ap.stuck'), button(say('ap.reload'), this.#reload, 'small'));
  }

  #putOff() {
    this.#putOffAt = Date.now();
    this.#line.offer('');
  }
}

/**
 * Says in a tab that ran another build before that the app was updated.
 *
 * @param {string} build that runs now
 */
export function tellIfUpdated(build) {
  try {
    const before = sessionStorage.getItem(BUILD);
    sessionStorage.setItem(BUILD, build);
    if (before && before !== build) toast(say('ap.done'));
  } catch {
    // A tab that remembers nothing says nothing.
  }
}
