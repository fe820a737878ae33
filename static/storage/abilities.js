/**
 * What the app needs of a browser and of an address to keep articles, and what of it is missing.
 *
 * @typedef {'https' | 'everything' | 'worker' | 'database' | 'files' | 'age'} Lack `everything` is
 *   what Lockdown Mode and some private windows leave of the three stores: none
 */

/**
 * Nothing here is asked for more than its presence: where storage is blocked, even naming it may
 * throw.
 *
 * @param {any} [page] its global scope
 * @returns {Lack | null} null where nothing is missing
 */
export function lackOf(page = globalThis) {
  if (!page.isSecureContext) return 'https';
  /** @type {Lack[]} */
  const lacks = [];
  if (!has(() => page.navigator.serviceWorker)) lacks.push('worker');
  if (!has(() => page.indexedDB)) lacks.push('database');
  if (!has(() => page.caches)) lacks.push('files');
  if (lacks.length === 3) return 'everything';
  // Safari 16.4, Firefox 113 and Chrome 80 brought it; packs are stored as gzip.
  if (!has(() => page.DecompressionStream)) lacks.push('age');
  return lacks[0] ?? null;
}

/** @param {() => unknown} look */
function has(look) {
  try {
    return Boolean(look());
  } catch {
    return false;
  }
}
