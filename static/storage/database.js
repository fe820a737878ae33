/**
 * One IndexedDB database, with what its connections do in life: open() that never answers, other
 * tabs that want another version, connections that are lost.
 *
 * @typedef {{ last: IDBValidKey | null, values: any[] }} Batch a part of a store, and its last key
 */
import { within } from '../lib/timeouts.js';
import { storageError } from './errors.js';

/** After so many milliseconds a transaction counts as one that never answers. */
const PATIENCE = 10_000;

/** After so many an open() does. It is tried twice, and the reader waits for both. */
const OPENING = 5_000;

/**
 * What a lost connection throws. WebKit loses its database server and then fails for as long as the
 * old connection is used (WebKit bugs 197050, 273827); a new connection mends it.
 */
const LOST = new Set(['InvalidStateError', 'UnknownError', 'AbortError', 'TimeoutError']);

export class Database {
  #name;
  #version;
  #upgrade;
  #patience;
  /** @type {Promise<IDBDatabase> | null} */
  #opening = null;

  /**
   * @param {string} name
   * @param {number} version
   * @param {(database: IDBDatabase, from: number) => void} upgrade makes the stores
   * @param {number} [patience]
   */
  constructor(name, version, upgrade, patience = PATIENCE) {
    this.#name = name;
    this.#version = version;
    this.#upgrade = upgrade;
    this.#patience = patience;
  }

  /**
   * @param {string} store
   * @param {IDBValidKey} key
   * @returns {Promise<any>} undefined if there is nothing under the key
   */
  async get(store, key) {
    /** @type {IDBRequest | undefined} */
    let request;
    await this.#transact(store, 'readonly', (objects) => (request = objects.get(key)));
    return request?.result;
  }

  /**
   * What several keys name, in the order of their keys.
   *
   * @param {string} store
   * @param {IDBValidKey[]} keys
   * @returns {Promise<any[]>} undefined for a key under which there is nothing
   */
  async getEach(store, keys) {
    /** @type {IDBRequest[]} */
    let requests = [];
    await this.#transact(store, 'readonly', (objects) => {
      requests = keys.map((key) => objects.get(key));
    });
    return requests.map(({ result }) => result);
  }

  /**
   * All of a store that grows, in the order of the keys. Each batch is a transaction of its own, so
   * that neither memory nor patience sets a limit to what is stored.
   *
   * @param {string} store
   * @param {number} size how many values there are in a batch at most
   * @returns {AsyncGenerator<any[], void, void>}
   */
  async *batches(store, size) {
    /** @type {IDBKeyRange | null} */
    let rest = null;
    for (;;) {
      /** @type {Batch} */
      let batch = { last: null, values: [] };
      await this.#transact(store, 'readonly', (objects) => (batch = read(objects, rest, size)));
      if (batch.values.length > 0) yield batch.values;
      if (batch.values.length < size) return;
      rest = IDBKeyRange.lowerBound(batch.last, true);
    }
  }

  /**
   * Does all of it or nothing, and returns when it is on the disk. A connection that is lost may
   * have done it all the same: the work may come twice.
   *
   * @param {string | string[]} stores
   * @param {(...objects: IDBObjectStore[]) => void} work with these stores, in this order; only
   *   requests, nothing that waits
   */
  async write(stores, work) {
    await this.#transact(stores, 'readwrite', work);
  }

  /**
   * A connection that is lost is opened again and the work done again, once.
   *
   * @param {string | string[]} stores
   * @param {IDBTransactionMode} mode
   * @param {(...objects: IDBObjectStore[]) => void} work
   */
  async #transact(stores, mode, work) {
    try {
      await this.#transactOnce(stores, mode, work);
    } catch (error) {
      this.#forget();
      if (!isLost(error)) throw storageError(`the database ${this.#name} refused`, error);
      try {
        await this.#transactOnce(stores, mode, work);
      } catch (again) {
        this.#forget();
        throw storageError(`the database ${this.#name} failed twice; restart the browser`, again);
      }
    }
  }

  /**
   * @param {string | string[]} stores
   * @param {IDBTransactionMode} mode
   * @param {(...objects: IDBObjectStore[]) => void} work
   */
  async #transactOnce(stores, mode, work) {
    const database = await this.#open();
    const completed = new Promise((resolve, reject) => {
      const transaction = database.transaction(stores, mode, { durability: 'strict' });
      transaction.oncomplete = () => resolve(undefined);
      transaction.onabort = () => reject(transaction.error ?? new DOMException('', 'AbortError'));
      work(...[stores].flat().map((store) => transaction.objectStore(store)));
    });
    await within(completed, this.#patience, `a transaction of ${this.#name}`);
  }

  /** @returns {Promise<IDBDatabase>} */
  #open() {
    this.#opening ??= this.#connect();
    return within(this.#opening, Math.min(OPENING, this.#patience), `opening ${this.#name}`);
  }

  /** @returns {Promise<IDBDatabase>} */
  #connect() {
    return new Promise((resolve, reject) => {
      const request = indexedDB.open(this.#name, this.#version);
      request.onupgradeneeded = ({ oldVersion }) => this.#upgrade(request.result, oldVersion);
      request.onerror = () => reject(request.error);
      // Nothing on `blocked`: a tab that holds an older version may be frozen and never close its
      // connection, so the limit on opening ends the wait in every case.
      request.onsuccess = () => {
        const database = request.result;
        database.onversionchange = () => this.#forget();
        database.onclose = () => this.#forget();
        resolve(database);
      };
    });
  }

  /** The next use opens a new connection. One that opens too late is closed then. */
  #forget() {
    this.#opening?.then(
      (database) => database.close(),
      () => {},
    );
    this.#opening = null;
  }
}

/**
 * @param {IDBObjectStore} objects
 * @param {IDBKeyRange | null} range
 * @param {number} size
 * @returns {Batch} filled while the transaction lives
 */
function read(objects, range, size) {
  /** @type {Batch} */
  const batch = { last: null, values: [] };
  const request = objects.openCursor(range);
  request.onsuccess = () => {
    const cursor = request.result;
    if (!cursor) return;
    batch.last = cursor.key;
    batch.values.push(cursor.value);
    if (batch.values.length < size) cursor.continue();
  };
  return batch;
}

/** @param {unknown} error */
function isLost(error) {
  if (!(error instanceof Error)) return false;
  return LOST.has(error.name) || /backing store|database server/i.test(error.message);
}
