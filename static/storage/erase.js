/**
 * Erases what this device keeps: the library, the reader's marks and what the reader prefers.
 *
 * The app's own files stay. They hold nothing of the reader, and without them who erases without a
 * connection would be left with the browser's error page.
 */
import { within } from '../lib/timeouts.js';
import { storageError } from './errors.js';

const PREFIX = 'octavo-';

/** Caches of the app itself. */
const SHELL = 'octavo-shell-';

/** For browsers that do not say which there are (Firefox before 126). */
const DATABASES = ['octavo-corpus', 'octavo-marks'];

/** A database that another tab holds is waited for so many milliseconds. */
const PATIENCE = 10_000;

/**
 * Whoever reads or writes has to be told to stop before.
 *
 * @throws {import('./errors.js').StorageError} something may be left; it can be tried again
 */
export async function eraseAll() {
  try {
    await within(Promise.all([eraseFiles(), eraseDatabases()]), PATIENCE, 'erasing');
    localStorage.clear();
    sessionStorage.clear();
  } catch (error) {
    throw storageError('not everything was erased', error);
  }
}

async function eraseFiles() {
  for (const name of (await globalThis.caches?.keys()) ?? []) {
    if (name.startsWith(PREFIX) && !name.startsWith(SHELL)) await caches.delete(name);
  }
}

async function eraseDatabases() {
  if (!globalThis.indexedDB) return;
  const listed = await indexedDB.databases?.();
  const names = listed?.map(({ name }) => name ?? '') ?? DATABASES;
  await Promise.all(names.filter((name) => name.startsWith(PREFIX)).map(eraseDatabase));
}

/**
 * @param {string} name
 * @returns {Promise<void>} when every tab has let go of it
 */
function eraseDatabase(name) {
  return new Promise((resolve, reject) => {
    const request = indexedDB.deleteDatabase(name);
    request.onsuccess = () => resolve();
    request.onerror = () => reject(request.error);
  });
}
