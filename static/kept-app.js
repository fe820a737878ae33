/** The app itself, as far as it is kept here: whether it opens without a connection. */
import { startWorker } from './service-worker-bridge.js';

/** @typedef {import('./components/states.js').App} App */

/** A first install that takes longer than this, in milliseconds, is not passed over in silence. */
const PATIENCE = 10_000;

export class KeptApp {
  /** @type {App} */
  #state = 'unknown';
  /** @type {ReturnType<typeof startWorker>} */
  #keeper = Promise.resolve(null);

  get state() {
    return this.#state;
  }

  /**
   * @param {object} listeners
   * @param {() => void} listeners.onChange the state is another
   * @param {(accept: import('./service-worker-bridge.js').Accept | null) => void} listeners.onUpdate
   */
  start({ onChange, onUpdate }) {
    const change = (/** @type {App} */ state) => {
      this.#state = state;
      onChange();
    };
    const late = setTimeout(() => change('coming'), PATIENCE);
    const onApp = (/** @type {App} */ state) => {
      clearTimeout(late);
      change(state);
    };
    this.#keeper = startWorker({ onUpdate, onApp });
  }

  /** Looks for a new build, or tries again to keep this one. */
  async look() {
    await (await this.#keeper)?.look();
  }

  /** Loads the page for a build that would not take over. */
  async reload() {
    (await this.#keeper)?.reload();
  }
}
