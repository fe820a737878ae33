/** What was corrected is found, and told as a whole where that is more than a reader compares. */
import assert from 'node:assert/strict';
import { test } from 'node:test';

import { changedBlocks, changedWords } from '../../static/components/block-diff.js';

/** Both versions with what changed in brackets. */
function words(was, now, lang = 'en') {
  const changes = changedWords(was, now, lang);
  return [marked(was, changes.was), marked(now, changes.now)];
}

function marked(text, pieces) {
  let start = 0;
  const parts = pieces.map(({ end, changed }) => {
    const part = text.slice(start, end);
    start = end;
    return changed ? `[${part}]` : part;
  });
  assert.equal(start, text.length);
  return parts.join('');
}

test('a word that was replaced is told, and nothing around it', () => {
  assert.deepEqual(words('It leaves at noon.', 'It leaves at nine.'), [
    'It leaves at [noon].',
    'It leaves at [nine].',
  ]);
});

test('words that came or went are told on their side only', () => {
  assert.deepEqual(words('It leaves at noon.', 'It never leaves at noon.'), [
    'It leaves at noon.',
    'It [never ]leaves at noon.',
  ]);
});

test('two corrections in a paragraph leave what is between them', () => {
  assert.deepEqual(words('Ten ships lay in the bay.', 'Two ships lay in the port.'), [
    '[Ten] ships lay in the [bay].',
    '[Two] ships lay in the [port].',
  ]);
});

test('words beside each other are one change, with the space between them', () => {
  assert.deepEqual(words('The old grey tower fell.', 'The new white tower fell.'), [
    'The [old grey] tower fell.',
    'The [new white] tower fell.',
  ]);
});

test('a script without spaces has words too', () => {
  const [was, now] = words('船は正午に出ます。', '船は九時に出ます。', 'ja');
  assert.match(was, /^船は\[正午\]に/);
  assert.match(now, /^船は\[九時\]に/);
});

test('without a segmenter words end at spaces and signs', (context) => {
  const { Segmenter } = Intl;
  context.after(() => (Intl.Segmenter = Segmenter));
  delete Intl.Segmenter;
  assert.deepEqual(words('À midi, l’été.', 'À midi, l’étage.'), [
    'À midi, l’[été].',
    'À midi, l’[étage].',
  ]);
});

test('equal texts have no change, and against nothing all is changed', () => {
  assert.deepEqual(words('Same.', 'Same.'), ['Same.', 'Same.']);
  assert.deepEqual(words('', 'New.'), ['', '[New.]']);
});

test('what is too long to compare is told as a whole, between what is the same at its ends', () => {
  const many = Array.from({ length: 600 }, (_, at) => at);
  const before = many.map((at) => `w${at}`).join(' ');
  const after = many.map((at) => `x${at} w${at}`).join(' ');
  const [was, now] = words(`Start ${before} end`, `Start ${after} end`);
  assert.match(was, /^Start [^\][]*\[[^\][]+\] ?[^\][]* end$/);
  assert.match(now, /^Start \[[^\][]+\] w599 end$/);
});

const PARAGRAPHS = [
  'The harbour lies in the north of the bay.',
  'The ferry leaves at noon and comes back at six.',
  'Nobody lives on the island in winter.',
  'The lighthouse was built of granite in 1850.',
];

test('a paragraph that was corrected is told with its counterpart, and no other', () => {
  const now = PARAGRAPHS.with(1, 'The ferry leaves at nine and comes back at six.');
  assert.deepEqual(changedBlocks(PARAGRAPHS, now), [{ was: 1, now: 1 }]);
  assert.deepEqual(changedBlocks(PARAGRAPHS, PARAGRAPHS), []);
});

test('a paragraph that came in front of a corrected one is not taken for it', () => {
  const corrected = 'The ferry leaves at nine and comes back at six.';
  const now = PARAGRAPHS.toSpliced(1, 1, 'A wholly new thought stands here.', corrected);
  assert.deepEqual(changedBlocks(PARAGRAPHS, now), [
    { was: null, now: 1 },
    { was: 1, now: 2 },
  ]);
  assert.deepEqual(changedBlocks(now, PARAGRAPHS), [
    { was: 1, now: null },
    { was: 2, now: 1 },
  ]);
});

test('a paragraph that was removed is told alone', () => {
  assert.deepEqual(changedBlocks(PARAGRAPHS, PARAGRAPHS.toSpliced(2, 1)), [{ was: 2, now: null }]);
});

test('what came and what went stand in the order of the text', () => {
  const now = ['A wholly new thought stands here.', ...PARAGRAPHS.slice(0, 3)];
  assert.deepEqual(changedBlocks(PARAGRAPHS, now), [
    { was: null, now: 0 },
    { was: 3, now: null },
  ]);
});

test('two texts that have nothing in common are one gone and one new', () => {
  assert.deepEqual(changedBlocks(['Granite.'], ['A quite different sentence.']), [
    { was: 0, now: null },
    { was: null, now: 0 },
  ]);
});

test('corrections far apart in a long text are found one by one', () => {
  const text = Array.from({ length: 400 }, (_, at) => `Paragraph ${at} says it is number ${at}.`);
  const now = text.with(0, 'Paragraph 0 says it is the first.').with(399, `${text[399]} Indeed.`);
  assert.deepEqual(changedBlocks(text, now), [
    { was: 0, now: 0 },
    { was: 399, now: 399 },
  ]);
});

test('a text that was wholly rewritten is told without comparing each with each', () => {
  const was = Array.from({ length: 1_500 }, (_, at) => `Before ${at}`);
  const now = Array.from({ length: 1_500 }, (_, at) => `After ${at}`);
  const changes = changedBlocks(was, now);
  assert.equal(changes.length, 3_000);
  assert.deepEqual(changes[0], { was: 0, now: null });
  assert.deepEqual(changes.at(-1), { was: null, now: 1_499 });
});
