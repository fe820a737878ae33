/**
 * Which part of a long list is shown, and where the next one begins. Pure.
 *
 * Chromium draws no page that is higher than 33,554,428 px of the screen (measured): 11.2 million
 * CSS px at 3 a px, 8.4 million at 4. So a list ends at the next border between groups after 40,000
 * rows; where a group is too long for that, inside it.
 *
 * @typedef {import('./groups.js').GroupOf} GroupOf
 * @typedef {import('./groups.js').Sort} Sort
 * @typedef {import('./groups.js').Sortable & { id: string }} PartRow
 *
 * @typedef {object} Place where a part begins
 * @property {string | null} from the group or month that it begins with
 * @property {string | null} before the month that it comes after
 * @property {string | null} after the id of the row that it comes after
 *
 * @typedef {object} Part
 * @property {number} start
 * @property {number} end
 * @property {Place | null} next null where nothing follows
 */
import { monthOf } from './groups.js';

const LONG_ENOUGH = 40_000;

/** A border that is farther off is not waited for: so many rows may be 186 px high, at 4 px a px. */
const TOO_LONG = 45_000;

/** A list that begins at its start. */
export const FROM_START = Object.freeze({ from: null, before: null, after: null });

/**
 * @param {PartRow[]} rows in their order
 * @param {Sort} sort
 * @param {Place} wish what is not there (any more) begins the list at its start
 * @param {GroupOf} groupOf that of the order
 * @returns {Part}
 */
export function partOf(rows, sort, wish, groupOf) {
  const start = Math.max(0, startOf(rows, sort, wish, groupOf));
  // By date the border is a month's: of its days some may have a heading of their own.
  const borderOf = sort === 'newest' ? monthOf : groupOf;
  const end = endOf(rows, start, borderOf);
  return { start, end, next: end < rows.length ? placeAt(rows, end, sort, borderOf) : null };
}

/**
 * @param {PartRow[]} rows
 * @param {Sort} sort
 * @param {Place} wish
 * @param {GroupOf} groupOf
 */
function startOf(rows, sort, { from, before, after }, groupOf) {
  if (after) return rows.findIndex(({ id }) => id === after) + 1;
  if (sort === 'newest') {
    if (before) return rows.findIndex((row) => monthOf(row) < before);
    return from ? rows.findIndex((row) => monthOf(row) <= from) : 0;
  }
  return from ? rows.findIndex((row) => groupOf(row) === from) : 0;
}

/**
 * @param {PartRow[]} rows
 * @param {number} start
 * @param {GroupOf} borderOf
 */
function endOf(rows, start, borderOf) {
  const least = start + LONG_ENOUGH;
  const most = Math.min(rows.length, start + TOO_LONG);
  for (let end = least; end < most; end += 1) if (isBorder(rows, end, borderOf)) return end;
  return most === rows.length ? most : least;
}

/**
 * @param {PartRow[]} rows
 * @param {number} at
 * @param {Sort} sort
 * @param {GroupOf} borderOf
 * @returns {Place}
 */
function placeAt(rows, at, sort, borderOf) {
  const last = /** @type {PartRow} */ (rows[at - 1]);
  const next = /** @type {PartRow} */ (rows[at]);
  const isWithin = !isBorder(rows, at, borderOf);
  if (!isWithin && sort === 'newest') return { ...FROM_START, before: monthOf(last) };
  const from = borderOf(next);
  // A group is found by its first row: where that is another one, its name leads elsewhere.
  const isFirst = !isWithin && rows.findIndex((row) => borderOf(row) === from) === at;
  return isFirst ? { ...FROM_START, from } : { ...FROM_START, after: last.id };
}

/**
 * @param {PartRow[]} rows
 * @param {number} at
 * @param {GroupOf} borderOf
 */
function isBorder(rows, at, borderOf) {
  const [last, next] = [rows[at - 1], rows[at]];
  return last !== undefined && next !== undefined && borderOf(last) !== borderOf(next);
}
