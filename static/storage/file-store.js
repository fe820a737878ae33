/**
 * Files in Cache Storage, each with a few words about it: stored packs, and what is derived from
 * them. A file is there whole or not at all.
 *
 * @typedef {object} StoredFile
 * @property {Blob} blob
 * @property {string} about what was said when it was stored
 */
import { within } from '../lib/timeouts.js';
import { storageError } from './errors.js';

/** Cache Storage names files by URL; this path is never requested from a server. */
const FOLDER = '/stored/';

const ABOUT = 'Octavo-About';

/** After so many milliseconds the browser's storage counts as one that does not answer. */
const PATIENCE = 30_000;

export class FileStore {
  #name;
  /** @type {Promise<Cache> | null} */
  #cache = null;

  /** @param {string} name of the cache */
  constructor(name) {
    this.#name = name;
  }

  /** @returns {Promise<Set<string>>} the names of all files */
  async names() {
    const requests = await this.#do('list', (cache) => cache.keys());
    return new Set(requests.map(({ url }) => url.slice(url.lastIndexOf('/') + 1)));
  }

  /**
   * @param {string} name
   * @returns {Promise<StoredFile | null>}
   */
  async get(name) {
    return this.#do(`read ${name}`, async (cache) => {
      // Only this cache is asked: a search in all of them would answer from the oldest.
      const response = await cache.match(FOLDER + name);
      if (!response) return null;
      return { blob: await response.blob(), about: response.headers.get(ABOUT) ?? '' };
    });
  }

  /**
   * @param {string} name
   * @param {BlobPart[]} parts
   * @param {string} [about] printable ASCII
   */
  async put(name, parts, about = '') {
    // A response of our own: a stored network response would keep its Content-Encoding over bytes
    // that are decoded already.
    const headers = { 'Content-Type': 'application/octet-stream', [ABOUT]: about };
    await this.#do(`store ${name}`, (cache) =>
      cache.put(FOLDER + name, new Response(new Blob(parts), { headers })),
    );
  }

  /** @param {string} name */
  async delete(name) {
    await this.#do(`delete ${name}`, (cache) => cache.delete(FOLDER + name));
  }

  /**
   * @template T
   * @param {string} what
   * @param {(cache: Cache) => Promise<T>} work
   * @returns {Promise<T>}
   */
  async #do(what, work) {
    try {
      this.#cache ??= caches.open(this.#name);
      return await within(this.#cache.then(work), PATIENCE, what);
    } catch (error) {
      this.#cache = null;
      throw storageError(`the cache ${this.#name} could not ${what}`, error);
    }
  }
}
