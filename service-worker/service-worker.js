/**
 * Octavo's service worker: which event is whose. The verbs are in the other files.
 *
 * Every listener is registered while the script runs for the first time, as browsers demand.
 */
import { AppShell } from './app-shell.js';
import { Answers } from './answers.js';
import { hear } from './messages.js';
import { recoveryPage } from './recovery.js';
import { RequestSorter, passBy } from './routes.js';

/**
 * @param {import('./scope.js').Scope} self the worker's global scope, or a test's
 * @param {object} stamp what the server knows of this build
 * @param {string} stamp.build the build's id: 8 hex digits
 * @param {[url: string, integrity: string][]} stamp.files every file of the shell
 * @param {[name: string, pattern: string][]} stamp.routes the app's route table
 * @param {import('./recovery.js').RecoveryWords[]} stamp.recovery what is said where the app cannot start
 */
export function start(self, { build, files, routes, recovery }) {
  const shell = new AppShell(self, build, files);
  const sorter = new RequestSorter(self.location.origin, routes);
  const answers = new Answers(self, shell, sorter, () =>
    recoveryPage(recovery, self.navigator.languages),
  );

  self.addEventListener('install', (event) => {
    passBy(event);
    event.waitUntil(shell.install());
  });
  self.addEventListener('activate', (event) => event.waitUntil(shell.activate()));
  self.addEventListener('message', (event) => hear(self, shell, event));
  self.addEventListener('fetch', (event) => answers.answer(event));
}
