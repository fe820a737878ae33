/** What is missing of a browser and of an address, and the note that outlives a loss. */
import assert from 'node:assert/strict';
import { test } from 'node:test';

import { lackOf } from '../../static/storage/abilities.js';
import { KEEPSAKE } from '../../static/storage/keepsake.js';

const ALL = {
  isSecureContext: true,
  navigator: { serviceWorker: {} },
  indexedDB: {},
  caches: {},
  DecompressionStream: class {},
};

const NONE = { navigator: {}, indexedDB: undefined, caches: undefined };

/** A page that throws when something of it is so much as named. */
function refusing(name) {
  return Object.defineProperty({ ...ALL }, name, {
    get() {
      throw new DOMException('blocked', 'SecurityError');
    },
  });
}

for (const [what, page, lack] of [
  ['nothing', ALL, null],
  ['HTTPS, whatever else is', { ...ALL, ...NONE, isSecureContext: false }, 'https'],
  ['the service worker', { ...ALL, navigator: {} }, 'worker'],
  ['the database', { ...ALL, indexedDB: undefined }, 'database'],
  ['Cache Storage', { ...ALL, caches: undefined }, 'files'],
  ['every store, as in Lockdown Mode', { ...ALL, ...NONE }, 'everything'],
  ['gzip', { ...ALL, DecompressionStream: undefined }, 'age'],
  ['a database that may not even be named', refusing('indexedDB'), 'database'],
  ['a storage that may not even be named', refusing('caches'), 'files'],
]) {
  test(`${what}: ${lack ? `"${lack}" is missing` : 'is missing'}`, () => {
    assert.equal(lackOf(page), lack);
  });
}

test('the note is there once it was left', (context) => {
  const kept = new Map();
  globalThis.localStorage = {
    getItem: (name) => kept.get(name) ?? null,
    setItem: (name, value) => void kept.set(name, value),
  };
  context.after(() => delete globalThis.localStorage);
  assert.equal(KEEPSAKE.isThere, false);
  KEEPSAKE.leave();
  assert.equal(KEEPSAKE.isThere, true);
});

test('where no note can be kept, nothing else is the worse for it', (context) => {
  Object.defineProperty(globalThis, 'localStorage', {
    configurable: true,
    get() {
      throw new DOMException('blocked', 'SecurityError');
    },
  });
  context.after(() => delete globalThis.localStorage);
  KEEPSAKE.leave();
  assert.equal(KEEPSAKE.isThere, false);
});
