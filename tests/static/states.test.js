/** What a reader is told of each state of the corpus. */
import assert from 'node:assert/strict';
import { test } from 'node:test';

import {
  lineOf as lineAsShown,
  lineOfClosedStores,
  lineOfRetired,
  lineWithout,
} from '../../static/components/states.js';
import { NOTHING } from '../../static/corpus/replica.js';

/** The line with plain spaces, as tests write them. */
function lineOf(state, app) {
  const { words, detail, act, ...rest } = lineAsShown(state, app);
  const plain = (text) => text && text.replaceAll('\u00a0', ' ');
  return {
    ...rest,
    words: plain(words),
    detail: plain(detail),
    act: act && { ...act, words: plain(act.words) },
  };
}

const KEPT = { ...NOTHING, corpus: 'ready', edition: 3, title: 'A library', articles: 312 };
const PROGRESS = { got: 1_250_000, all: 4_100_000, articles: 840, total: 3120 };

const trouble = (code, what = 'head') => ({ code, what, detail: '' });

test('a kept library is named with its number of articles', () => {
  const line = lineOf(KEPT);
  assert.equal(line.words, 'Everything is on this device · 312 articles');
  assert.equal(line.act, null);
});

test('one article is not "1 articles"', () => {
  assert.match(lineOf({ ...KEPT, articles: 1 }).words, /· 1 article$/);
});

test('an edition that came is told with its price, parts without a number left out', () => {
  const update = { counts: { added: 3, corrected: 0, withdrawn: 1 }, bytes: 212_000 };
  assert.equal(lineOf({ ...KEPT, update }).detail, '3 new, 1 withdrawn · 212 kB');
});

test('what an edition brings is not told before it is known, nor when it is nothing', () => {
  const update = { counts: null, bytes: 212_000 };
  assert.equal(lineOf({ ...KEPT, update }).detail, null);
  const none = { added: 0, corrected: 0, withdrawn: 0 };
  assert.equal(lineOf({ ...KEPT, update: { counts: none, bytes: 212_000 } }).detail, null);
});

test('a number is not parted from what it counts, nor a dot from what is before it', () => {
  const { words } = lineAsShown(KEPT);
  assert.equal(words, 'Everything is on this device\u00a0· 312\u00a0articles');
  const act = lineAsShown({ ...KEPT, consent: { bytes: 6_200_000, articles: 90 } }).act;
  assert.equal(act.words, 'Update\u00a0· 6.2\u00a0MB');
});

test('an edition that waits for consent is offered with its size', () => {
  const { act } = lineOf({ ...KEPT, consent: { bytes: 6_200_000, articles: 90 } });
  assert.deepEqual(act, { name: 'get', words: 'Update · 6.2 MB' });
});

test('a download says how far it is, in articles and bytes, and can be paused', () => {
  const line = lineOf({ ...NOTHING, corpus: 'downloading', progress: PROGRESS });
  assert.equal(line.words, 'Downloading · 840 of 3,120 articles · 1.3 MB of 4.1 MB');
  assert.equal(line.act.name, 'pause');
  assert.equal(line.progress, PROGRESS);
});

test('a pause says what is here and can be ended, also after a restart', () => {
  const paused = { ...NOTHING, waiting: 'paused' };
  assert.equal(lineOf(paused).act.name, 'resume');
  const line = lineOf({ ...paused, progress: PROGRESS });
  assert.equal(line.words, 'Paused · 840 of 3,120 articles on this device');
  assert.equal(line.act.name, 'resume');
});

test('a transfer without a connection says that it goes on by itself', () => {
  const state = { ...NOTHING, progress: PROGRESS, waiting: 'network', trouble: trouble('offline') };
  assert.equal(lineOf(state).words, 'No connection. This goes on when there is one.');
});

test('offline is no trouble where the library is kept', () => {
  const line = lineOf({ ...KEPT, trouble: trouble('offline') });
  assert.equal(line.words, 'Offline · 312 articles on this device');
  assert.equal(line.act, null);
});

test('with nothing kept, online and offline are told apart', () => {
  assert.equal(lineOf(NOTHING).words, 'Reading online · nothing is kept on this device');
  const offline = lineOf({ ...NOTHING, trouble: trouble('offline') });
  assert.equal(offline.words, 'No connection, and no articles on this device yet.');
  assert.equal(offline.act.name, 'again');
});

