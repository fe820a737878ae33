/** Which rows of a list share a heading. */
import assert from 'node:assert/strict';
import { test } from 'node:test';

import { countGroups, grouping } from '../../static/components/groups.js';
import { inOrder } from '../../static/components/list-order.js';

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

test('articles are short, or longer, or long', () => {
  const minutes = [1, 4, 5, 15, 16].map((n) => row({ words: n * 238 }));
  const expected = ['under', 'under', 'between', 'between', 'over'];
  assert.deepEqual(groups('length', minutes), expected);
});

test('groups are counted in the order of the rows', () => {
  const groupOf = grouping('title', { locale: 'en', today: TODAY });
  const counts = countGroups(['Bee', 'bear', 'Ant'].map(titled), groupOf);
  assert.deepEqual(Object.fromEntries(counts), { B: 2, A: 1 });
});
