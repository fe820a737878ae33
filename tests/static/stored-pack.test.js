import assert from 'node:assert/strict';
import { gunzipSync } from 'node:zlib';
import { test } from 'node:test';

import { contentsOf, lineAt, toStored } from '../../static/corpus/stored-pack.js';
import { article, sha256 } from './publisher.js';

const encoder = new TextEncoder();

async function store(lines) {
  const { members, about } = await toStored(lines.map((line) => encoder.encode(line)));
  return { blob: new Blob(members), about };
}

/** So much text that does not compress that lines of it fill chunks. */
function longText(seed, length) {
  let text = '';
  for (let at = seed; text.length < length; at += 1) text += sha256(String(at));
  return text;
}

function longLine(id, length) {
  return JSON.stringify(article(id, { blocks: [`<p>${longText(id.charCodeAt(0), length)}</p>`] }));
}

test('every line comes back byte for byte from its place', async () => {
  const lines = ['a', 'b', 'c', 'd', 'e'].map((id) => longLine(id, 30_000));
  const file = await store(lines);
  const { rows } = await contentsOf('p', file);
  assert.deepEqual(
    rows.map(({ id }) => id),
    ['a', 'b', 'c', 'd', 'e'],
  );
  for (const [at, row] of rows.entries()) {
    assert.equal(Buffer.from(await lineAt(file, row)).toString(), lines[at]);
  }
});

test('a chunk holds whole lines of about 64 KB, and each member is one gzip stream', async () => {
  const lines = ['a', 'b', 'c', 'd', 'e'].map((id) => longLine(id, 30_000));
  const file = await store(lines);
  const { rows } = await contentsOf('p', file);
  const places = [...new Set(rows.map(({ place }) => `${place.start} ${place.end}`))];
  const inflated = [];
  for (const place of places) {
    const [start, end] = place.split(' ').map(Number);
    inflated.push(
      gunzipSync(Buffer.from(await file.blob.slice(start, end).arrayBuffer())).toString(),
    );
  }
  assert.deepEqual(inflated, [`${lines[0]}\n${lines[1]}`, `${lines[2]}\n${lines[3]}`, lines[4]]);
});

test('a line that is longer than a chunk stands alone', async () => {
  const lines = [longLine('a', 10), longLine('b', 200_000), longLine('c', 10)];
  const { rows } = await contentsOf('p', await store(lines));
  assert.equal(new Set(rows.map(({ place }) => place.start)).size, 3);
});

test('rows are read without any text, unknown values as they came', async () => {
  const full = article('a', { byline: 'B', tags: ['x', 'y'], dir: 'rtl', lang: 'ar', words: 7 });
  const { blocks, ...metadata } = full;
  const line = JSON.stringify(full);
  const { rows } = await contentsOf('p', await store([line]));
  const [{ place, ...row }] = rows;
  assert.deepEqual(row, { ...metadata, hash: sha256(line) });
  assert.equal(place.pack, 'p');
});

test('withdrawals are kept beside the rows', async () => {
  const withdrawal = { id: 'w', slug: 'w', withdrawn: '2026-11-20', title: 'T', reason: 'R' };
  const file = await store([JSON.stringify(article('a')), JSON.stringify(withdrawal)]);
  assert.deepEqual((await contentsOf('p', file)).withdrawals, [withdrawal]);
});

test('the newest line of an id wins inside a pack', async () => {
  const withdrawal = { id: 'b', slug: 'b', withdrawn: '2026-11-20', title: 'T', reason: null };
  const lines = [article('a'), article('b'), article('a', { title: 'New' }), withdrawal];
  const { rows, withdrawals } = await contentsOf(
    'p',
    await store(lines.map((each) => JSON.stringify(each))),
  );
  assert.deepEqual(
    rows.map(({ title }) => title),
    ['New'],
  );
  assert.deepEqual(withdrawals, [withdrawal]);
});

test('a pack without lines is kept like any other', async () => {
  assert.deepEqual(await contentsOf('p', await store([])), { rows: [], withdrawals: [] });
});

test('a line that is not what its row promises is not returned', async () => {
  const file = await store([JSON.stringify(article('a'))]);
  const [row] = (await contentsOf('p', file)).rows;
  assert.equal(await lineAt(file, { ...row, hash: sha256('another') }), null);
});

test('bytes that rotted are not returned', async () => {
  const file = await store([longLine('a', 1000)]);
  const [row] = (await contentsOf('p', file)).rows;
  const bytes = new Uint8Array(await file.blob.arrayBuffer());
  for (let at = row.place.start; at < row.place.end; at += 7) {
    const rotten = bytes.slice();
    rotten[at] ^= 1;
    const line = await lineAt({ ...file, blob: new Blob([rotten]) }, row);
    // A header byte that means nothing to the text may differ; the text may not.
    if (line) assert.equal(sha256(line), row.hash);
  }
});

test('beside the file stands the hash of all its bytes', async () => {
  const { blob, about } = await store([longLine('a', 1000)]);
  const [, hash] = about.split(' ');
  assert.equal(hash, sha256(Buffer.from(await blob.arrayBuffer())));
});
