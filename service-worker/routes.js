/** Asking for this address drops the app's cached files; the recovery page links to it. */
export const RESET_PARAMETER = 'reset-app-files';

const SHELL_FILE = /^\/a\/([0-9a-f]{8})\/./;
const NOT_THE_WORKERS = /^\/(api|corpus)\//;

/** What the browser may fetch without waking the worker, as URL patterns. */
const PASSED_BY = ['/api/*', '/corpus/*', '/icons/*', '/manifest.webmanifest'];

/**
 * @typedef {{ kind: 'app' | 'reset' | 'elsewhere' }
 *   | { kind: 'file', build: string, path: string }} Sorted
 */

/**
 * Tells the browser which requests this worker would leave to it anyway. It saves their detour, and
 * lets a new build take over in the midst of a download: a request that meets Chromium during the
 * change wakes the old worker, and the change is then put off.
 *
 * @param {import('./scope.js').InstallEvent} event
 */
export function passBy(event) {
  const rules = PASSED_BY.map((urlPattern) => ({ condition: { urlPattern }, source: 'network' }));
  // Chrome 123 and Safari 27 know it; without it the worker is asked, and declines.
  event.addRoutes?.(rules).catch(() => {});
}

/** Tells what a request asks for. */
export class RequestSorter {
  #origin;
  #routes;

  /**
   * @param {string} origin
   * @param {[name: string, pattern: string][]} routes
   */
  constructor(origin, routes) {
    this.#origin = origin;
    this.#routes = routes.map(([, pattern]) => routeExpression(pattern));
  }

  /**
   * @param {Request} request
   * @returns {Sorted | null} null: the browser fetches it as if there were no worker
   */
  sort(request) {
    const { origin, pathname, searchParams } = new URL(request.url);
    if (request.method !== 'GET' || request.headers.has('range')) return null;
    if (origin !== this.#origin || NOT_THE_WORKERS.test(pathname)) return null;
    if (request.mode === 'navigate') {
      if (searchParams.has(RESET_PARAMETER)) return { kind: 'reset' };
      return { kind: this.#routes.some((route) => route.test(pathname)) ? 'app' : 'elsewhere' };
    }
    const file = SHELL_FILE.exec(pathname);
    return file && { kind: 'file', build: file[1] ?? '', path: pathname };
  }
}

/**
 * `/articles/<slug>` as a regular expression: a name in angle brackets stands for one path segment.
 *
 * @param {string} pattern
 */
function routeExpression(pattern) {
  const literals = pattern.split(/<[^>]+>/).map((text) => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'));
  return new RegExp(`^${literals.join('[^/]+')}$`);
}
