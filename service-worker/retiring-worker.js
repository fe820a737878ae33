/**
 * The kill switch: what the server gives at /sw.js in place of the service worker while it is
 * retired. A worker is not ended by deleting its script, since the one that phones hold stays; it
 * is ended by one that takes its place and answers nothing.
 */
import { buildsIn, cacheOf } from './shell-caches.js';
import { within } from './within.js';

/** A storage that does not answer keeps nobody waiting for longer than this, in milliseconds. */
const RETIRING_LIMIT = 10_000;

/** @param {import('./scope.js').Scope} self the worker's global scope, or a test's */
export function start(self) {
  // Without asking the readers: it is for the day when the app on their phones cannot ask.
  self.addEventListener('install', () => void self.skipWaiting());
  self.addEventListener('activate', (event) => {
    event.waitUntil(within(self, RETIRING_LIMIT, () => retire(self)).catch(() => {}));
  });
}

/**
 * Ends itself, loads the open pages from the network, and drops the app's files, nothing else.
 *
 * @param {import('./scope.js').Scope} self
 */
async function retire(self) {
  const windows = await self.clients.matchAll({ type: 'window' });
  // From here on a page that is loaded has no worker.
  await self.registration.unregister();
  // Not awaited: a page that loads may wait for the end of this very event.
  for (const window of windows) void window.navigate(window.url).catch(() => {});
  for (const build of await buildsIn(self.caches)) await self.caches.delete(cacheOf(build));
}
