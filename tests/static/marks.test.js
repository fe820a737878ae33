import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { test } from 'node:test';

import { blockHash, hashesOf } from '../../static/shelf/block-hash.js';
import { Marks } from '../../static/shelf/marks.js';
import { StorageError, StorageFull } from '../../static/storage/errors.js';

const NOW = Date.UTC(2026, 10, 24);
const PLACE = { block: '0123456789abcdef', offset: 12, share: 0.25 };

/** The database of one phone, in memory. The real one is tested in browsers. */
class MemoryMarks {
  marks = new Map();
  last = null;
  /** The wishes of each write. */
  writes = [];
  /** Thrown by the next calls, in order; null where one goes well. */
  faults = [];

  async *all() {
    this.#fail();
    for (const mark of this.marks.values()) yield [mark];
  }

  async about(articles) {
    this.#fail();
    return [...this.marks.values()].filter(({ article }) => articles.includes(article));
  }

  async write(wishes, tick) {
    this.writes.push(wishes);
    await null;
    this.#fail();
    return wishes.map((wish) => {
      this.last = tick(this.last, '0123456789abcdef');
      const mark = { ...wish, stamp: this.last };
      this.marks.set(`${wish.kind}:${wish.article}`, mark);
      return mark;
    });
  }

  #fail() {
    const fault = this.faults.shift();
    if (fault) throw fault;
  }
}

/** BroadcastChannel among the tabs of one phone. */
class MemoryChannels {
  #tabs = new Set();

