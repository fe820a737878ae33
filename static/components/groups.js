/**
 * Which rows of a list share a heading. Pure.
 *
 * @typedef {'newest' | 'title' | 'length'} Sort
 *
 * @typedef {Pick<import('../corpus/types.js').Row, 'published' | 'title' | 'words'>
 *   & { lang?: string }} Sortable
 *
 * @typedef {(row: Sortable) => string} GroupOf the name of a row's group: `today`, `yesterday`,
 *   `week`, `last-week` or a month YYYY-MM, '' without a date; a letter or `#`; `under`, `between`
 *   or `over`
 *
 * @typedef {object} Ground what groups are made upon
 * @property {string} locale
 * @property {string} today YYYY-MM-DD
 * @property {number} [firstDay] of the week, 1 is Monday
 */
import { minutesToRead } from './reading-time.js';

/** Short and long articles, in minutes of reading. */
export const SHORT = 5;
export const LONG = 15;

const DAY = 86_400_000;

/**
 * @param {Sort} sort
 * @param {Ground} ground
 * @returns {GroupOf}
 */
export function grouping(sort, ground) {
  if (sort === 'title') return groupingByLetter(ground.locale);
  return sort === 'length' ? lengthOf : groupingByDate(ground);
}

/**
 * @param {Ground} ground
 * @returns {GroupOf}
 */
function groupingByDate({ today, firstDay = 1 }) {
  const weekday = new Date(today).getUTCDay();
  const monday = daysBefore(today, (weekday - firstDay + 7) % 7);
  const lastMonday = daysBefore(monday, 7);
  const yesterday = daysBefore(today, 1);
  return ({ published }) => {
    if (!published) return '';
    if (published > today || published < lastMonday) return monthOf({ published });
    if (published === today) return 'today';
    if (published === yesterday) return 'yesterday';
    return published >= monday ? 'week' : 'last-week';
  };
}

/**
 * @param {string} day YYYY-MM-DD
 * @param {number} count
 */
function daysBefore(day, count) {
  return new Date(Date.parse(day) - count * DAY).toISOString().slice(0, 10);
}

/** @param {{ published: string | null }} row */
export function monthOf({ published }) {
  return published?.slice(0, 7) ?? '';
}

/**
 * @param {string} locale
 * @returns {GroupOf}
 */
function groupingByLetter(locale) {
  const base = new Intl.Collator(locale, { sensitivity: 'base' });
  /** @type {Map<string, string>} */
  const known = new Map();
  return ({ title }) => {
    const first = /[^\p{P}\p{Z}\p{M}\p{C}]/u.exec(title)?.[0] ?? '';
    const group = known.get(first) ?? letterOf(first, base, locale);
    known.set(first, group);
    return group;
  };
}

/**
 * The letter under which a locale's dictionary has another: A for á, but Å for å in Swedish.
 *
 * @param {string} first
 * @param {Intl.Collator} base
 * @param {string} locale
 */
function letterOf(first, base, locale) {
  if (!/\p{L}/u.test(first)) return '#';
  // Each of thousands would have a heading of its own.
  if (/\p{Script=Han}/u.test(first)) return '漢';
  const capital = [...first.toLocaleUpperCase(locale)][0] ?? first;
  const plain = [...capital.normalize('NFD')][0] ?? capital;
  const isSame = /\p{Script=Hangul}/u.test(first) || base.compare(plain, capital) === 0;
  return isSame ? plain : capital;
}

/** @type {GroupOf} */
function lengthOf(row) {
  const minutes = minutesToRead(row.words, row.lang);
  if (minutes < SHORT) return 'under';
  return minutes <= LONG ? 'between' : 'over';
}

/**
 * @param {Sortable[]} rows
 * @param {GroupOf} groupOf
 * @returns {Map<string, number>} how many rows each group has, in the order of the rows
 */
export function countGroups(rows, groupOf) {
  /** @type {Map<string, number>} */
  const counts = new Map();
  for (const row of rows) {
    const group = groupOf(row);
    counts.set(group, (counts.get(group) ?? 0) + 1);
  }
  return counts;
}
