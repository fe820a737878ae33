/**
 * A dedicated worker that does jobs for the page (jobs.js), so that no long work holds its thread.
 *
 * In comes {id, job, order}; out go {id, share} while it is at work, then {id, result} or
 * {id, trouble}.
 */
import { FileStore } from '../storage/file-store.js';
import { asFault } from './fault.js';
import { jobsOver } from './jobs.js';
import { HISTORY, PACKS, SNAPSHOTS } from './stores.js';

/** A share is reported when it has grown so much, so that reports cost nothing. */
const STEP = 0.05;

/**
 * @typedef {object} Scope
 * @property {(message: object) => void} postMessage
 * @property {((event: MessageEvent) => void) | null} onmessage
 */
const scope = /** @type {Scope} */ (/** @type {unknown} */ (self));

const jobs = jobsOver({
  packs: new FileStore(PACKS),
  snapshots: new FileStore(SNAPSHOTS),
  history: new FileStore(HISTORY),
});

scope.onmessage = async ({ data: { id, job, order } }) => {
  let reported = -STEP;
  const onShare = (/** @type {number} */ share) => {
    if (share > 0 && share < reported + STEP) return;
    reported = share;
    scope.postMessage({ id, share });
  };
  try {
    const work = /** @type {(order: any, onShare: (share: number) => void) => Promise<unknown>} */ (
      jobs[/** @type {keyof typeof jobs} */ (job)]
    );
    scope.postMessage({ id, result: await work(order, onShare) });
  } catch (error) {
    scope.postMessage({ id, trouble: asFault(error, 'pack').trouble });
  }
};
