/**
 * Which view of the library a list is: what its address says, and back again.
 *
 * @typedef {object} View
 * @property {string | null} section '' are articles without one; null are all
 * @property {string | null} tag
 * @property {boolean} unread whether only what is not read is listed
 * @property {Sort} sort
 * @property {string | null} from the month or group that the list begins with
 * @property {string | null} before the month that the list comes after
 *
 * @typedef {import('./groups.js').Sort} Sort
 * @typedef {import('../corpus/types.js').Row} Row
 */
import { preference } from '../storage/preferences.js';
import { addressOf } from './addresses.js';
import { SORTS } from './groups.js';

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
  };
}

/**
 * @param {View} view
 * @param {Partial<View>} [change] what is otherwise at the address
 */
export function addressOfView(view, change = {}) {
  const { section, tag, unread, sort, from, before } = { ...view, ...change };
  const query = new URLSearchParams();
  for (const [name, value] of Object.entries({ section, tag, from, before })) {
    if (value !== null) query.set(name, value);
  }
  if (unread) query.set('show', 'unread');
  if (sort !== 'newest' || preference('sort') !== 'newest') query.set('sort', sort);
  const text = query.toString();
  return addressOf('library') + (text && `?${text}`);
}

/** The change to a list that begins at its start. */
export const FROM_START = Object.freeze({ from: null, before: null });

/** The newest of all: what can be shown where not all rows are here. */
export const NEWEST = viewOf(new URLSearchParams('sort=newest'));

/**
 * @param {View} view
 * @returns {(row: Row) => boolean} whether a row is of the section or tag
 */
export function belongingTo({ section, tag }) {
  if (tag !== null) return ({ tags }) => tags?.includes(tag) ?? false;
  return (row) => section === null || (row.section ?? '') === section;
}