  open() {
    const tab = { onmessage: null, close: () => this.#tabs.delete(tab) };
    tab.postMessage = (data) => {
      for (const other of this.#tabs) if (other !== tab) other.onmessage?.({ data });
    };
    this.#tabs.add(tab);
    return tab;
  }
}

class Phone {
  store = new MemoryMarks();
  #channels = new MemoryChannels();
  now = NOW;

  async open() {
    const channel = this.#channels.open();
    const marks = new Marks({ store: this.store, channel, now: () => this.now });
    await marks.start();
    return marks;
  }
}

function changesOf(marks) {
  const changes = [];
  marks.addEventListener('change', ({ detail }) => changes.push(detail.ids));
  return changes;
}

function nextChange(marks) {
  return new Promise((resolve) => marks.addEventListener('change', resolve, { once: true }));
}

test('what is not marked is one frozen object for all', async () => {
  const marks = await new Phone().open();
  const unmarked = { read: false, saved: false, place: null, readAt: null, savedAt: null };
  assert.deepEqual(marks.of('a'), unmarked);
  assert.equal(marks.of('a'), marks.of('b'));
  assert.ok(Object.isFrozen(marks.of('a')));
});

test('a mark is known and told of when it is on the disk, and not before', async () => {
  const marks = await new Phone().open();
  const changes = changesOf(marks);
  const set = marks.set('a', { saved: true });
  assert.equal(marks.of('a').saved, false);
  assert.deepEqual(changes, []);
  assert.deepEqual(await set, ['a']);
  const unread = { read: false, readAt: null, place: null };
  assert.deepEqual(marks.of('a'), { saved: true, savedAt: NOW, ...unread });
  assert.deepEqual(changes, [['a']]);
});

test('marks outlive the page', async () => {
  const phone = new Phone();
  await (await phone.open()).set('a', { read: true, place: PLACE });
  const marks = await phone.open();
  assert.equal(marks.of('a').readAt, NOW);
  assert.deepEqual(marks.of('a').place, PLACE);
});

test('what is not named in a wish stays', async () => {
  const marks = await new Phone().open();
  await marks.set('a', { read: true });
  await marks.set('a', { saved: true });
  await marks.set('a', { place: PLACE });
  await marks.set('a', { read: false });
  const saved = { saved: true, savedAt: NOW, place: PLACE };
  assert.deepEqual(marks.of('a'), { read: false, readAt: null, ...saved });
  await marks.set('a', { place: null });
  assert.equal(marks.of('a').place, null);
});

test('what is saved comes newest first', async () => {
  const marks = await new Phone().open();
  for (const id of ['a', 'b', 'c', 'd']) await marks.set(id, { saved: true });
  await marks.set('b', { saved: false });
  await marks.set('a', { saved: false });
  await marks.set('a', { saved: true });
  await marks.set('e', { read: true });
  assert.deepEqual(marks.saved(), ['a', 'd', 'c']);
});

test('what is begun and not finished comes newest first', async () => {
  const marks = await new Phone().open();
  const at = (share) => ({ place: { ...PLACE, share } });
  for (const id of ['a', 'b', 'read', 'left']) await marks.set(id, at(0.5));
  await marks.set('untouched', at(0));
  await marks.set('finished', at(1));
  await marks.set('read', { read: true });
  await marks.set('left', { place: null });
  await marks.set('a', at(0.6));
  await marks.set('b', { saved: true });
  assert.deepEqual(marks.places(), ['a', 'b']);
});

test('a write that fails leaves everything as it was', async () => {
  const phone = new Phone();
  const marks = await phone.open();
  await marks.set('a', { saved: true });
  const changes = changesOf(marks);
  phone.store.faults.push(new StorageFull('no room'));
  await assert.rejects(marks.set('a', { saved: false }), StorageFull);
  assert.equal(marks.of('a').saved, true);
  assert.deepEqual(changes, []);
  await marks.set('a', { saved: false });
  assert.equal(marks.of('a').saved, false);
});

test('many articles are marked in slices of a thousand', async () => {
  const phone = new Phone();
  const marks = await phone.open();
  const changes = changesOf(marks);
  const ids = Array.from({ length: 2500 }, (_, number) => `id-${number}`);
  assert.deepEqual(await marks.setAll(new Set(ids), { read: true }), ids);
  assert.deepEqual(phone.store.writes.map(({ length }) => length), [1000, 1000, 500]);
  assert.deepEqual(changes.map(({ length }) => length), [1000, 1000, 500]);
  assert.ok(ids.every((id) => marks.of(id).read));
});

test('where the second of many slices fails, the first is done and told of', async () => {
  const phone = new Phone();
  const marks = await phone.open();
  const changes = changesOf(marks);
  const ids = Array.from({ length: 2500 }, (_, number) => `id-${number}`);
  phone.store.faults.push(null, new StorageFull('no room'));
  await assert.rejects(marks.setAll(ids, { read: true }), StorageFull);
  assert.deepEqual(changes.flat(), ids.slice(0, 1000));
  assert.deepEqual(ids.filter((id) => marks.of(id).read), ids.slice(0, 1000));
});

test('what was wished for first is written first', async () => {
  const phone = new Phone();
  const marks = await phone.open();
  const ids = Array.from({ length: 1001 }, (_, number) => `id-${number}`);
  await Promise.all([
    marks.setAll(ids, { read: true }),
    marks.set('id-1000', { read: false }),
  ]);
  assert.equal(marks.of('id-1000').read, false);
  assert.equal(phone.store.marks.get('read:id-1000').value, false);
});

test('another tab sees the mark', async () => {
  const phone = new Phone();
  const [one, other] = [await phone.open(), await phone.open()];
  const heard = nextChange(other);
  await one.set('a', { saved: true });
  assert.deepEqual((await heard).detail.ids, ['a']);
  assert.equal(other.of('a').saved, true);
});

test('a tab that is closed hears no more', async () => {
  const phone = new Phone();
  const [one, other, third] = [await phone.open(), await phone.open(), await phone.open()];
  other.close();
  const heard = nextChange(third);
  await one.set('a', { saved: true });
  await heard;
  assert.equal(other.of('a').saved, false);
});

test('what is read late does not replace what was written since', async () => {
  const phone = new Phone();
  const marks = await phone.open();
  await marks.set('a', { saved: true });
  const old = phone.store.marks.get('saved:a');
  await marks.set('a', { saved: false });
  phone.store.marks.set('saved:a', old);
  const changes = changesOf(marks);
  await marks.start();
  assert.equal(marks.of('a').saved, false);
  assert.deepEqual(changes, []);
});

test('a page that slept learns by another start what other tabs wrote', async () => {
  const phone = new Phone();
  const [one, slept] = [await phone.open(), await phone.open()];
  slept.close();
  await one.set('a', { saved: true });
  await one.set('b', { saved: true });
  const changes = changesOf(slept);
  await slept.start();
  assert.deepEqual(slept.saved(), ['b', 'a']);
  assert.deepEqual(changes, [['a', 'b']]);
});

test('where the database does not open, nothing is marked and nothing can be', async () => {
  const phone = new Phone();
  const refusal = new StorageError('the database octavo-marks refused');
  phone.store.faults.push(refusal, refusal);
  const marks = await phone.open();
  assert.equal(marks.isKept, false);
  await assert.rejects(marks.set('a', { saved: true }), StorageError);
  assert.equal(marks.of('a').saved, false);
  assert.deepEqual(phone.store.writes, []);
});

test('a database that opens at last is read before anything is written', async () => {
  const phone = new Phone();
  await (await phone.open()).set('a', { saved: true });
  phone.store.faults.push(new StorageError('the database octavo-marks refused'));
  const marks = await phone.open();
  assert.equal(marks.isKept, false);
  await marks.set('b', { saved: true });
  assert.ok(marks.isKept);
  assert.deepEqual(marks.saved(), ['b', 'a']);
});

test('a clock that is set back still makes the newest mark the first', async () => {
  const phone = new Phone();
  const marks = await phone.open();
  await marks.set('a', { saved: true });
  phone.now = NOW - 365 * 24 * 60 * 60 * 1000;
  await marks.set('b', { saved: true });
  assert.deepEqual(marks.saved(), ['b', 'a']);
});

test('a block is named by the first 16 digits of the SHA-256 of its UTF-8', async () => {
  const block = '<p>Grüße, 船 🚢</p>';
  const hash = createHash('sha256').update(block).digest('hex').slice(0, 16);
  assert.equal(await blockHash(block), hash);
  assert.deepEqual(await hashesOf(['', block, block]), [await blockHash(''), hash, hash]);
});
