/**
 * One IndexedDB database, with what its connections do in life: open() that never answers, other
 * tabs that want another version, connections that are lost.
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
   * Does all of it or nothing, and returns when it is on the disk.
   *
   * @param {string} store
   * @param {(objects: IDBObjectStore) => void} work only requests, nothing that waits
   */
  async write(store, work) {
    await this.#transact(store, 'readwrite', work);
  }

  /**
   * A connection that is lost is opened again and the work done again, once.
   *
   * @param {string} store
   * @param {IDBTransactionMode} mode
   * @param {(objects: IDBObjectStore) => void} work
   */
  async #transact(store, mode, work) {
    try {
      await this.#transactOnce(store, mode, work);
    } catch (error) {
      this.#forget();
      if (!isLost(error)) throw storageError(`the database ${this.#name} refused`, error);
      try {
        await this.#transactOnce(store, mode, work);
      } catch (again) {
        this.#forget();
        throw storageError(`the database ${this.#name} failed twice; restart the browser`, again);
      }
    }
  }

  /**
   * @param {string} store
   * @param {IDBTransactionMode} mode
   * @param {(objects: IDBObjectStore) => void} work
   */
  async #transactOnce(store, mode, work) {
    const database = await this.#open();
    const completed = new Promise((resolve, reject) => {
      const transaction = database.transaction(store, mode, { durability: 'strict' });
      transaction.oncomplete = () => resolve(undefined);
      transaction.onabort = () => reject(transaction.error ?? new DOMException('', 'AbortError'));
      work(transaction.objectStore(store));
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

/** @param {unknown} error */
function isLost(error) {
  if (!(error instanceof Error)) return false;
  return LOST.has(error.name) || /backing store|database server/i.test(error.message);
}
