/**
 * In which order a list stands, which rows share a heading, and where a long list is cut. Pure.
 *
 * @typedef {'newest' | 'title' | 'length'} Sort
 *
 * @typedef {Pick<import('../corpus/types.js').Row, 'published' | 'title' | 'words'>} Sortable
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

/** @type {readonly Sort[]} */
export const SORTS = Object.freeze(['newest', 'title', 'length']);

/** Short and long articles, in minutes of reading. */
export const SHORT = 5;
export const LONG = 15;

/**
 * After so many rows a list is cut at the next month: Chromium draws no page that is higher than
 * 33,554,428 px of the screen (measured; 11.2 million CSS px at 3 a px).
 */
const LONGEST_PART = 40_000;

/** How many rows are sorted, or merged, in one step. */
const STEP = 1_000;

/** After so many milliseconds of sorting, the page may answer the reader. */
const PATIENCE = 8;

/** How many letters of a title are compared before a collator is asked. */
const KEY_LENGTH = 12;

const DAY = 86_400_000;

// Order

/** What was sorted already: the rows of an edition are the same array until the next. */
const sorted = /** @type {WeakMap<object, Map<string, Promise<any>>>} */ (new WeakMap());

/**
 * Rows in another order, without holding up the page: 100,000 titles take a collator seconds.
 *
 * @template {Sortable} T
 * @param {T[]} rows newest first
 * @param {Sort} sort
 * @param {string} locale
 * @returns {Promise<T[]>}
 */
export function inOrder(rows, sort, locale) {
  if (sort === 'newest') return Promise.resolve(rows);
  const known = sorted.get(rows) ?? new Map();
  sorted.set(rows, known);
  if (!known.has(sort)) {
    const steps = sort === 'title' ? byTitle(rows, locale) : byLength(rows);
    known.set(sort, inSteps(steps));
  }
  return known.get(sort);
}

/**
 * @template {Sortable} T
 * @param {T[]} rows
 * @returns {Generator<void, T[]>}
 */
function byLength(rows) {
  return sorting(rows, (one, other) => one.words - other.words);
}

/**
 * A collator is exact and slow, and asked least where the order is nearly right already. So titles
 * are first put in order by their letters, each of which a collator has given its place.
 *
 * @template {Sortable} T
 * @param {T[]} rows
 * @param {string} locale
 * @returns {Generator<void, T[]>}
 */
function* byTitle(rows, locale) {
  const collator = collatorOf(locale);
  const places = yield* placesOfLetters(rows, collator);
  const keyed = [];
  for (const row of rows) {
    keyed.push({ row, key: keyOf(row.title, places) });
    if (keyed.length % STEP === 0) yield;
  }
  const nearly = yield* sorting(keyed, compareKeys);
  const exactly = yield* sorting(nearly, (one, other) =>
    collator.compare(one.row.title, other.row.title),
  );
  return exactly.map(({ row }) => row);
}

/** @param {string} locale */
function collatorOf(locale) {
  return new Intl.Collator(locale, { ignorePunctuation: true, numeric: true });
}

/**
 * @param {Sortable[]} rows
 * @param {Intl.Collator} collator
 * @returns {Generator<void, Uint16Array>} the place of each UTF-16 unit among those that occur,
 *   from 1 on; 0 for what does not count
 */
function* placesOfLetters(rows, collator) {
  const places = new Uint16Array(0x1_0000);
  for (const [count, { title }] of rows.entries()) {
    for (let at = 0; at < title.length; at += 1) places[title.charCodeAt(at)] = 1;
    if (count % STEP === 0) yield;
  }
  const letters = [];
  for (const [unit, occurs] of places.entries()) {
    places[unit] = 0;
    const letter = String.fromCharCode(unit);
    if (occurs && !/[\p{P}\p{Z}\p{M}\p{C}]/u.test(letter)) letters.push(letter);
  }
  const { locale } = collator.resolvedOptions();
  const base = new Intl.Collator(locale, { sensitivity: 'base' });
  let place = 0;
  let before = '';
  for (const letter of letters.sort(collator.compare)) {
    if (!before || base.compare(before, letter) !== 0) place += 1;
    places[letter.charCodeAt(0)] = place;
    before = letter;
  }
  return places;
}

