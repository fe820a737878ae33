/** How much room the browser leaves, and whether it promises to keep what is stored. */

/**
 * @typedef {object} Room
 * @property {number | null} free bytes that are left; null where the browser does not say
 * @property {boolean | null} isKept whether nothing is cleared to make room; null as above
 */

/**
 * @param {Pick<StorageManager, 'estimate' | 'persisted'>} [storage]
 * @returns {Promise<Room>}
 */
export async function room(storage = globalThis.navigator?.storage) {
  const [estimate, isKept] = await Promise.all([
    said(() => storage?.estimate()),
    said(() => storage?.persisted()),
  ]);
  const { quota, usage } = estimate ?? {};
  const isKnown = quota !== undefined && usage !== undefined;
  return { free: isKnown ? Math.max(0, quota - usage) : null, isKept };
}

/**
 * @template T
 * @param {() => Promise<T> | undefined} ask
 * @returns {Promise<T | null>}
 */
async function said(ask) {
  try {
    return (await ask()) ?? null;
  } catch {
    return null;
  }
}
