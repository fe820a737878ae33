/** In which order a list stands. */
import assert from 'node:assert/strict';
import { test } from 'node:test';

import { inOrder } from '../../static/components/list-order.js';

const row = (/** @type {object} */ facts) => ({ published: null, title: '', words: 0, ...facts });
const titled = (/** @type {string} */ title) => row({ title });

const titles = async (/** @type {string[]} */ words, locale = 'en') =>
  (await inOrder(words.map(titled), 'title', locale)).map(({ title }) => title);

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

test('the shortest come first, and of equal ones the newest', async () => {
  const rows = [900, 100, 5_000, 100].map((words, n) => row({ words, title: String(n) }));
  const sorted = await inOrder(rows, 'length', 'en');
  assert.deepEqual(sorted.map(({ title }) => title), ['1', '3', '0', '2']);
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
