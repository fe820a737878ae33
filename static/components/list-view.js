/**
 * Which view of the library a list is: what its address says, and back again.
 *
 * @typedef {object} Chosen
 * @property {string | null} section '' are articles without one; null are all
 * @property {string | null} tag
 * @property {boolean} unread whether only what is not read is listed
 * @property {Sort} sort
 *
 * @typedef {Chosen & import('./list-parts.js').Place} View
 *
 * @typedef {import('./groups.js').Sort} Sort
 * @typedef {import('../corpus/types.js').Row} Row
 */
import { preference } from '../storage/preferences.js';
import { addressOf } from './addresses.js';
import { SORTS } from './list-order.js';
import { FROM_START } from './list-parts.js';

/**
 * @param {URLSearchParams} query one that names no order has that which the reader chose last
 * @returns {View}
 */
export function viewOf(query) {
  const wanted = query.get('sort') ?? preference('sort');
  return {
    section: query.get('section'),
    tag: query.get('tag'),
    unread: query.get('show') === 'unread',
    sort: SORTS.find((each) => each === wanted) ?? 'newest',
    from: query.get('from'),
    before: query.get('before'),
    after: query.get('after'),
  };
}

/**
 * @param {View} view
 * @param {Partial<View>} [change] what is otherwise at the address
 */
export function addressOfView(view, change = {}) {
  const { section, tag, unread, sort, from, before, after } = { ...view, ...change };
  const query = new URLSearchParams();
  for (const [name, value] of Object.entries({ section, tag, from, before, after })) {
    if (value !== null) query.set(name, value);
  }
  if (unread) query.set('show', 'unread');
  if (sort !== 'newest' || preference('sort') !== 'newest') query.set('sort', sort);
  const text = query.toString();
  return addressOf('library') + (text && `?${text}`);
}

/**
 * The newest of the same section or tag, read or not: what can be shown where not all rows are here.
 *
 * @param {View} view
 * @returns {View}
 */
export function newestOf({ section, tag, after }) {
  return { ...FROM_START, section, tag, after, unread: false, sort: 'newest' };
}

/**
 * @param {Pick<View, 'section' | 'tag'>} view
 * @returns {(row: Row) => boolean} whether a row is of the section or tag
 */
export function belongingTo({ section, tag }) {
  if (tag !== null) return ({ tags }) => tags?.includes(tag) ?? false;
  return (row) => section === null || (row.section ?? '') === section;
}
