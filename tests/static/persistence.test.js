import assert from 'node:assert/strict';
import { test } from 'node:test';

import { persist } from '../../static/storage/persistence.js';

test('the browser is asked, whatever it answers', async () => {
  const answers = [Promise.resolve(true), Promise.resolve(false), Promise.reject(Error('no'))];
  for (const answer of answers) {
    let asked = 0;
    await persist({ persist: () => (++asked, answer) });
    assert.equal(asked, 1);
  }
});

test('a browser that knows no such question is not asked', async () => {
  await persist({});
  await persist(undefined);
});
