/**
 * The page's side of the service worker: registers it, looks for new builds at the moments that
 * phones give, and changes build only with the reader's consent.
 */
import { trustedScriptURL } from './lib/trusted-types.js';

const WORKER = '/sw.js';
const MESSAGE_VERSION = 1;

/** How far checks for a new build lie apart at least, in milliseconds. */
const CHECK_INTERVAL = 30_000;

/** How long a waiting worker may take to count the windows, in milliseconds. */
const COUNT_LIMIT = 2_000;

/** How long a new build may take to take over before the reader is told, in milliseconds. */
const TAKEOVER_LIMIT = 10_000;

/** By these a reader shows to be at work, so that the page must not change under the hand. */
const INTERACTIONS = ['pointerdown', 'keydown', 'wheel'];

/**
 * Changes to the build that waits; the page then reloads by itself.
 *
 * @callback Accept
 * @returns {Promise<boolean>} false after ten seconds in which the new build did not take over:
 *   say so, and offer to reload
 */

/**
 * Starts the worker. Call it before the first rendering: a build that already waits when the app
 * starts, in its only window and before the reader has touched anything, is taken without asking,
 * since phones rarely close every window of an app and would otherwise run an old build for weeks.
 *
 * @param {object} listeners
 * @param {(accept: Accept) => void} listeners.onUpdate a new build is stored and waits for consent
 * @param {Window} [page] another page, in tests
 * @returns {Promise<void>} when the worker is registered, or cannot be: the app then reads online
 */
export async function startWorker({ onUpdate }, page = window) {
  // Missing in Lockdown Mode, in some private windows and without HTTPS.
  if (!page.navigator.serviceWorker) return;
  const bridge = new Bridge(page, onUpdate);
  const registration = await bridge.register().catch(() => null);
  if (!registration) return;
  bridge.checkAtEveryChance(registration);
  bridge.offerInstalling(registration);
  await bridge.takeOrOfferWaiting(registration);
}

class Bridge {
  #page;
  #container;
  #onUpdate;
  #untouched = true;
  #mayReload = () => false;
  #lastCheck = 0;
  /** @type {() => void} */
  #tookOver = () => {};

  /**
   * @param {Window} page
   * @param {(accept: Accept) => void} onUpdate
   */
  constructor(page, onUpdate) {
    this.#page = page;
    this.#container = page.navigator.serviceWorker;
    this.#onUpdate = onUpdate;
    this.#container.addEventListener('controllerchange', () => this.#reloadIfAccepted());
    for (const type of INTERACTIONS) {
      page.addEventListener(type, () => (this.#untouched = false), {
        capture: true,
        once: true,
        passive: true,
      });
    }
  }

  register() {
    // TypeScript does not know that a TrustedScriptURL may stand here.
    const url = /** @type {string} */ (trustedScriptURL(WORKER));
    return this.#container.register(url, { scope: '/', updateViaCache: 'none' });
  }

  /**
   * An installed app on iOS is frozen and thawed without a navigation, so the browser's own checks
   * never come there.
   *
   * @param {ServiceWorkerRegistration} registration
   */
  checkAtEveryChance(registration) {
    const check = () => {
      if (this.#page.document.visibilityState !== 'visible') return;
      // A clock that was set back must not put the next check off.
      if (Math.abs(Date.now() - this.#lastCheck) < CHECK_INTERVAL) return;
      this.#lastCheck = Date.now();
      registration.update().catch(() => {});
    };
    this.#page.document.addEventListener('visibilitychange', check);
    for (const type of ['pageshow', 'focus', 'online']) this.#page.addEventListener(type, check);
    check();
  }

  /**
   * Offers a build whose install ends while this page is open.
   *
   * @param {ServiceWorkerRegistration} registration
   */
  offerInstalling(registration) {
    const watch = () => {
      const worker = registration.installing;
      worker?.addEventListener('statechange', () => {
        // Without an active worker this is the first install, which asks nothing of anybody.
        if (worker.state === 'installed' && registration.active) this.#offer(registration);
      });
    };
    registration.addEventListener('updatefound', watch);
    watch();
  }

  /** @param {ServiceWorkerRegistration} registration */
  async takeOrOfferWaiting(registration) {
    const { waiting, active } = registration;
    if (!waiting || !active) return;
    const windows = this.#untouched ? await this.#countWindows(waiting) : null;
    if (windows === 1 && this.#untouched) {
      void this.#accept(registration, () => this.#untouched);
    } else this.#offer(registration);
  }

  /** @param {ServiceWorkerRegistration} registration */
  #offer(registration) {
    this.#onUpdate(() => this.#accept(registration));
  }

  /**
   * @param {ServiceWorkerRegistration} registration
   * @param {() => boolean} [mayReload] asked once the new build has taken over
   */
  #accept(registration, mayReload = () => true) {
    this.#mayReload = mayReload;
    return this.#soon(TAKEOVER_LIMIT, false, (done) => {
      this.#tookOver = () => done(true);
      registration.waiting?.postMessage({ v: MESSAGE_VERSION, type: 'skip-waiting' });
    });
  }

  /** Other windows change controller too: they did not ask for it, and their files are kept. */
  #reloadIfAccepted() {
    if (!this.#mayReload()) return;
    this.#mayReload = () => false;
    this.#tookOver();
    this.#page.location.reload();
  }

  /**
   * How many windows of the app are open, or null if the worker does not say.
   *
   * @param {ServiceWorker} worker
   * @returns {Promise<number | null>}
   */
  async #countWindows(worker) {
    const { port1, port2 } = new MessageChannel();
    const count = await this.#soon(COUNT_LIMIT, null, (done) => {
      port1.onmessage = ({ data }) => done(data?.type === 'windows' ? data.count : null);
      worker.postMessage({ v: MESSAGE_VERSION, type: 'count-windows' }, [port2]);
    });
    port1.close();
    return count;
  }

  /**
   * What `ask` calls back with, or `otherwise` when that takes too long.
   *
   * @template T, O
   * @param {number} milliseconds
   * @param {O} otherwise
   * @param {(done: (value: T) => void) => void} ask
   * @returns {Promise<T | O>}
   */
  #soon(milliseconds, otherwise, ask) {
    return new Promise((resolve) => {
      const timer = this.#page.setTimeout(() => resolve(otherwise), milliseconds);
      ask((value) => {
        this.#page.clearTimeout(timer);
        resolve(value);
      });
    });
  }
}
