/**
 * The page's side of the service worker: registers it, looks for new builds at the moments that
 * phones give, and changes build only with the reader's consent.
 */
import { trustedScriptURL } from './lib/trusted-types.js';
import { hasAppFiles } from './storage/app-files.js';

const WORKER = '/sw.js';
const MESSAGE_VERSION = 1;

/** How far checks for a new build lie apart at least, in milliseconds. */
const CHECK_INTERVAL = 30_000;

/** How long a waiting worker may take to count the windows, in milliseconds. */
const COUNT_LIMIT = 5_000;

/** How long a worker may take to mend the app's files, in milliseconds; it gives up before. */
const KEEP_LIMIT = 300_000;

/** How long a new build may take to take over before the reader is told, in milliseconds. */
const TAKEOVER_LIMIT = 10_000;

/** The same where nobody has asked for it, and a reload can help. */
const SILENT_LIMIT = 2_000;

/** Stands in the session while a page has been reloaded for a build that would not take over. */
const RELOADED_FOR_IT = 'octavo-reloaded-for-build';

/** By these a reader shows to be at work, so that the page must not change under the hand. */
const INTERACTIONS = ['pointerdown', 'keydown', 'wheel'];

/**
 * Changes to the build that waits; the page then reloads by itself.
 *
 * @callback Accept
 * @returns {Promise<boolean>} false after ten seconds in which the new build did not take over:
 *   say so, and offer to reload
 *
 * @typedef {object} Listeners
 * @property {(accept: Accept | null) => void} onUpdate a new build is stored and waits for consent;
 *   null: it waits no longer, since it was taken elsewhere or given up
 * @property {(app: 'kept' | 'unkept') => void} onApp whether a worker keeps the app on this device,
 *   with all its files; called when that becomes known and when it changes, not while the first
 *   install is under way
 *
 * @typedef {object} Keeper none of it rejects
 * @property {() => Promise<void>} look asks at once for a new build, and for the first one, or for
 *   files of it, where those could not be had
 * @property {() => void} reload loads the page in the build that did not take over, once it does
 */

/**
 * Starts the worker. Call it before the first rendering: a build that already waits when the app
 * starts, in its only window and before the reader has touched anything, is taken without asking,
 * since phones rarely close every window of an app and would otherwise run an old build for weeks.
 *
 * @param {Listeners} listeners
 * @param {Window} [page] another page, in tests
 * @returns {Promise<Keeper | null>} null without service workers
 */
export async function startWorker(listeners, page = window) {
  // Missing in Lockdown Mode, in some private windows and without HTTPS.
  if (!page.navigator.serviceWorker) return null;
  const bridge = new Bridge(page, listeners);
  void bridge.start();
  return { look: () => bridge.look(), reload: () => bridge.reload() };
}

class Bridge {
  #page;
  #container;
  #listeners;
  /** @type {ServiceWorkerRegistration | null} */
  #registration = null;
  /** @type {Promise<void> | null} */
  #registering = null;
  /** @type {'kept' | 'unkept' | null} */
  #app = null;
  #asksWhetherKept = false;
  /** The worker that is offered; its build is not the page's. @type {ServiceWorker | null} */
  #offered = null;
  /** While it is open whether a build that waits is taken without asking, nothing is offered. */
  #deciding = true;
  #untouched = true;
  #lastCheck = 0;
  /** Consent to the build that waits, whichever that is by then. @type {Consent | null} */
  #consent = null;

  /**
   * @typedef {object} Consent
   * @property {() => boolean} stands asked once the new build has taken over
   * @property {() => void} onTakeover
   *
   * @param {Window} page
   * @param {Listeners} listeners
   */
  constructor(page, listeners) {
    this.#page = page;
    this.#container = page.navigator.serviceWorker;
    this.#listeners = listeners;
    this.#container.addEventListener('controllerchange', () => this.#reloadIfAccepted());
    for (const type of INTERACTIONS) {
      page.addEventListener(type, () => (this.#untouched = false), {
        capture: true,
        once: true,
        passive: true,
      });
    }
  }

