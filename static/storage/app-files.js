/**
 * Whether a build of the app is kept whole in this browser: its cache has the marker that its worker
 * puts there last (service-worker/app-shell.js). The page looks for itself, since a message wakes the
 * worker, and one that is being replaced must not be woken.
 *
 * @param {CacheStorage} caches
 * @param {string} build
 */
export async function hasAppFiles(caches, build) {
  const name = `octavo-shell-${build}`;
  try {
    // Asked first, because open() makes a cache that is not there.
    if (!(await caches.has(name))) return false;
    return Boolean(await (await caches.open(name)).match(`/a/${build}/.complete`));
  } catch {
    return false;
  }
}
