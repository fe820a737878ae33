/**
 * Stands in for what a browser gives a service worker: caches, a server, windows and a clock that
 * only tests move.
 */
import { createHash } from 'node:crypto';
import { setImmediate as turn } from 'node:timers/promises';

import { start } from '../../service-worker/service-worker.js';

export const ORIGIN = 'https://library.example';
export const BUILD = 'b0b0b0b0';
export const ROUTES = [
  ['library', '/'],
  ['article', '/articles/<slug>'],
];

/** What the server stamps for where the app cannot start. */
export const RECOVERY = [
  {
    lang: 'en',
    dir: 'ltr',
    title: 'The app cannot start',
    what: 'Files are missing.',
    kept: 'Your marks are kept apart.',
    connect: 'Connect, then:',
    again: 'Try again',
    otherwise: 'Else:',
    reset: 'Reset app files',
    note: 'It touches nothing of yours.',
  },
  {
    lang: 'ar',
    dir: 'rtl',
    title: 'يتعذّر تشغيل التطبيق',
    what: 'بعض الملفات مفقودة.',
    kept: 'علاماتك محفوظة على حدة.',
    connect: 'اتصل، ثم:',
    again: 'أعد المحاولة',
    otherwise: 'وإلا:',
    reset: 'إعادة ضبط ملفات التطبيق',
    note: 'لا يُمسّ شيء يخصك.',
  },
];

/** The files of one build, as a server holds them. */
export function filesOf(build) {
  return {
    [`/a/${build}/shell.html`]: `<!doctype html><title>shell of ${build}</title>`,
    [`/a/${build}/app.js`]: `// the app of ${build}`,
    [`/a/${build}/lazy.js`]: `// a lazy module of ${build}`,
  };
}

/** A promise that never settles: a server or a storage that hangs. */
export function never() {
  return new Promise(() => {});
}

class FakeCache {
  stored = new Map();

  async match(url) {
    const entry = this.stored.get(url);
    return entry && new Response(entry.body, { status: entry.status, headers: entry.headers });
  }

  async keys() {
    return [...this.stored.keys()];
  }

  async put(url, response) {
    const body = await response.text();
    this.stored.set(url, { body, status: response.status, headers: response.headers });
  }
}

class FakeCaches {
  all = new Map();

  async has(name) {
    return this.all.has(name);
  }

  async open(name) {
    if (!this.all.has(name)) this.all.set(name, new FakeCache());
    return this.all.get(name);
  }

  async keys() {
    return [...this.all.keys()];
  }

  async delete(name) {
    return this.all.delete(name);
  }

  /** Makes every call of the storage do `fault`: throw, or hang. */
  break(fault) {
    for (const name of ['has', 'open', 'keys', 'delete']) this[name] = fault;
  }
}

/** Timers that run out when a test says so. */
class FakeClock {
  #timers = new Map();
  #last = 0;

  setTimeout = (done) => {
    this.#last += 1;
    this.#timers.set(this.#last, done);
    return this.#last;
  };

  clearTimeout = (timer) => {
    this.#timers.delete(timer);
  };

  /** Lets every limit run out that is still open, until `promise` has settled. */
  async runOutUntilSettled(promise) {
    let settled = false;
    const mark = () => (settled = true);
    promise.then(mark, mark);
    while (!settled) {
      for (let turns = 0; turns < 20; turns += 1) await turn();
      const due = [...this.#timers.values()];
      this.#timers.clear();
      for (const done of due) done();
    }
    return promise;
  }
}

/** A server that checks what it is asked as a browser does: integrity and redirects. */
class FakeServer {
  pages = new Map();
  requests = [];
  away = false;
  hangs = false;

  hold(files) {
    for (const [path, body] of Object.entries(files)) this.pages.set(path, () => new Response(body));
  }

