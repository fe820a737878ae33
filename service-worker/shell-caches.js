/** Caches of another prefix, the corpus among them, are never looked at. */
const PREFIX = 'octavo-shell-';

/** @param {string} build */
export function cacheOf(build) {
  return PREFIX + build;
}

/**
 * The builds that have a cache, whole or not, in the order in which the caches were made.
 *
 * @param {import('./scope.js').Stores} caches
 */
export async function buildsIn(caches) {
  const names = await caches.keys();
  return names.filter((name) => name.startsWith(PREFIX)).map((name) => name.slice(PREFIX.length));
}
