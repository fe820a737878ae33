/**
 * In which order a list stands. Pure; sorting gives way to the reader.
 *
 * @typedef {import('./groups.js').Sort} Sort
 * @typedef {import('./groups.js').Sortable} Sortable
 */
import { timeToRead } from './reading-time.js';

/** @type {readonly Sort[]} */
export const SORTS = Object.freeze(['newest', 'title', 'length']);

/** How many rows are sorted, or merged, in one step. */
const STEP = 1_000;

/** After so many milliseconds of sorting, the page may answer the reader. */
const PATIENCE = 8;

/** How many letters of a title are compared before a collator is asked. */
const KEY_LENGTH = 12;

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
  return sorting(rows, (one, other) => timeOf(one) - timeOf(other));
}

/** @param {Sortable} row */
function timeOf({ words, lang }) {
  return timeToRead(words, lang);
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
