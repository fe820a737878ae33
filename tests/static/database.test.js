import assert from 'node:assert/strict';
import { afterEach, test } from 'node:test';

import { CorpusDatabase } from '../../static/storage/corpus-database.js';
import { Database } from '../../static/storage/database.js';
import { StorageFull } from '../../static/storage/errors.js';

/** Short enough to be waited for. */
const PATIENCE = 30;

/** An IndexedDB of one store in memory, whose connections do what a test says. */
class FakeIndexedDB {
  rows = new Map();
  connections = [];
  transactions = [];
  /** What the next calls do instead, in order: 'hang', or an error to throw or to abort with. */
  openings = [];
  outcomes = [];

  open() {
    const request = {};
    const outcome = this.openings.shift();
    if (outcome === 'hang') return request;
    queueMicrotask(() => {
      if (outcome) return request.onerror(Object.assign(request, { error: outcome }));
      request.result = this.#connect();
      if (this.connections.length === 1) request.onupgradeneeded({ oldVersion: 0 });
      request.onsuccess();
    });
    return request;
  }

  #connect() {
    const connection = {
      closed: false,
      close: () => (connection.closed = true),
      createObjectStore: () => {},
      transaction: (store, mode, options) => this.#transact(connection, mode, options),
    };
    this.connections.push(connection);
    return connection;
  }

  #transact(connection, mode, options) {
    if (connection.closed) throw new DOMException('closed', 'InvalidStateError');
    const outcome = this.outcomes.shift();
    const transaction = { error: null, ...options, mode };
    this.transactions.push(transaction);
    const pending = [];
    transaction.objectStore = () => ({
      get: (key) => ({ result: this.rows.get(key) }),
      put: (value, key) => pending.push(() => this.rows.set(key, value)),
      delete: (key) => pending.push(() => this.rows.delete(key)),
    });
    queueMicrotask(() => {
      if (outcome === 'hang') return;
      if (outcome) return transaction.onabort(Object.assign(transaction, { error: outcome }));
      for (const work of pending) work();
      transaction.oncomplete();
    });
    return transaction;
  }
}

function install() {
  globalThis.indexedDB = new FakeIndexedDB();
  return globalThis.indexedDB;
}

function database() {
  return new Database('test', 1, (each) => each.createObjectStore('store'), PATIENCE);
}

function write(each, value) {
  return each.write('store', (objects) => objects.put(value, 'key'));
}

const lost = () => new DOMException('Connection to Indexed Database server lost', 'UnknownError');

afterEach(() => delete globalThis.indexedDB);

test('what is written is there', async () => {
  install();
  const each = database();
  await write(each, 7);
  assert.equal(await each.get('store', 'key'), 7);
  assert.equal(await each.get('store', 'another'), undefined);
});

test('a write is strict: it counts when it is on the disk', async () => {
  const fake = install();
  await write(database(), 7);
  assert.equal(fake.transactions[0].durability, 'strict');
});

test('one connection serves all', async () => {
  const fake = install();
  const each = database();
  await Promise.all([write(each, 1), write(each, 2), each.get('store', 'key')]);
  assert.equal(fake.connections.length, 1);
});

test('a lost connection is opened again and the work done again', async () => {
  const fake = install();
  const each = database();
  await write(each, 1);
  fake.outcomes.push(lost());
  await write(each, 2);
  assert.equal(fake.rows.get('key'), 2);
  assert.equal(fake.connections.length, 2);
  assert.ok(fake.connections[0].closed);
});

test('it is done again once and no more', async () => {
  const fake = install();
  const each = database();
  fake.outcomes.push(lost(), lost());
  await assert.rejects(write(each, 1), { name: 'StorageError', message: /failed twice/ });
  assert.equal(fake.transactions.length, 2);
  await write(each, 2);
  assert.equal(fake.rows.get('key'), 2);
});

for (const event of ['onclose', 'onversionchange']) {
  test(`after ${event} the next use opens a new connection`, async () => {
    const fake = install();
    const each = database();
    await write(each, 1);
    fake.connections[0][event]();
    await write(each, 2);
    assert.ok(fake.connections[0].closed);
    assert.equal(fake.connections.length, 2);
  });
}

test('an open() that never answers is given up', async () => {
  const fake = install();
  fake.openings.push('hang', 'hang');
  await assert.rejects(write(database(), 1), {
    name: 'StorageError',
    message: /opening test took more/,
  });
});

test('an open() that did not answer once is tried again', async () => {
  const fake = install();
  fake.openings.push('hang');
  await write(database(), 1);
  assert.equal(fake.rows.get('key'), 1);
});

test('a transaction that never ends is given up and done again', async () => {
  const fake = install();
  fake.outcomes.push('hang');
  await write(database(), 1);
  assert.equal(fake.rows.get('key'), 1);
});

test('a full disk is told apart and not tried again', async () => {
  const fake = install();
  fake.outcomes.push(new DOMException('full', 'QuotaExceededError'));
  await assert.rejects(write(database(), 1), StorageFull);
  assert.equal(fake.transactions.length, 1);
});

test('a database of a newer app is an error that says so', async () => {
  const fake = install();
  fake.openings.push(new DOMException('newer', 'VersionError'));
  await assert.rejects(write(database(), 1), { name: 'StorageError', message: /VersionError/ });
});

test('the switch to an edition ends what the reader wanted of its download', async () => {
  install();
  const corpus = new CorpusDatabase();
  assert.equal(await corpus.record(), null);
  await corpus.want({ library: 'x', agreed: 9, paused: true });
  assert.deepEqual(await corpus.intent(), { library: 'x', agreed: 9, paused: true });
  await corpus.switchTo({ edition: 3 });
  assert.deepEqual(await corpus.record(), { edition: 3 });
  assert.equal(await corpus.intent(), null);
});
