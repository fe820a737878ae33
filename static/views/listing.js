/**
 * Which rows a list has: those of its section or tag that are to be shown, in its order, and of
 * these the part that one page can hold.
 *
 * @typedef {import('./source.js').List} List
 * @typedef {import('../components/list-view.js').View} View
 * @typedef {import('../corpus/types.js').Row} Row
 * @typedef {import('../shelf/marks.js').Marks} Marks
 *
 * @typedef {object} Listing a list as it is to be drawn
 * @property {List} list all that there is
 * @property {View} view
 * @property {string} library its title
 * @property {boolean} isOfNone whether the section or tag has no article at all
 * @property {Row[]} all rows of the view, in its order
 * @property {Row[]} rows the part of them that is shown
 * @property {number} start place of the first that is shown
 * @property {import('../components/list-parts.js').Place | null} following where the next part begins
 */
import { groundNow } from '../components/group-names.js';
import { grouping } from '../components/groups.js';
import { inOrder } from '../components/list-order.js';
import { FROM_START, partOf } from '../components/list-parts.js';
import { addressOfView, belongingTo } from '../components/list-view.js';
import { locale } from '../components/words.js';

/** What a list of unread articles had when it was drawn last. */
const lastUnread = { address: '', ids: /** @type {Set<string>} */ (new Set()) };

/**
 * @param {List} list
 * @param {View} view
 * @param {string} library
 * @param {Marks} marks
 * @returns {Promise<Listing>}
 */
export async function arrange(list, view, library, marks) {
  const isOfAll = view.section === null && view.tag === null;
  if (!list.isWhole) {
    // The server has chosen them, and cut the list where it says.
    const { rows } = list;
    const isOfNone = !isOfAll && !rows.length;
    return { list, view, library, isOfNone, all: rows, rows, start: 0, following: null };
  }
  const sorted = await inOrder(list.rows, view.sort, locale);
  const ofView = sorted.filter(belongingTo(view));
  const all = view.unread ? unreadOf(ofView, view, marks) : ofView;
  if (!view.unread) lastUnread.address = '';
  const groupOf = grouping(view.sort, groundNow());
  const { start, end, next: following } = partOf(all, view.sort, view, groupOf);
  const isOfNone = !isOfAll && !ofView.length;
  return { list, view, library, isOfNone, all, rows: all.slice(start, end), start, following };
}

/**
 * What is unread, and what was read since the list was drawn: nothing vanishes from under the eyes
 * until the reader goes to another list.
 *
 * @param {Row[]} rows
 * @param {View} view
 * @param {Marks} marks
 */
function unreadOf(rows, view, marks) {
  const address = addressOfView(view, FROM_START);
  const before = lastUnread.address === address ? lastUnread.ids : new Set();
  const unread = rows.filter(({ id }) => before.has(id) || !marks.of(id).read);
  lastUnread.address = address;
  lastUnread.ids = new Set(unread.map(({ id }) => id));
  return unread;
}