test('the other tab is named', () => {
  assert.equal(lineOf({ ...NOTHING, waiting: 'tab' }).words, 'The download runs in another tab.');
});

test('another library is offered with its size, and the old one stays', () => {
  const consent = { bytes: 18_300_000, articles: 10_000 };
  const line = lineOf({ ...KEPT, consent, trouble: trouble('other-library') });
  assert.match(line.words, /stays readable/);
  assert.deepEqual(line.act, { name: 'get', words: 'Replace it · 18 MB' });
});

const CODES = [
  'timeout',
  'status',
  'not-json',
  'portal',
  'hash',
  'format',
  'format-newer',
  'stale',
  'other-library',
  'quota',
  'storage',
];

for (const code of CODES) {
  test(`${code} has words of two sentences at most, and its code for tools`, () => {
    for (const what of ['head', 'root', 'pack']) {
      for (const state of [NOTHING, KEPT, { ...KEPT, corpus: 'damaged' }]) {
        const line = lineOf({ ...state, trouble: trouble(code, what) });
        assert.equal(line.trouble, code);
        assert.ok(line.words.split(/[.] |[.]$/).filter(Boolean).length <= 2, line.words);
        assert.doesNotMatch(line.words, /[{}!]|undefined/);
      }
    }
  });
}

test('whoever has articles is told that they stay', () => {
  for (const code of ['timeout', 'status', 'portal', 'hash', 'format', 'storage']) {
    assert.match(
      lineOf({ ...KEPT, trouble: trouble(code, 'pack') }).words,
      /The 312 articles on this device stay readable\.$/,
    );
  }
});

test('a silent server is not said to work online', () => {
  const line = lineOf({ ...NOTHING, trouble: trouble('timeout') });
  assert.equal(line.words, 'The server does not answer. It is tried again by itself.');
});

test('what the browser removed is named, and offered with its price', () => {
  const lost = { ...NOTHING, lost: true };
  assert.equal(lineOf(lost).words, 'The browser removed the library from here.');
  const consent = { bytes: 18_300_000, articles: 10_000 };
  assert.deepEqual(lineOf({ ...lost, consent }).act, { name: 'get', words: 'Repair · 18 MB' });
  const offline = lineOf({ ...lost, trouble: trouble('offline') });
  assert.equal(offline.detail, 'No connection. This goes on when there is one.');
  const coming = lineOf({ ...lost, corpus: 'downloading', progress: PROGRESS });
  assert.equal(coming.detail, 'The browser removed the library from here.');
});

test('that everything is here is not said while the app itself is not', () => {
  const unkept = lineOf(KEPT, 'unkept');
  assert.match(unkept.words, /^The app itself could not be stored on this device\./);
  assert.deepEqual(unkept.act, { name: 'app', words: 'Try again' });
  assert.match(lineOf(KEPT, 'coming').words, /is not stored on this device yet\./);
  assert.equal(lineOf(KEPT, 'unknown').words, '312 articles on this device');
});

test('an app that its publisher has taken off phones says so and asks for nothing', () => {
  const { words, act, help } = lineOfRetired();
  assert.match(words, /only with a connection\. What is kept on this device stays\.$/);
  assert.deepEqual([act, help], [null, null]);
});

test('a page that is too old can look for a new one', () => {
  const line = lineOf({ ...KEPT, trouble: trouble('format-newer') });
  assert.deepEqual(line.act, { name: 'app', words: 'Look for it' });
  assert.match(line.words, /The older copy stays readable\.$/);
  const first = lineOf({ ...NOTHING, trouble: trouble('format-newer') });
  assert.match(first.words, /Reading online works\.$/);
});

for (const lack of ['https', 'everything', 'worker', 'database', 'files', 'age']) {
  test(`without ${lack} it is said what is missing and how to mend it`, () => {
    const { words, help, mark } = lineWithout(lack);
    assert.match(words, /cannot/);
    assert.ok(help.length > 20);
    assert.equal(mark, 'warn');
  });
}

test('stores that do not open are told with a way to try again', () => {
  const { words, help, act } = lineOfClosedStores();
  assert.match(words, /does not answer\. For now reading needs a connection\.$/);
  assert.match(help, /try again/);
  assert.equal(act.name, 'reload');
});
