/** What the browser's stores fail with, whatever each browser calls it. */

/** A store did not do what it was asked. */
export class StorageError extends Error {
  /**
   * @param {string} message
   * @param {unknown} [cause]
   */
  constructor(message, cause) {
    super(cause instanceof Error ? `${message}: ${cause.name}: ${cause.message}` : message, {
      cause,
    });
    this.name = 'StorageError';
  }
}

/** There is no room left. What was stored before stays. */
export class StorageFull extends StorageError {
  /**
   * @param {string} message
   * @param {unknown} [cause]
   */
  constructor(message, cause) {
    super(message, cause);
    this.name = 'StorageFull';
  }
}

/** What a full disk is called: by the specifications, and by Firefox in some places. */
const FULL = new Set([
  'QuotaExceededError',
  'NS_ERROR_DOM_QUOTA_REACHED',
  'NS_ERROR_FILE_NO_DEVICE_SPACE',
]);

/**
 * @param {string} message what was being done
 * @param {unknown} cause
 * @returns {StorageError}
 */
export function storageError(message, cause) {
  if (cause instanceof StorageError) return cause;
  const name = cause && typeof cause === 'object' && 'name' in cause ? String(cause.name) : '';
  return FULL.has(name) ? new StorageFull(message, cause) : new StorageError(message, cause);
}