  fetch = async (request, init = {}) => {
    const { pathname } = new URL(request.url ?? request, ORIGIN);
    this.requests.push({ path: pathname, init });
    if (this.hangs) return never();
    if (this.away) throw new TypeError('Failed to fetch');
    const page = this.pages.get(pathname) ?? (() => new Response('not here', { status: 404 }));
    const response = await page();
    if (init.integrity && init.integrity !== integrityOf(await response.clone().text())) {
      throw new TypeError(`Failed integrity check: ${pathname}`);
    }
    return response;
  };

  get paths() {
    return this.requests.map(({ path }) => path);
  }
}

export function integrityOf(text) {
  return `sha256-${createHash('sha256').update(text).digest('base64')}`;
}

/** A worker of one build in a browser of its own. */
export class FakeBrowser {
  caches = new FakeCaches();
  clock = new FakeClock();
  server = new FakeServer();
  registration = {
    installing: null,
    waiting: null,
    isRegistered: true,
    unregister: async () => (this.registration.isRegistered = false),
  };
  windows = [];
  claims = 0;
  skips = 0;
  navigator = { languages: ['en-GB'] };
  #listeners = new Map();

  /**
   * @param {string} build
   * @param {(scope: object, stamp: object) => void} worker what its script runs
   */
  constructor(build = BUILD, worker = start) {
    this.build = build;
    this.files = filesOf(build);
    this.server.hold(this.files);
    this.server.hold({ '/': 'the library, by the server', '/articles/a': 'an article, by the server' });
    this.scope = {
      location: { origin: ORIGIN },
      navigator: this.navigator,
      caches: this.caches,
      clients: {
        claim: async () => void (this.claims += 1),
        matchAll: async () => this.windows,
      },
      registration: this.registration,
      fetch: this.server.fetch,
      skipWaiting: async () => void (this.skips += 1),
      setTimeout: this.clock.setTimeout,
      clearTimeout: this.clock.clearTimeout,
      addEventListener: (type, listener) => this.#listeners.set(type, listener),
    };
    worker(this.scope, {
      build,
      files: Object.entries(this.files).map(([url, body]) => [url, integrityOf(body)]),
      routes: ROUTES,
      recovery: RECOVERY,
    });
  }

  get listeners() {
    return [...this.#listeners.keys()];
  }

  /** Sends an event to the worker; settles as the promises given to waitUntil do. */
  send(type, properties = {}) {
    const lasting = [];
    const waitUntil = (promise) => void lasting.push(promise);
    this.#listeners.get(type)({ ...properties, waitUntil });
    return Promise.all(lasting);
  }

  install() {
    return this.send('install');
  }

  activate() {
    return this.send('activate');
  }

  /**
   * Asks for a path as a page does.
   *
   * @returns {{ answer: Promise<Response> | null, work: Promise<unknown>[] }} the answer is null
   *   where the worker leaves the request to the browser
   */
  ask(url, { method = 'GET', mode = 'cors', headers = {} } = {}) {
    const asked = { answer: null, work: [] };
    this.#listeners.get('fetch')({
      request: { url: new URL(url, ORIGIN).href, method, mode, headers: new Headers(headers) },
      respondWith: (answer) => void (asked.answer = answer),
      waitUntil: (promise) => void asked.work.push(promise),
    });
    return asked;
  }

  navigate(url) {
    return this.ask(url, { mode: 'navigate' });
  }

  /** Puts another build's cache there, whole or without its marker. */
  async hold(build, { complete = true } = {}) {
    const cache = await this.caches.open(cacheOf(build));
    for (const [url, body] of Object.entries(filesOf(build))) await cache.put(url, new Response(body));
    if (complete) await cache.put(`/a/${build}/.complete`, new Response(''));
  }

  /** The addresses that are stored of this build, in the order in which they came. */
  get stored() {
    return [...(this.caches.all.get(cacheOf(this.build))?.stored.keys() ?? [])];
  }

  get complete() {
    return this.stored.includes(`/a/${this.build}/.complete`);
  }
}

export function cacheOf(build) {
  return `octavo-shell-${build}`;
}
