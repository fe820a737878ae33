import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { gunzipSync, gzipSync } from 'node:zlib';
import { test } from 'node:test';

import { fromColumns, toColumns } from '../../static/lib/columns.js';
import { TooLong, gunzip, gunzipAtMost, gzip, isGzip } from '../../static/lib/gzip.js';
import { sha256 } from '../../static/lib/hash.js';
import { Watchdog, within } from '../../static/lib/timeouts.js';
import { trustedHTML, trustedScriptURL } from '../../static/lib/trusted-types.js';

const STATIC = new URL('../../static/', import.meta.url);
const TEXT = new TextEncoder().encode('text '.repeat(1000));

test('a hash is the SHA-256 in lower-case hex', async () => {
  const empty = 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855';
  assert.equal(await sha256(new Uint8Array()), empty);
});

test('gzip makes one member that others can read, and reads theirs', async () => {
  const packed = await gzip(TEXT);
  assert.ok(isGzip(packed) && !isGzip(TEXT));
  assert.deepEqual(new Uint8Array(gunzipSync(packed)), TEXT);
  assert.deepEqual(await gunzip(new Blob([gzipSync(TEXT)])), TEXT);
  assert.deepEqual(await gunzip(new Blob([packed])), TEXT);
});

test('a member that is cut, or is followed by bytes, is an error', async () => {
  const packed = await gzip(TEXT);
  await assert.rejects(gunzip(new Blob([packed.subarray(0, -5)])));
  await assert.rejects(gunzip(new Blob([packed, 'more'])));
});

test('a member may inflate to its limit and not beyond', async () => {
  const member = new Blob([await gzip(TEXT)]);
  assert.deepEqual(await gunzipAtMost(member, TEXT.length), TEXT);
  assert.deepEqual(await gunzipAtMost(member, TEXT.length + 1), TEXT);
  await assert.rejects(gunzipAtMost(member, TEXT.length - 1), TooLong);
});

test('objects come back from columns; what was missing is null', () => {
  const columns = toColumns([{ a: 1, b: [2] }, { a: 3 }], ['a', 'b']);
  assert.deepEqual(columns, { a: [1, 3], b: [[2], null] });
  assert.deepEqual(fromColumns(columns, ['a', 'b']), [
    { a: 1, b: [2] },
    { a: 3, b: null },
  ]);
  assert.deepEqual(fromColumns(toColumns([], ['a']), ['a']), []);
});

test('within brings what a promise brings, in time', async (context) => {
  context.mock.timers.enable({ apis: ['setTimeout'] });
  assert.equal(await within(Promise.resolve(7), 100, 'it'), 7);
  await assert.rejects(within(Promise.reject(new RangeError()), 100, 'it'), RangeError);
  const late = within(new Promise(() => {}), 2_000, 'opening it');
  context.mock.timers.tick(2_000);
  await assert.rejects(late, { name: 'TimeoutError', message: 'opening it took more than 2 s' });
});

test('a watchdog barks once nothing has fed it for its time', (context) => {
  context.mock.timers.enable({ apis: ['setTimeout'] });
  let barks = 0;
  const dog = new Watchdog(100, () => (barks += 1));
  for (let round = 0; round < 5; round += 1) {
    context.mock.timers.tick(99);
    dog.feed();
  }
  assert.equal(barks, 0);
  context.mock.timers.tick(100);
  assert.equal(barks, 1);
  dog.feed();
  dog.stop();
  context.mock.timers.tick(1_000);
  assert.equal(barks, 1);
});

test('only the worker and the modules of a build are scripts of this app', () => {
  for (const url of ['/sw.js', '/a/0123abcd/app.js', '/a/0123abcd/corpus/download-worker.js']) {
    assert.equal(trustedScriptURL(url), url);
  }
  for (const url of [
    'https://example.org/a/0123abcd/app.js',
    '//example.org/a/0123abcd/app.js',
    '/a/0123abcd/../../articles/x.js',
    '/a/0123abcd/app.js?x',
    '/a/0123ABCD/app.js',
    '/a/0123abcd/app.css',
    '/corpus/x.js',
    '/sw.js#',
    'data:text/javascript,1',
    'blob:x',
  ]) {
    assert.throws(() => trustedScriptURL(url), TypeError, url);
  }
});

test('where a browser has no Trusted Types, HTML passes as text', () => {
  assert.equal(trustedHTML('<p>'), '<p>');
});

test('where a browser has Trusted Types, exactly two policies are made', () => {
  const code = `
    const made = [];
    globalThis.trustedTypes = { createPolicy: (name, rules) => (made.push(name), {
      createHTML: (text) => ({ text: rules.createHTML(text) }),
      createScriptURL: (text) => ({ text: rules.createScriptURL(text) }) }) };
    const { trustedHTML, trustedScriptURL } = await import('${STATIC}lib/trusted-types.js');
    let refused = false;
    try { trustedScriptURL('/evil.js'); } catch { refused = true; }
    console.log(JSON.stringify([made, trustedHTML('<p>'), trustedScriptURL('/sw.js'), refused]));`;
  assert.deepEqual(JSON.parse(run(code)), [
    ['octavo-html', 'octavo-script'],
    { text: '<p>' },
    { text: '/sw.js' },
    true,
  ]);
});

test('every module loads, and a replica says so at its start, where a browser keeps nothing', () => {
  const modules = ['lib', 'storage', 'corpus'].flatMap((folder) =>
    readdirSync(new URL(folder, STATIC))
      .filter((file) => file.endsWith('.js'))
      .map((file) => `${STATIC}${folder}/${file}`),
  );
  const code = `
    for (const name of ['navigator', 'BroadcastChannel', 'CompressionStream', 'DecompressionStream']) {
      delete globalThis[name];
    }
    globalThis.self = globalThis;
    for (const file of ${JSON.stringify(modules)}) await import(file);
    const { Replica } = await import('${STATIC}corpus/replica.js');
    const replica = new Replica({ workerURL: '/a/00000000/corpus/download-worker.js' });
    const failed = await replica.start().then(() => false, () => true);
    await replica.check({ by: 'reader' });
    console.log(JSON.stringify([failed, replica.state.corpus, await replica.rows(), await replica.find('x')]));`;
  assert.deepEqual(JSON.parse(run(code)), [true, 'none', [], null]);
});

function run(code) {
  const how = ['--no-warnings', '--input-type=module', '--eval', code];
  return execFileSync(process.execPath, how, { encoding: 'utf8' });
}
