/**
 * What a reader marks, with the words that say that it is done, and Undo for what takes away.
 *
 * Nothing is said before it is on the disk.
 *
 * @typedef {import('../shelf/marks.js').Marks} Marks
 * @typedef {import('../shelf/marks.js').Wishes} Wishes
 */
import { StorageError } from '../storage/errors.js';
import { toast } from './toast.js';
import { say } from './words.js';

/**
 * @param {Marks} marks
 * @param {string} id
 * @param {boolean} saved
 */
export async function save(marks, id, saved) {
  if (!(await isKept(marks.set(id, { saved })))) return;
  if (saved) toast(say('mk.saved'));
  else toast(say('mk.unsaved'), undo(() => isKept(marks.set(id, { saved: true }))));
}

/**
 * @param {Marks} marks
 * @param {string} id
 * @param {boolean} read
 */
export async function markRead(marks, id, read) {
  if (!(await isKept(marks.set(id, { read })))) return;
  toast(say(read ? 'mk.read' : 'mk.unread'), undo(() => isKept(marks.set(id, { read: !read }))));
}

/**
 * @param {Marks} marks
 * @param {string[]} ids
 */
export async function markAllRead(marks, ids) {
  const writing = marks.setAll(ids, { read: true });
  if (!(await isKept(writing))) return;
  const changed = await writing;
  toast(
    say('mk.allread', { n: changed.length }),
    changed.length > 0 ? undo(() => isKept(marks.setAll(changed, { read: false }))) : null,
  );
}

/** @param {() => Promise<unknown>} take */
function undo(take) {
  return { words: say('act.undo'), take: () => void take() };
}

/**
 * @param {Promise<unknown>} writing
 * @returns {Promise<boolean>} whether it is on the disk; if not, the reader is told
 */
async function isKept(writing) {
  try {
    await writing;
    return true;
  } catch (error) {
    if (!(error instanceof StorageError)) throw error;
    toast(say('mk.fail'));
    return false;
  }
}