  /** Registers, looks at every chance, and takes or offers what waits already. */
  async start() {
    this.#checkAtEveryChance();
    await this.#register();
    if (this.#isRegistered) this.#check();
    await this.#takeWaiting();
    this.#deciding = false;
    this.#offerWaiting();
  }

  async look() {
    if (!this.#isRegistered) return this.#register();
    this.#lastCheck = Date.now();
    if (this.#app === 'unkept') void this.#askWhetherKept();
    await this.#registration?.update().catch(() => {});
  }

  /**
   * Loads the page anew for a build that would not take over. The load itself may hang on the old
   * worker, so the change reloads the page too.
   */
  reload() {
    this.#consent = { stands: () => true, onTakeover: () => {} };
    this.#page.location.reload();
  }

  /** A registration whose first install failed is none any more. */
  get #isRegistered() {
    const registration = this.#registration;
    return Boolean(registration?.installing ?? registration?.waiting ?? registration?.active);
  }

  #register() {
    this.#registering ??= this.#tryToRegister().finally(() => (this.#registering = null));
    return this.#registering;
  }

  async #tryToRegister() {
    // TypeScript does not know that a TrustedScriptURL may stand here.
    const url = /** @type {string} */ (trustedScriptURL(WORKER));
    try {
      this.#watch(await this.#container.register(url, { scope: '/', updateViaCache: 'none' }));
    } catch {
      this.#lastCheck = Date.now();
      this.#tell('unkept');
    }
  }

  /** @param {ServiceWorkerRegistration} registration */
  #watch(registration) {
    if (registration !== this.#registration) {
      this.#registration = registration;
      registration.addEventListener('updatefound', () => this.#follow(registration.installing));
    }
    this.#follow(registration.installing);
    this.#follow(registration.waiting);
    if (registration.active) void this.#askWhetherKept();
  }

  /**
   * Every change of what waits or is active is a change of state of one of these.
   *
   * @param {ServiceWorker | null} worker
   */
  #follow(worker) {
    worker?.addEventListener('statechange', this.#onstatechange);
  }

