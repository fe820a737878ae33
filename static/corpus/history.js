/**
 * What the last updates brought to this device, and how the texts were that they corrected.
 *
 * An update is two files, named by its edition and written before the switch to it:
 *
 *     update-<edition>-<library>    gzip of the JSON of an Update
 *     earlier-<edition>-<library>   a stored pack of the lines that were corrected, as they were
 *
 * What is of a later edition than the one that is kept is not read: after a kill before the switch
 * it is written anew. All of it is a comfort, so what has no room is not kept.
 *
 * @typedef {import('./types.js').Article} Article
 * @typedef {import('./types.js').Counts} Counts
 * @typedef {import('../storage/file-store.js').FileStore} FileStore
 * @typedef {Uint8Array<ArrayBuffer>} Bytes
 *
 * @typedef {object} News an edition that came
 * @property {number} from the edition with which it is compared
 * @property {number} edition
 * @property {string | null} published when, in UTC
 * @property {number} bytes what it cost on the wire
 *
 * @typedef {object} Changed ids, in the order of the library, up to MOST_LISTED of each kind
 * @property {string[]} added
 * @property {string[]} corrected
 * @property {string[]} withdrawn
 *
 * @typedef {News & Changed & { counts: Counts }} Update `counts` also of what is not listed
 *
 * @typedef {{ library: string, edition: number }} Kept the edition that is kept here
 */
import { gunzip, gzip } from '../lib/gzip.js';
import { sha256 } from '../lib/hash.js';
import { contentsOf, lineAt, toStored } from './stored-pack.js';

/** How many articles of one kind an update lists. */
export const MOST_LISTED = 1_000;

/** An update that corrects more keeps no earlier text: nobody compares so many. */
export const MOST_CORRECTED = 200;

/** How many updates are kept. */
export const MOST_UPDATES = 30;

/** How many bytes all earlier texts may take together. */
export const MOST_BYTES = 4_000_000;

const FILE = /^(update|earlier)-(\d+)-([0-9a-f]{16})$/;

export class History {
  #files;

  /** @param {FileStore} files */
  constructor(files) {
    this.#files = files;
  }

  /**
   * What was noted of the editions that it spans goes: they were never switched to, or it tells of
   * them as well.
   *
   * @param {string} library
   * @param {Update} update
   * @param {Bytes[]} earlier the lines that it corrected, as they were
   * @throws {import('../storage/errors.js').StorageError} there is no room
   */
  async keep(library, update, earlier) {
    const { from, edition } = update;
    for (const file of await this.#filesOf({ library, edition })) {
      if (file.edition > from) await this.#files.delete(file.name);
    }
    const { members, about } = await toStored(earlier);
    await this.#files.put(await nameOf('earlier', edition, library), members, about);
    const json = new TextEncoder().encode(JSON.stringify(update));
    await this.#files.put(await nameOf('update', edition, library), [await gzip(json)]);
  }

  /**
   * @param {Kept} kept
   * @returns {Promise<Update[]>} the newest first
   */
  async updates(kept) {
    const names = (await this.#filesOf(kept)).filter(({ kind }) => kind === 'update');
    const read = await Promise.all(names.map(({ name }) => this.#readUpdate(name)));
    return read.filter((update) => update !== null);
  }

  /**
   * @param {Kept} kept
   * @param {string} id
   * @returns {Promise<Article | null>} as it was before it was corrected last; null if that is not
   *   kept
   */
  async earlier({ library, edition }, id) {
    const updates = await this.updates({ library, edition });
    const last = updates.find(({ corrected }) => corrected.includes(id));
    if (!last) return null;
    const name = await nameOf('earlier', last.edition, library);
    const file = await this.#files.get(name);
    if (!file) return null;
    const { rows } = await contentsOf(name, file);
    const row = rows.find((each) => each.id === id);
    const line = row && (await lineAt(file, row));
    return line ? JSON.parse(new TextDecoder().decode(line)) : null;
  }

  /**
   * Deletes what is old, and what is of another library.
   *
   * @param {Kept} kept
   */
  async sweep(kept) {
    const files = await this.#filesOf(kept);
    const editions = [...new Set(files.map(({ edition }) => edition))];
    const recent = new Set(editions.slice(0, MOST_UPDATES));
    const names = new Set();
    let bytes = 0;
    for (const { name, kind, edition } of files) {
      if (!recent.has(edition)) continue;
      if (kind === 'earlier') bytes += (await this.#files.get(name))?.blob.size ?? 0;
      if (kind === 'update' || bytes <= MOST_BYTES) names.add(name);
    }
    for (const name of await this.#files.names()) {
      if (!names.has(name)) await this.#files.delete(name);
    }
  }

  /**
   * @param {Kept} kept
   * @returns {Promise<{ name: string, kind: string, edition: number }[]>} the newest first
   */
  async #filesOf({ library, edition }) {
    const mark = await markOf(library);
    return [...(await this.#files.names())]
      .map((name) => FILE.exec(name))
      .filter((match) => match?.[3] === mark && Number(match[2]) <= edition)
      .map((match) => {
        const [name, kind, number] = /** @type {RegExpExecArray} */ (match);
        return { name, kind, edition: Number(number) };
      })
      .sort((a, b) => b.edition - a.edition);
  }

  /**
   * @param {string} name
   * @returns {Promise<Update | null>} null if it cannot be read
   */
  async #readUpdate(name) {
    try {
      const file = await this.#files.get(name);
      return file && JSON.parse(new TextDecoder().decode(await gunzip(file.blob)));
    } catch {
      return null;
    }
  }
}

/**
 * @param {'update' | 'earlier'} kind
 * @param {number} edition
 * @param {string} library
 */
async function nameOf(kind, edition, library) {
  return `${kind}-${edition}-${await markOf(library)}`;
}

/**
 * Stands for a library in a file's name, which takes no other letters.
 *
 * @param {string} library
 */
async function markOf(library) {
  return (await sha256(new TextEncoder().encode(library))).slice(0, 16);
}
