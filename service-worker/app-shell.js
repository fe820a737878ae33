import { buildsIn, cacheOf } from './shell-caches.js';
import { within } from './within.js';

/** Pages of these builds may still be open and load a lazy module. */
const PREVIOUS_BUILDS_KEPT = 2;

/** How long one file may take on a very slow connection, in milliseconds. */
const FILE_LIMIT = 60_000;

/** How long all files together may take; what came by then is not fetched again next time. */
const FILL_LIMIT = 240_000;

/** Long enough for a phone that has just been switched on: its storage is slow, not broken. */
const STORAGE_LIMIT = 6_000;

/**
 * The cached files of the shell: one cache a build, complete or not served.
 *
 * A cache is complete when its marker is in it, which is put last. Files are checked against their
 * hash as they come, so a login page of a captive portal can never be among them.
 */
export class AppShell {
  /** @type {Promise<void> | null} */
  #healing = null;
  /** How many questions the storage has left without an answer for longer than it may. */
  #unanswered = 0;

  /**
   * @param {import('./scope.js').Scope} self
   * @param {string} build
   * @param {[url: string, integrity: string][]} files
   */
  constructor(self, build, files) {
    this.self = self;
    this.build = build;
    this.files = files;
  }

  /** Fills this build's cache; rejects if anything is missing, and the old worker goes on. */
  install() {
    return within(this.self, FILL_LIMIT, (signal) => this.#fill(signal));
  }

  /** Drops what no page needs any more and takes charge of the open pages. */
  async activate() {
    // Pages wait for this: a failure here must not keep the build from them.
    await within(this.self, STORAGE_LIMIT, () => this.#dropOldBuilds()).catch(() => {});
    await within(this.self, STORAGE_LIMIT, () => this.self.clients.claim());
  }

  /** Fills the cache again after it was lost; never rejects, and runs once at a time. */
  heal() {
    this.#healing ??= this.install()
      .catch(() => {})
      .finally(() => {
        this.#healing = null;
      });
    return this.#healing;
  }

  /** The page that answers every app route, or undefined if this build's cache is not whole. */
  async page() {
    // A page without one of its modules stays empty, and says nothing.
    const isWhole = await this.#within(async () => {
      const cache = await this.#openComplete(this.build);
      return cache && (await cache.keys()).length > this.files.length;
    });
    return isWhole ? this.file(this.build, `/a/${this.build}/shell.html`) : undefined;
  }

  /**
   * A file of any build, or undefined if that build's cache is not whole or cannot be read.
   *
   * @param {string} build
   * @param {string} path
   * @returns {Promise<Response | undefined>}
   */
  file(build, path) {
    return this.#within(async () => {
      const cache = await this.#openComplete(build);
      return cache?.match(path, { ignoreVary: true });
    });
  }

  /** Drops this build's cache, and nothing else. */
  drop() {
    return within(this.self, STORAGE_LIMIT, () => this.self.caches.delete(cacheOf(this.build)));
  }

  /**
   * One file after another: gentle to a small server, and a broken install is resumed.
   *
   * @param {AbortSignal} signal
   */
  async #fill(signal) {
    const cache = await this.self.caches.open(cacheOf(this.build));
    for (const [url, integrity] of this.files) {
      signal.throwIfAborted();
      if (!(await cache.match(url, { ignoreVary: true }))) {
        await within(this.self, FILE_LIMIT, async (fileSignal) => {
          await cache.put(url, await this.#download(url, integrity, fileSignal));
        });
      }
    }
    await cache.put(markerOf(this.build), new Response(''));
  }

  /**
   * @param {string} url
   * @param {string} integrity
   * @param {AbortSignal} signal
   */
  async #download(url, integrity, signal) {
    const response = await this.self.fetch(url, {
      cache: 'reload',
      integrity,
      redirect: 'error',
      credentials: 'same-origin',
      signal,
    });
    if (response.status !== 200) {
      throw new Error(`${url} was answered with ${response.status}; 200 was expected`);
    }
    return response;
  }

  /**
   * What the storage answers in time; undefined if it does not.
   *
   * @template T
   * @param {() => Promise<T>} ask
   * @returns {Promise<T | undefined>}
   */
  async #within(ask) {
    // Else each file of a page would wait in vain, one import after the other.
    if (this.#unanswered) return undefined;
    const asked = ask();
    try {
      return await within(this.self, STORAGE_LIMIT, () => asked);
    } catch {
      this.#unanswered += 1;
      const answer = () => void (this.#unanswered -= 1);
      asked.then(answer, answer);
      return undefined;
    }
  }

  /** Deletes incomplete caches and all but the previous complete builds. */
  async #dropOldBuilds() {
    const { installing, waiting } = this.self.registration;
    // A newer build that is filling its cache would go on with one that is deleted, and lose it.
    if (installing || waiting) return;
    /** @type {string[]} */
    const complete = [];
    for (const build of await buildsIn(this.self.caches)) {
      if (build === this.build) continue;
      if (await this.#openComplete(build)) complete.push(build);
      else await this.self.caches.delete(cacheOf(build));
    }
    for (const build of complete.slice(0, -PREVIOUS_BUILDS_KEPT)) {
      await this.self.caches.delete(cacheOf(build));
    }
  }

  /**
   * @param {string} build
   * @returns {Promise<import('./scope.js').Store | null>}
   */
  async #openComplete(build) {
    // Asked first, because open() makes a cache that is not there.
    if (!(await this.self.caches.has(cacheOf(build)))) return null;
    const cache = await this.self.caches.open(cacheOf(build));
    return (await cache.match(markerOf(build))) ? cache : null;
  }
}

/** @param {string} build */
function markerOf(build) {
  return `/a/${build}/.complete`;
}