/**
 * @param {string} title
 * @param {Uint16Array} places
 */
function keyOf(title, places) {
  let key = '';
  for (let at = 0; at < title.length && key.length < KEY_LENGTH; at += 1) {
    const place = places[title.charCodeAt(at)];
    if (place) key += String.fromCharCode(place);
  }
  return key;
}

/**
 * @param {{ key: string }} one
 * @param {{ key: string }} other
 */
function compareKeys(one, other) {
  return one.key < other.key ? -1 : Number(one.key > other.key);
}

/**
 * Sorts by merging, in steps. What is equal keeps its order.
 *
 * @template T
 * @param {T[]} items
 * @param {(one: T, other: T) => number} compare
 * @returns {Generator<void, T[]>}
 */
function* sorting(items, compare) {
  let runs = [];
  for (let start = 0; start < items.length; start += STEP) {
    runs.push(items.slice(start, start + STEP).sort(compare));
    yield;
  }
  while (runs.length > 1) {
    const merged = [];
    for (let at = 0; at < runs.length; at += 2) {
      merged.push(yield* merging(runs[at] ?? [], runs[at + 1] ?? [], compare));
    }
    runs = merged;
  }
  return runs[0] ?? [];
}

/**
 * @template T
 * @param {T[]} left
 * @param {T[]} right
 * @param {(one: T, other: T) => number} compare
 * @returns {Generator<void, T[]>}
 */
function* merging(left, right, compare) {
  const [last, first] = [left.at(-1), right[0]];
  if (last === undefined || first === undefined || compare(last, first) <= 0) {
    return left.concat(right);
  }
  const merged = [];
  let [fromLeft, fromRight] = [0, 0];
  while (fromLeft < left.length && fromRight < right.length) {
    const [one, other] = /** @type {[T, T]} */ ([left[fromLeft], right[fromRight]]);
    if (compare(one, other) <= 0) {
      merged.push(one);
      fromLeft += 1;
    } else {
      merged.push(other);
      fromRight += 1;
    }
    if (merged.length % STEP === 0) yield;
  }
  return merged.concat(left.slice(fromLeft), right.slice(fromRight));
}

/**
 * @template T
 * @param {Generator<void, T>} steps
 * @returns {Promise<T>}
 */
async function inSteps(steps) {
  let since = performance.now();
  for (;;) {
    const { done, value } = steps.next();
    if (done) return /** @type {T} */ (value);
    if (performance.now() - since < PATIENCE) continue;
    await new Promise((resume) => setTimeout(resume));
    since = performance.now();
  }
}

// Groups

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
  const minutes = minutesToRead(row.words);
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

// Parts

/**
 * Which part of a list is shown.
 *
 * @param {Sortable[]} rows in their order
 * @param {Sort} sort
 * @param {{ from: string | null, before: string | null, groupOf: GroupOf }} wish `from` is the
 *   group or month that the part begins with, `before` the month that it comes after
 * @returns {{ start: number, end: number }}
 */
export function partOf(rows, sort, { from, before, groupOf }) {
  const start = Math.max(0, rows.findIndex(beginning(sort, from, before, groupOf)));
  return { start, end: sort === 'newest' ? endOfMonth(rows, start + LONGEST_PART) : rows.length };
}

/**
 * @param {Sort} sort
 * @param {string | null} from
 * @param {string | null} before
 * @param {GroupOf} groupOf
 * @returns {(row: Sortable) => boolean}
 */
function beginning(sort, from, before, groupOf) {
  if (sort !== 'newest') return (row) => !from || groupOf(row) === from;
  if (before) return (row) => monthOf(row) < before;
  return (row) => !from || monthOf(row) <= from;
}

/**
 * @param {Sortable[]} rows newest first
 * @param {number} least
 */
function endOfMonth(rows, least) {
  let end = Math.min(least, rows.length);
  while (end < rows.length && monthAt(rows, end) === monthAt(rows, end - 1)) end += 1;
  return end;
}

/**
 * @param {Sortable[]} rows
 * @param {number} place
 */
function monthAt(rows, place) {
  const row = rows[place];
  return row ? monthOf(row) : '';
}