  // One function, so that a worker that is met twice is listened to once.
  #onstatechange = () => {
    // What is known is not asked again: in the midst of a change a message wakes the old worker.
    if (this.#registration?.active && this.#app !== 'kept') void this.#askWhetherKept();
    if (!this.#isRegistered) this.#tell('unkept');
    if (this.#consent) this.#askToTakeOver();
    else if (!this.#deciding) this.#offerWaiting();
  };

  /** A worker may have lost its files; it mends them, if it can, before it answers. */
  async #askWhetherKept() {
    const worker = this.#registration?.active;
    if (!worker || this.#asksWhetherKept) return;
    this.#asksWhetherKept = true;
    const { build = '' } = this.#page.document.documentElement.dataset;
    const whole =
      (await hasAppFiles(this.#page.caches, build)) ||
      (await this.#askWorker(worker, 'keep', KEEP_LIMIT, (answer) => answer?.whole));
    this.#asksWhetherKept = false;
    this.#tell(whole ? 'kept' : 'unkept');
  }

  /** @param {'kept' | 'unkept'} app */
  #tell(app) {
    if (app === this.#app) return;
    this.#app = app;
    this.#listeners.onApp(app);
  }

  /**
   * An installed app on iOS is frozen and thawed without a navigation, so the browser's own checks
   * never come there.
   */
  #checkAtEveryChance() {
    const check = () => this.#check();
    this.#page.document.addEventListener('visibilitychange', check);
    for (const type of ['pageshow', 'focus', 'online']) this.#page.addEventListener(type, check);
  }

  #check() {
    if (this.#page.document.visibilityState !== 'visible') return;
    // A clock that was set back must not put the next check off.
    if (Math.abs(Date.now() - this.#lastCheck) < CHECK_INTERVAL) return;
    void this.look();
  }

  get #waiting() {
    // Without an active worker this is the first install, which asks nothing of anybody.
    return this.#registration?.active ? this.#registration.waiting : null;
  }

  /** Offers what waits; takes an offer back when it was for what waits no longer. */
  #offerWaiting() {
    const waiting = this.#waiting;
    if (waiting === this.#offered) return;
    this.#offered = waiting;
    this.#listeners.onUpdate(waiting && (() => this.#accept(waiting)));
  }

  /** @param {ServiceWorker} worker one that was offered */
  async #accept(worker) {
    const took = await this.#takeOver(worker, TAKEOVER_LIMIT, () => true);
    // By now the reader may be at a text again: a change that comes late leaves the page alone.
    if (!took) this.#consent = null;
    return took;
  }

  /** Takes what waits at a cold start, unless the reader is at work here or in another window. */
  async #takeWaiting() {
    if (!this.#registration) return;
    const worker = this.#waiting;
    const session = sessionOf(this.#page);
    if (!worker) return session?.removeItem(RELOADED_FOR_IT);
    // Without a note of it, the page might be reloaded again and again.
    if (!session || session.getItem(RELOADED_FOR_IT)) return;
    const windows = this.#untouched ? await this.#countWindows(worker) : null;
    if (windows !== 1 || !this.#untouched) return;
    if (await this.#takeOver(worker, SILENT_LIMIT, () => this.#untouched)) return;
    if (!this.#untouched) {
      this.#consent = null;
      return;
    }
    // A request that meets Chromium in the midst of the change wakes the old worker, and the change
    // is put off until that one sleeps again. A navigation brings it about, but may then hang on
    // the old worker.
    session.setItem(RELOADED_FOR_IT, '1');
    this.reload();
  }

  /**
   * @param {ServiceWorker} worker
   * @param {number} milliseconds
   * @param {() => boolean} stands asked once it has taken over: whether the page may reload
   * @returns {Promise<boolean>} whether it took over in time
   */
  #takeOver(worker, milliseconds, stands) {
    return this.#soon(milliseconds, false, (done) => {
      this.#consent = { stands, onTakeover: () => done(true) };
      // The browser itself was faster, or another window.
      if (worker.state === 'activated') this.#reloadIfAccepted();
      else this.#askToTakeOver();
    });
  }

  #askToTakeOver() {
    this.#waiting?.postMessage({ v: MESSAGE_VERSION, type: 'skip-waiting' });
  }

  /** Other windows change controller too: they did not ask for it, and their files are kept. */
  #reloadIfAccepted() {
    const consent = this.#consent;
    this.#consent = null;
    consent?.onTakeover();
    if (consent?.stands()) this.#page.location.reload();
  }

  /**
   * How many windows of the app are open, or null if the worker does not say.
   *
   * @param {ServiceWorker} worker
   * @returns {Promise<number | null>}
   */
  #countWindows(worker) {
    return this.#askWorker(worker, 'count-windows', COUNT_LIMIT, (answer) => answer?.count ?? null);
  }

  /**
   * What a worker answers to a message, or null where it does not.
   *
   * @template T
   * @param {ServiceWorker} worker
   * @param {string} type
   * @param {number} milliseconds
   * @param {(answer: any) => T} read
   * @returns {Promise<T | null>}
   */
  async #askWorker(worker, type, milliseconds, read) {
    const { port1, port2 } = new MessageChannel();
    const answer = await this.#soon(milliseconds, null, (done) => {
      port1.onmessage = ({ data }) => done(read(data));
      worker.postMessage({ v: MESSAGE_VERSION, type }, [port2]);
    });
    port1.close();
    return answer;
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

/**
 * Where cookies are blocked even naming it throws.
 *
 * @param {Window} page
 */
function sessionOf(page) {
  try {
    return page.sessionStorage;
  } catch {
    return null;
  }
}
