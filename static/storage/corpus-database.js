/**
 * The database octavo-corpus: one row that says which edition is kept here, and one that says what
 * the reader wants of a download. All of it can be fetched again; what only the reader has lies in
 * another database.
 *
 * @typedef {object} CorpusRecord what the corpus is
 * @property {string} library
 * @property {number} edition
 * @property {string} root file name of the edition's root
 * @property {string} title
 * @property {string} lang
 * @property {number} articles how many are live
 * @property {string} state the edition's state hash
 * @property {string[]} packs names in the order of precedence, the newest last
 * @property {Record<string, string[]>} origins of each pack that was made here: the published packs
 *   whose lines it holds
 *
 * @typedef {object} Intent what the reader said about a download that is not done
 * @property {string} library
 * @property {number} agreed bytes on the wire that the reader agreed to
 * @property {boolean} paused
 */
import { Database } from './database.js';

const STORE = 'corpus';
const RECORD = 'record';
const INTENT = 'intent';

export class CorpusDatabase {
  #database = new Database('octavo-corpus', 1, (database) => database.createObjectStore(STORE));

  /** @returns {Promise<CorpusRecord | null>} null where nothing is kept */
  async record() {
    return (await this.#database.get(STORE, RECORD)) ?? null;
  }

  /** @returns {Promise<Intent | null>} */
  async intent() {
    return (await this.#database.get(STORE, INTENT)) ?? null;
  }

  /**
   * The switch: from now on the corpus is this edition, and no download is wanted any more.
   *
   * @param {CorpusRecord} record
   */
  async switchTo(record) {
    await this.#database.write(STORE, (objects) => {
      objects.put(record, RECORD);
      objects.delete(INTENT);
    });
  }

  /** @param {Intent} intent */
  async want(intent) {
    await this.#database.write(STORE, (objects) => objects.put(intent, INTENT));
  }
}
