import assert from 'node:assert/strict';
import { afterEach, test } from 'node:test';

import { StorageFull } from '../../static/storage/errors.js';
import { FileStore } from '../../static/storage/file-store.js';

/** Cache Storage in memory. A search in all caches is an error. */
class FakeCaches {
  all = new Map();
  /** What the next calls throw, in order. */
  faults = [];

  match() {
    throw new Error('all caches were searched');
  }

  async open(name) {
    if (!this.all.has(name)) this.all.set(name, new Map());
    const files = this.all.get(name);
    const url = (path) => new URL(path, 'https://library.example').href;
    const check = () => {
      const fault = this.faults.shift();
      if (fault) throw fault;
    };
    return {
      keys: async () => (check(), [...files.keys()].map((key) => new Request(key))),
      match: async (path) => (check(), files.get(url(path))?.clone()),
      put: async (path, response) => (check(), void files.set(url(path), response)),
      delete: async (path) => (check(), files.delete(url(path))),
    };
  }
}

function install() {
  globalThis.caches = new FakeCaches();
  return globalThis.caches;
}

afterEach(() => delete globalThis.caches);

test('a file comes back with what was said about it', async () => {
  install();
  const store = new FileStore('octavo-corpus');
  await store.put('pack-1.json', [new Uint8Array([1, 2]), new Uint8Array([3])], '2 abc');
  const { blob, about } = await store.get('pack-1.json');
  assert.deepEqual(new Uint8Array(await blob.arrayBuffer()), new Uint8Array([1, 2, 3]));
  assert.equal(about, '2 abc');
  assert.equal(await store.get('pack-2.json'), null);
});

test('files are told and deleted by their names, in their own cache only', async () => {
  const fake = install();
  const [packs, snapshots] = [new FileStore('packs'), new FileStore('snapshots')];
  await packs.put('a', []);
  await packs.put('b', []);
  await snapshots.put('a', []);
  await packs.delete('a');
  assert.deepEqual(await packs.names(), new Set(['b']));
  assert.deepEqual(await snapshots.names(), new Set(['a']));
  assert.deepEqual([...fake.all.keys()], ['packs', 'snapshots']);
});

test('what is stored is a response of our own, never one that came from a network', async () => {
  const fake = install();
  await new FileStore('packs').put('a', ['bytes']);
  const [response] = fake.all.get('packs').values();
  assert.deepEqual([...response.headers.keys()].sort(), ['content-type', 'octavo-about']);
});

for (const name of ['QuotaExceededError', 'NS_ERROR_FILE_NO_DEVICE_SPACE']) {
  test(`${name} means that the disk is full`, async () => {
    install().faults.push(Object.assign(new Error('full'), { name }));
    await assert.rejects(new FileStore('packs').put('a', []), StorageFull);
  });
}

test('any other failure is named, and the next use opens the cache again', async () => {
  const fake = install();
  const store = new FileStore('packs');
  fake.faults.push(new DOMException('gone', 'InvalidStateError'));
  await assert.rejects(store.put('a', []), {
    name: 'StorageError',
    message: /could not store a: InvalidStateError/,
  });
  await store.put('a', []);
  assert.deepEqual(await store.names(), new Set(['a']));
});
