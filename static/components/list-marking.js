/**
 * Marks many articles with one act, one sentence and one Undo.
 *
 * @typedef {import('../shelf/marks.js').Marks} Marks
 * @typedef {{ read: boolean } | { saved: true }} Wish
 */
import { isKept, undo } from './told.js';
import { toast } from './toast.js';
import { say } from './words.js';

/**
 * @param {Marks} marks
 * @param {string[]} ids
 * @param {Wish} wish
 * @returns {Promise<boolean>} whether it is on the disk
 */
export async function markEach(marks, ids, wish) {
  const writing = marks.setAll(ids, wish);
  if (!(await isKept(writing))) return false;
  const changed = await writing;
  const takeBack = () => isKept(marks.setAll(changed, opposite(wish)));
  toast(say(wordsOf(wish), { n: changed.length }), changed.length > 0 ? undo(takeBack) : null);
  return true;
}

/** @param {Wish} wish */
function opposite(wish) {
  return 'read' in wish ? { read: !wish.read } : { saved: false };
}

/** @param {Wish} wish */
function wordsOf(wish) {
  if (!('read' in wish)) return 'mk.allsaved';
  return wish.read ? 'mk.allread' : 'mk.allunread';
}
