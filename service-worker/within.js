/**
 * Gives a piece of work a time limit, because a promise that never settles is worse than a refusal:
 * it keeps a page blank, and a worker from being replaced.
 *
 * @template T
 * @param {Pick<import('./scope.js').Scope, 'setTimeout' | 'clearTimeout'>} clock
 * @param {number} milliseconds
 * @param {(signal: AbortSignal) => Promise<T>} work is told by the signal when its time is over
 * @returns {Promise<T>} what the work gives; rejects when the time is over, whatever the work does
 */
export function within(clock, milliseconds, work) {
  const controller = new AbortController();
  /** @type {unknown} */
  let timer;
  const timeIsOver = new Promise((_resolve, reject) => {
    timer = clock.setTimeout(() => {
      const error = new Error(`not done within ${milliseconds} ms`);
      controller.abort(error);
      reject(error);
    }, milliseconds);
  });
  return /** @type {Promise<T>} */ (
    Promise.race([work(controller.signal), timeIsOver]).finally(() => clock.clearTimeout(timer))
  );
}
