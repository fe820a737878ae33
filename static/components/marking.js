/**
 * What a reader marks, with the words that say that it is done, and Undo for what takes away.
 *
 * Nothing is said before it is on the disk.
 *
 * @typedef {import('../shelf/marks.js').Marks} Marks
 * @typedef {import('../shelf/marks.js').Wishes} Wishes
 */
import { isKept, undo } from './told.js';
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
