/** Where a list is cut, and where its parts begin. */
import assert from 'node:assert/strict';
import { test } from 'node:test';

import { grouping } from '../../static/components/groups.js';
import { FROM_START, partOf } from '../../static/components/list-parts.js';

/** @typedef {import('../../static/components/groups.js').Sort} Sort */

const GROUND = { locale: 'en', today: '2026-11-24' };

/** @param {object[]} facts of each row */
const rowsOf = (facts) =>
  facts.map((each, n) => ({ id: `id-${n}`, published: null, title: '', words: 0, ...each }));

/** @param {number} count @param {(n: number) => object} make */
const many = (count, make) => rowsOf(Array.from({ length: count }, (_, n) => make(n)));

/** @param {ReturnType<typeof rowsOf>} rows @param {Sort} sort @param {object} [wish] */
const part = (rows, sort, wish) =>
  partOf(rows, sort, { ...FROM_START, ...wish }, grouping(sort, GROUND));

/**
 * Follows the links from part to part.
 *
 * @param {ReturnType<typeof rowsOf>} rows
 * @param {Sort} sort
 */
function walk(rows, sort) {
  const parts = [];
  for (let wish = FROM_START; wish; wish = /** @type {any} */ (parts.at(-1)?.next)) {
    parts.push(part(rows, sort, wish));
    assert.ok(parts.length < 10, 'the links lead on');
  }
  return parts;
}

/** Parts that follow each other without a gap, none of them too long to be drawn. */
function expectWhole(/** @type {ReturnType<typeof walk>} */ parts, /** @type {number} */ count) {
  let end = 0;
  for (const each of parts) {
    assert.equal(each.start, end);
    assert.ok(each.end - each.start <= 45_000);
    end = each.end;
  }
  assert.equal(end, count);
}

test('a month that is jumped to begins the list; where it has nothing, the next older one', () => {
  const dates = ['2026-11-20', '2026-09-02', '2026-09-01', '2026-06-30', null];
  const rows = rowsOf(dates.map((published) => ({ published })));
  const startOf = (/** @type {object} */ wish) => part(rows, 'newest', wish).start;
  assert.equal(startOf({}), 0);
  assert.equal(startOf({ from: '2026-09' }), 1);
  assert.equal(startOf({ from: '2026-08' }), 3);
  assert.equal(startOf({ before: '2026-09' }), 3);
  assert.equal(startOf({ from: 'M' }), 0);
  assert.equal(startOf({ after: 'id-2' }), 3);
  assert.equal(startOf({ after: 'withdrawn since' }), 0);
});

test('a letter that is jumped to begins the list', () => {
  const rows = rowsOf(['Ant', 'Bee', 'Cow'].map((title) => ({ title })));
  assert.deepEqual(part(rows, 'title', { from: 'B' }), { start: 1, end: 3, next: null });
});

test('after 40,000 rows a list ends with its month, and goes on with the next', () => {
  const rows = many(90_000, (n) => ({
    published: `2${String(999 - Math.floor(n / 11_000)).padStart(3, '0')}-01-01`,
  }));
  const next = { ...FROM_START, before: '2996-01' };
  assert.deepEqual(part(rows, 'newest'), { start: 0, end: 44_000, next });
  const parts = walk(rows, 'newest');
  assert.deepEqual(parts.map(({ end }) => end), [44_000, 88_000, 90_000]);
  expectWhole(parts, rows.length);
});

test('after 40,000 rows a list by title ends with its letter', () => {
  const rows = many(100_000, (n) => ({ title: `${'ABCDEFGHIJ'[Math.floor(n / 10_500)]}${n}` }));
  const parts = walk(rows, 'title');
  assert.deepEqual(parts[0], { start: 0, end: 42_000, next: { ...FROM_START, from: 'E' } });
  expectWhole(parts, rows.length);
});

test('after 40,000 rows a list by length ends with its group', () => {
  const rows = many(100_000, (n) => ({ words: n < 41_000 ? 100 : 2_000 }));
  const parts = walk(rows, 'length');
  assert.deepEqual(parts[0], { start: 0, end: 41_000, next: { ...FROM_START, from: 'between' } });
  expectWhole(parts, rows.length);
});

test('a group that is too long for a page is cut inside, whatever the order', () => {
  const rows = many(100_000, () => ({ title: 'The same', published: '2026-11-20' }));
  for (const sort of /** @type {Sort[]} */ (['newest', 'title', 'length'])) {
    const parts = walk(rows, sort);
    assert.deepEqual(parts.map(({ end }) => end), [40_000, 80_000, 100_000], sort);
    assert.deepEqual(parts[0].next, { ...FROM_START, after: 'id-39999' });
    expectWhole(parts, rows.length);
  }
});

test('a letter that stands in two places is not mistaken for its first place', () => {
  const rows = many(50_000, (n) => ({ title: n < 10 || n >= 42_000 ? 'A' : 'B' }));
  const parts = walk(rows, 'title');
  assert.deepEqual(parts[0].next, { ...FROM_START, after: 'id-41999' });
  expectWhole(parts, rows.length);
});

test('what has no date is reached too', () => {
  const rows = many(95_000, (n) => ({ published: n < 41_000 ? '2026-11-20' : null }));
  const parts = walk(rows, 'newest');
  assert.deepEqual(parts[0].next, { ...FROM_START, before: '2026-11' });
  expectWhole(parts, rows.length);
});
