import assert from 'node:assert/strict';
import { test } from 'node:test';

import { readHead } from '../../static/corpus/head.js';

const HASH = 'a'.repeat(64);
const HEAD = {
  format: 1,
  library: '6f1d0c4be2a97358',
  edition: 7,
  published: '2026-11-20T08:30:00Z',
  root: `root-${HASH}.json`,
};

function read(value) {
  return readHead(
    new TextEncoder().encode(typeof value === 'string' ? value : JSON.stringify(value)),
  );
}

test('a head is read as it stands', () => {
  assert.deepEqual(read(HEAD), HEAD);
});

test('what a later server adds does not matter', () => {
  assert.equal(read({ ...HEAD, mood: 'good' }).edition, 7);
});

for (const text of [
  '',
  '<!doctype html>',
  JSON.stringify(HEAD).slice(0, 50),
  `${JSON.stringify(HEAD)}\n// and more`,
]) {
  test(`${JSON.stringify(text.slice(0, 20))}… is not JSON`, () => {
    assert.throws(() => read(text), { code: 'not-json', what: 'head' });
  });
}

test('bytes that are not UTF-8 are not JSON', () => {
  assert.throws(() => readHead(new Uint8Array([0x22, 0xff, 0x22])), { code: 'not-json' });
});

for (const [what, value] of Object.entries({
  null: null,
  'an array': [],
  'no format': { ...HEAD, format: undefined },
  'a format of words': { ...HEAD, format: '1' },
  'format 0': { ...HEAD, format: 0 },
  'no library': { ...HEAD, library: '' },
  'half an edition': { ...HEAD, edition: 1.5 },
  'an edition below none': { ...HEAD, edition: -1 },
  'a root elsewhere': { ...HEAD, root: `../root-${HASH}.json` },
  'a root without its hash': { ...HEAD, root: 'root.json' },
  'a root in capitals': { ...HEAD, root: `root-${'A'.repeat(64)}.json` },
  'a pack for a root': { ...HEAD, root: `pack-${HASH}.json` },
})) {
  test(`${what} is no head`, () => {
    assert.throws(() => read(value), { code: 'format', what: 'head' });
  });
}

test('a newer format is told apart from a wrong one', () => {
  assert.throws(() => read({ format: 2, everything: 'else' }), {
    code: 'format-newer',
    what: 'head',
  });
});
