import assert from 'node:assert/strict';
import { test } from 'node:test';

import { entryOf, linesOf, packOf } from '../../static/corpus/pack.js';
import { article, packBytes, sha256 } from './publisher.js';

const encoder = new TextEncoder();
const decoder = new TextDecoder();

function bytes(text) {
  return encoder.encode(text);
}

function texts(lines) {
  return lines.map((line) => decoder.decode(line));
}

test('a pack is cut into its lines byte for byte', () => {
  const lines = ['{"id":"a","x": 1 }', '{"id":"ü, \\n","y":"]"}', '{"id":"סוף"}'];
  assert.deepEqual(texts(linesOf(new Uint8Array(packBytes(lines)))), lines);
});

test('a pack without lines has none', () => {
  assert.deepEqual(linesOf(bytes('[\n]\n')), []);
});

test('lines go back into the bytes that they came from', async () => {
  for (const lines of [[], ['{"a":1}'], ['{"a":1}', '{"b":2}']]) {
    const pack = new Uint8Array(packBytes(lines));
    assert.deepEqual(await packOf(linesOf(pack)), pack);
  }
});

for (const [what, text] of [
  ['nothing', ''],
  ['another array', '[{"a":1}]'],
  ['a missing comma', '[\n{"a":1}\n{"b":2}\n]\n'],
  ['a missing end', '[\n{"a":1}\n'],
  ['only its beginning', '[\n'],
  ['bytes after its end', '[\n{"a":1}\n]\n\n'],
]) {
  test(`${what} is no pack`, () => {
    assert.throws(() => linesOf(bytes(text)), { code: 'format', what: 'pack' });
  });
}

test('an article is known by its metadata and the hash of its line', async () => {
  const line = JSON.stringify(article('a', { title: 'Quoted ,"blocks":[ title', tags: ['x'] }));
  const { row } = await entryOf(bytes(line));
  const { blocks, ...metadata } = JSON.parse(line);
  assert.deepEqual(row, { ...metadata, hash: sha256(line) });
});

test("an article's text is not parsed for its row", async () => {
  const line = '{"id":"a","slug":"a","blocks":[not JSON at all';
  assert.equal((await entryOf(bytes(line))).row.id, 'a');
});

test('a withdrawal is told from an article', async () => {
  const withdrawal = { id: 'a', slug: 'a', withdrawn: '2026-11-20', title: 'T', reason: null };
  assert.deepEqual(await entryOf(bytes(JSON.stringify(withdrawal))), { withdrawal });
});

for (const text of ['{"id":"a","slug":"a"}', '{"slug":"a","blocks":[]}', '{"id":', '{}']) {
  test(`${text} is neither`, async () => {
    await assert.rejects(entryOf(bytes(text)), { code: 'format', what: 'pack' });
  });
}

test('a line that is not UTF-8 is refused', async () => {
  await assert.rejects(entryOf(new Uint8Array([0x7b, 0xff, 0x7d])), { code: 'format' });
});
