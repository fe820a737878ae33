/** How long a text takes, by its language. */
import assert from 'node:assert/strict';
import { test } from 'node:test';

import { minutesToRead, readingTime, timeLeft } from '../../static/components/reading-time.js';

test('reading time is rounded up, at least a minute, and told in hours when long', () => {
  const times = [0, 228, 229, 228 * 70].map((words) => readingTime({ words, lang: 'en' }));
  assert.deepEqual(times, ['1 min', '1 min', '2 min', '1 h 10 min']);
});

test('as many words take longer where words are longer', () => {
  const minutes = ['en', 'de', 'fi', 'ar', 'ja', 'ko'].map((lang) => minutesToRead(2_000, lang));
  assert.deepEqual(minutes, [9, 12, 13, 15, 10, 12]);
});

test('a region and a script make no other language; one that nobody measured has the mean', () => {
  assert.equal(minutesToRead(1_000, 'de-CH'), minutesToRead(1_000, 'de'));
  assert.equal(minutesToRead(1_000, 'zh-Hant-TW'), 5);
  assert.equal(minutesToRead(2_380, 'el'), 10);
  assert.equal(minutesToRead(2_380), 10);
});

test('what is left is rounded up, and under half a minute almost nothing', () => {
  const text = { words: 2_280, lang: 'en' };
  const told = [0, 0.31, 0.94, 0.96, 1].map((share) => timeLeft(text, share));
  assert.deepEqual(told, [
    '10 min left',
    '7 min left',
    '1 min left',
    'Almost done',
    'End of the article',
  ]);
  assert.equal(timeLeft({ words: 17_900, lang: 'de' }, 0.1), '1 h 30 min left');
});
