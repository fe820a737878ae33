/** What is said when a mark could not be kept, and the way back from one that was. */
import { StorageError } from '../storage/errors.js';
import { toast } from './toast.js';
import { say } from './words.js';

/** @param {() => Promise<unknown>} take */
export function undo(take) {
  return { words: say('act.undo'), take: () => void take() };
}

/**
 * @param {Promise<unknown>} writing
 * @returns {Promise<boolean>} whether it is on the disk; if not, the reader is told
 */
export async function isKept(writing) {
  try {
    await writing;
    return true;
  } catch (error) {
    if (!(error instanceof StorageError)) throw error;
    toast(say('mk.fail'));
    return false;
  }
}
