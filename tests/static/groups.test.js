/** Orders, groups and parts of a list. */
import assert from 'node:assert/strict';
import { test } from 'node:test';

import { countGroups, grouping, inOrder, partOf } from '../../static/components/groups.js';

/** A Tuesday. */
const TODAY = '2026-11-24';

const row = (/** @type {object} */ facts) => ({ published: null, title: '', words: 0, ...facts });
const dated = (/** @type {string | null} */ published) => row({ published });
const titled = (/** @type {string} */ title) => row({ title });

/**
 * @param {import('../../static/components/groups.js').Sort} sort
 * @param {object[]} rows
 * @param {object} [ground]
 */
const groups = (sort, rows, ground = {}) =>
  rows.map(grouping(sort, { locale: 'en', today: TODAY, ...ground }));

const titles = async (/** @type {string[]} */ words, locale = 'en') =>
  (await inOrder(words.map(titled), 'title', locale)).map(({ title }) => title);

test('near days and weeks have groups of their own, all others their month', () => {
  const days = ['2026-11-24', '2026-11-23', '2026-11-22', '2026-11-15', '2025-11-24'];
  const expected = ['today', 'yesterday', 'last-week', '2026-11', '2025-11'];
  assert.deepEqual(groups('newest', days.map(dated)), expected);
  assert.deepEqual(groups('newest', [dated(null)]), ['']);
});

test('a week begins where the reader is used to it', () => {
  const sunday = [dated('2026-11-22')];
  assert.deepEqual(groups('newest', sunday, { firstDay: 7 }), ['week']);
  assert.deepEqual(groups('newest', sunday, { firstDay: 1 }), ['last-week']);
});

test('a day that is still to come belongs to its month', () => {
  assert.deepEqual(groups('newest', [dated('2026-11-25'), dated('2027-01-02')]), [
    '2026-11',
    '2027-01',
  ]);
});

test('this week has begun before yesterday only from the third day on', () => {
  const days = ['2026-11-26', '2026-11-25', '2026-11-24', '2026-11-23'].map(dated);
  const thursday = groups('newest', days, { today: '2026-11-26' });
  assert.deepEqual(thursday, ['today', 'yesterday', 'week', 'week']);
});

test('titles stand in the order of the locale, whatever stands before their first letter', async () => {
  const words = ['Zebra', '“Apple”', 'ångström', 'apple 10', 'apple 9', '7 seas', 'Émile'];
  const rest = ['“Apple”', 'apple 9', 'apple 10', 'Émile', 'Zebra'];
  assert.deepEqual(await titles(words), ['7 seas', 'ångström', ...rest]);
  assert.deepEqual(await titles(words, 'sv'), ['7 seas', ...rest, 'ångström']);
});

test('the order is the collator’s own, also where several letters count as one', async () => {
  const words = [];
  for (let n = 0; n < 3_000; n += 1) {
    words.push(`${'achcizdžæß'[n % 9]}h${(n * 7919) % 3_000} ${n}`);
  }
  const collator = new Intl.Collator('cs', { ignorePunctuation: true, numeric: true });
  assert.deepEqual(await titles(words, 'cs'), [...words].sort(collator.compare));
});

test('a first letter is that of the locale, and what is none stands under one sign', () => {
  const words = ['élan', 'Ångström', '“Quoted”', '7 seas', 'ßharp', 'שלום', 'أحمد', '東京', ''];
  const letters = ['E', 'A', 'Q', '#', 'S', 'ש', 'أ', '漢', '#'];
  assert.deepEqual(groups('title', words.map(titled)), letters);
  assert.deepEqual(groups('title', [titled('ångström')], { locale: 'sv' }), ['Å']);
});

test('rows of one letter are together', async () => {
  const words = ['été', 'Eta', 'zoo', 'Über', 'unter', '“Zitat”', '3 × 3', 'Ähre', 'Aal', '…und'];
  const rows = await inOrder(words.map(titled), 'title', 'de');
  const found = groups('title', rows, { locale: 'de' });
  assert.deepEqual([...new Set(found)].length, countRuns(found));
});

/** @param {string[]} names */
function countRuns(names) {
  return names.filter((name, place) => name !== names[place - 1]).length;
}

test('the shortest come first, and of equal ones the newest', async () => {
  const rows = [900, 100, 5_000, 100].map((words, n) => row({ words, title: String(n) }));
  const sorted = await inOrder(rows, 'length', 'en');
  assert.deepEqual(sorted.map(({ title }) => title), ['1', '3', '0', '2']);
  const minutes = [1, 4, 5, 15, 16].map((n) => row({ words: n * 238 }));
  const expected = ['under', 'under', 'between', 'between', 'over'];
  assert.deepEqual(groups('length', minutes), expected);
});

test('rows that were sorted once are not sorted again', async () => {
  const rows = ['b', 'a'].map(titled);
  assert.equal(await inOrder(rows, 'title', 'en'), await inOrder(rows, 'title', 'en'));
  assert.equal(await inOrder(rows, 'newest', 'en'), rows);
});

test('sorting 100,000 titles lets the page answer in between', async () => {
  const rows = [];
  for (let n = 0; n < 100_000; n += 1) rows.push(titled(`${(n * 7919) % 100_003} sea`));
  let turns = 0;
  const turning = setInterval(() => (turns += 1));
  const sorted = await inOrder(rows, 'title', 'en');
  clearInterval(turning);
  assert.equal(sorted[0]?.title, '0 sea');
  assert.ok(turns > 3, `${turns} turns`);
});

test('a month that is jumped to begins the list; where it has nothing, the next older one', () => {
  const rows = ['2026-11-20', '2026-09-02', '2026-09-01', '2026-06-30', null].map(dated);
  const startOf = (/** @type {object} */ wish) =>
    partOf(rows, 'newest', { from: null, before: null, groupOf: () => '', ...wish }).start;
  assert.equal(startOf({}), 0);
  assert.equal(startOf({ from: '2026-09' }), 1);
  assert.equal(startOf({ from: '2026-08' }), 3);
  assert.equal(startOf({ before: '2026-09' }), 3);
  assert.equal(startOf({ from: 'M' }), 0);
});

test('a letter that is jumped to begins the list', () => {
  const rows = ['Ant', 'Bee', 'Cow'].map(titled);
  const groupOf = grouping('title', { locale: 'en', today: TODAY });
  const part = partOf(rows, 'title', { from: 'B', before: null, groupOf });
  assert.deepEqual(part, { start: 1, end: 3 });
});

test('after 40,000 rows a list ends with its month, and goes on with the next', () => {
  const rows = [];
  for (let n = 0; n < 90_000; n += 1) {
    rows.push(dated(`2${String(999 - Math.floor(n / 12_000)).padStart(3, '0')}-01-01`));
  }
  const wish = { from: null, groupOf: () => '' };
  assert.deepEqual(partOf(rows, 'newest', { ...wish, before: null }), { start: 0, end: 48_000 });
  const rest = { start: 48_000, end: 90_000 };
  assert.deepEqual(partOf(rows, 'newest', { ...wish, before: '2996-01' }), rest);
});

test('groups are counted in the order of the rows', () => {
  const groupOf = grouping('title', { locale: 'en', today: TODAY });
  const counts = countGroups(['Bee', 'bear', 'Ant'].map(titled), groupOf);
  assert.deepEqual(Object.fromEntries(counts), { B: 2, A: 1 });
});
