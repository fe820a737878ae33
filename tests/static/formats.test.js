/** Dates and sizes as a reader sees them. */
import assert from 'node:assert/strict';
import { test } from 'node:test';

import { list, nearDate, size } from '../../static/components/formats.js';
import { say } from '../../static/components/words.js';

const NOON = new Date(2026, 10, 24, 12);

test('near dates have names, others a day and month, other years a year', () => {
  const shown = ['2026-11-24', '2026-11-23', '2026-11-18', '2026-11-17', '2025-11-24'];
  assert.deepEqual(
    shown.map((iso) => nearDate(iso, NOON)),
    ['Today', 'Yesterday', 'Wednesday', '17 Nov', '24 Nov 2025'],
  );
});

test('a date that is still to come is no weekday', () => {
  assert.equal(nearDate('2026-11-27', NOON), '27 Nov');
});

test('today ends at midnight, not 24 hours later', () => {
  assert.equal(nearDate('2026-11-23', new Date(2026, 10, 24, 0, 1)), 'Yesterday');
  assert.equal(nearDate('2026-11-24', new Date(2026, 10, 24, 23, 59)), 'Today');
});

test('bytes are told in the unit that keeps them short', () => {
  const shown = [0, 1, 212_300, 999_600, 4_120_000, 18_300_000, 1_200_000_000];
  const sizes = shown.map(size).map((words) => words.replace('\u00a0', ' '));
  assert.deepEqual(sizes, ['0 kB', '1 kB', '212 kB', '1 MB', '4.1 MB', '18 MB', '1.2 GB']);
});

test('facts are listed as English lists them', () => {
  assert.equal(list(['3 new', '1 withdrawn']), '3 new, 1 withdrawn');
  assert.equal(list(['3 new', '2 corrected', '1 withdrawn']), '3 new, 2 corrected, 1 withdrawn');
});

test('a sentence that lacks a value is refused, not shown with a gap', () => {
  assert.throws(() => say('lib.count'), /lib\.count needs a value for \{n\}/);
});
