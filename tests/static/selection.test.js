/** Which rows of a list are selected. */
import assert from 'node:assert/strict';
import { test } from 'node:test';

import { Selection } from '../../static/components/selection.js';

const ROWS = ['Ant', 'Asp', 'Bee', 'Cow', 'Cub'].map((title) => ({
  id: title.toLowerCase(),
  title,
  published: null,
  words: 0,
}));

const begin = () => new Selection(ROWS, ({ title }) => title.slice(0, 1));

test('rows are selected and given up one by one, and told in the order of the list', () => {
  const selection = begin();
  let changes = 0;
  selection.addEventListener('change', () => (changes += 1));
  selection.set('cow', true);
  selection.set('ant', true);
  selection.set('cub', true);
  selection.set('cow', false);
  assert.deepEqual(selection.ids, ['ant', 'cub']);
  assert.equal(selection.size, 2);
  assert.equal(selection.has('cow'), false);
  assert.equal(changes, 4);
});

test('a range goes from the row before to this one, in both directions', () => {
  const selection = begin();
  selection.set('asp', true);
  selection.set('cow', true, { asRange: true });
  assert.deepEqual(selection.ids, ['asp', 'bee', 'cow']);
  selection.set('ant', true, { asRange: true });
  assert.deepEqual(selection.ids, ['ant', 'asp', 'bee', 'cow']);
  selection.set('bee', false, { asRange: true });
  assert.deepEqual(selection.ids, ['cow']);
});

test('a range without a row before is that row alone', () => {
  const selection = begin();
  selection.set('bee', true, { asRange: true });
  assert.deepEqual(selection.ids, ['bee']);
});

test('a group is selected as a whole, and tells how much of it is', () => {
  const selection = begin();
  selection.setGroup('C', true);
  assert.deepEqual(selection.ids, ['cow', 'cub']);
  assert.equal(selection.shareOf('C'), 'all');
  selection.set('cub', false);
  assert.equal(selection.shareOf('C'), 'some');
  assert.equal(selection.shareOf('A'), 'none');
});

test('all are selected, and none', () => {
  const selection = begin();
  selection.setAll(true);
  assert.equal(selection.isAll, true);
  selection.setAll(false);
  assert.deepEqual(selection.ids, []);
  assert.equal(selection.isAll, false);
});
