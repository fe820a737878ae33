import { within } from './within.js';

/** Pages and workers of different builds talk to each other; what is not of this version is not heard. */
const MESSAGE_VERSION = 1;

/** How long the browser may take to count its windows, in milliseconds. */
const COUNT_LIMIT = 5_000;

/**
 * Does what a page asks by message: `skip-waiting` when the reader agreed to this build; on the
 * message's port are answered `count-windows` with `{ v, type: 'windows', count }`, and `keep`, which
 * mends what was lost of the app's files, with `{ v, type: 'kept', whole }`.
 *
 * @param {import('./scope.js').Scope} self
 * @param {import('./app-shell.js').AppShell} shell
 * @param {import('./scope.js').MessageEvent} event
 */
export function hear(self, shell, event) {
  if (event.data?.v !== MESSAGE_VERSION) return;
  if (event.data.type === 'skip-waiting') void self.skipWaiting();
  if (event.data.type === 'keep') event.waitUntil(keep(shell, event.ports[0]));
  if (event.data.type === 'count-windows') {
    event.waitUntil(within(self, COUNT_LIMIT, () => countWindows(self, event.ports[0])));
  }
}

/**
 * @param {import('./app-shell.js').AppShell} shell
 * @param {MessagePort | undefined} port
 */
async function keep(shell, port) {
  const isWhole = async () => Boolean(await shell.page());
  const whole = (await isWhole()) || (await shell.heal(), await isWhole());
  port?.postMessage({ v: MESSAGE_VERSION, type: 'kept', whole });
}

/**
 * @param {import('./scope.js').Scope} self
 * @param {MessagePort | undefined} port
 */
async function countWindows(self, port) {
  // A window that a reload without the worker left uncontrolled counts too.
  const windows = await self.clients.matchAll({ type: 'window', includeUncontrolled: true });
  port?.postMessage({ v: MESSAGE_VERSION, type: 'windows', count: windows.length });
}
