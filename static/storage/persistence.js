/** Asks the browser to keep what is stored here when room is short. */

/**
 * A browser may say no, ask the reader, or know no such thing. Each is as before, so none is an
 * error.
 *
 * @param {Pick<StorageManager, 'persist'>} [storage]
 */
export async function persist(storage = globalThis.navigator?.storage) {
  try {
    await storage?.persist?.();
  } catch {
    // It stays as likely to be cleared as it was.
  }
}
