/**
 * The phone's copy of an edition, as it is stored and read. It knows no server: what comes into it
 * was checked before.
 *
 * @typedef {import('./types.js').Article} Article
 * @typedef {import('./types.js').PlacedRow} PlacedRow
 * @typedef {import('./types.js').Withdrawal} Withdrawal
 * @typedef {import('./types.js').Contents} Contents
 * @typedef {import('../storage/corpus-database.js').CorpusRecord} CorpusRecord
 * @typedef {import('../storage/corpus-database.js').Intent} Intent
 *
 * @typedef {object} Stores
 * @property {import('../storage/corpus-database.js').CorpusDatabase} database
 * @property {import('../storage/file-store.js').FileStore} packs
 * @property {import('../storage/file-store.js').FileStore} snapshots
 * @property {import('../storage/file-store.js').FileStore} history
 *
 * @typedef {Contents & { bySlug: Map<string, PlacedRow> }} Reading
 *
 * @typedef {(row: { id: string, place?: PlacedRow['place'] }) => boolean} IsHere what the server lists
 *   has no place
 *
 * @typedef {{ kind: 'article', row: PlacedRow }
 *   | { kind: 'withdrawn', withdrawal: Withdrawal }} Found
 */
import { brokenPacks } from './check.js';
import { liveContents } from './contents.js';
import { History } from './history.js';
import { Partial } from './partial.js';
import { readSnapshot, snapshotName, writeSnapshot } from './snapshot.js';
import { lineAt } from './stored-pack.js';

export class Corpus {
  #database;
  #packs;
  #snapshots;
  #history;
  /** @type {CorpusRecord | null} */
  #record = null;
  /** @type {Intent | null} */
  #intent = null;
  /** @type {Promise<Reading> | null} */
  #reading = null;
  /** Packs whose stored bytes turned out to be wrong. @type {Set<string>} */
  #broken = new Set();
  /** The packs that are stored, as they were seen last. @type {Set<string>} */
  #stored = new Set();
  /** The answer about rows, until other packs are held. @type {IsHere | null} */
  #isHere = null;
  /** What can be read of the first edition that is coming. @type {Partial | null} */
  #partial = null;

  /** @param {Stores} stores */
  constructor({ database, packs, snapshots, history }) {
    this.#database = database;
    this.#packs = packs;
    this.#snapshots = snapshots;
    this.#history = new History(history);
  }

  /** What it is an edition of; null where nothing is kept. */
  get record() {
    return this.#record;
  }

  /** What the reader said about a download that is not done. */
  get intent() {
    return this.#intent;
  }

  /** Reads what is stored, also when another tab may have changed it. */
  async open() {
    const before = this.#record;
    this.#intent = await this.#database.intent();
    this.#record = await this.#database.record();
    if (String(this.#record?.packs) !== String(before?.packs)) this.#reading = null;
  }

  /** @returns {Promise<Set<string>>} packs that are stored whole, also those of no edition yet */
  async held() {
    const names = await this.#packs.names();
    if (!isSame(names, this.#stored)) this.#see(names);
    const held = new Set(names);
    for (const pack of this.#broken) held.delete(pack);
    return held;
  }

  /**
   * Whether an article is here, as it was seen last: whether its pack is held. Packs are what is
   * checked and fetched, so in one that is damaged no article counts as here. To ask costs nothing,
   * however many rows there are; it is the same function until the answer for some row is another.
   *
   * @returns {IsHere}
   */
  get isHere() {
    if (this.#isHere) return this.#isHere;
    if (!this.#record) return (this.#isHere = this.#partial?.isHere ?? (() => false));
    const [stored, broken] = [this.#stored, new Set(this.#broken)];
    this.#isHere = ({ place }) =>
      place !== undefined && stored.has(place.pack) && !broken.has(place.pack);
    return this.#isHere;
  }

  /** @param {Set<string>} stored */
  #see(stored) {
    this.#stored = stored;
    this.#isHere = null;
  }

  /**
   * A first edition is coming: what has come of it can be read meanwhile.
   *
   * @param {string[]} packs in the order of precedence
   * @param {string[]} base those of them that are its base
   */
  expect(packs, base) {
    if (this.#record || this.#partial?.isOf(packs)) return;
    this.#partial = new Partial(packs, base, this.#packs);
    this.#isHere = null;
  }

  /** Sees which packs are held now. */
  async look() {
    const held = await this.held();
    const before = this.#partial?.size;
    await this.#partial?.see(held);
    if (this.#partial?.size !== before) this.#isHere = null;
  }

  /** @returns {Promise<PlacedRow[]>} what can be read of the first edition that is coming, newest first */
  async arrived() {
    return (await this.#partial?.rows()) ?? [];
  }

  /**
   * @param {string} slug
   * @returns {Promise<{ article: Article, hash: string } | null>} an article that has arrived, whole
   *   and checked
   */
  async arrivedArticle(slug) {
    const row = await this.#partial?.find(slug);
    const article = row && (await this.#articleOf(row));
    return article ? { article, hash: row.hash } : null;
  }

  /** Whether every pack of the edition is here. */
  async isWhole() {
    return (await this.share()) === 'all';
  }

  /**
   * @returns {Promise<'all' | 'some' | 'none'>} how much of the edition is here; what is damaged was
   *   not removed, and so is some
   */
  async share() {
    const held = await this.held();
    const packs = this.#record?.packs ?? [];
    if (packs.every((pack) => held.has(pack))) return 'all';
    return packs.some((pack) => this.#stored.has(pack)) ? 'some' : 'none';
  }

  /** @returns {Promise<PlacedRow[]>} all live articles, newest first */
  async rows() {
    return (await this.#read()).rows;
  }

  /**
   * @param {string} slug
   * @returns {Promise<Found | null>}
   */
  async find(slug) {
    const { bySlug, withdrawals } = await this.#read();
    const row = bySlug.get(slug);
    if (row) return { kind: 'article', row };
    const withdrawal = withdrawals.find((each) => each.slug === slug);
    return withdrawal ? { kind: 'withdrawn', withdrawal } : null;
  }

  /**
   * @param {string[]} ids
   * @returns {Promise<Map<string, Found>>} by id; what is not in the edition is left out
   */
  async findEach(ids) {
    const { rows, withdrawals } = await this.#read();
    const wanted = new Set(ids);
    /** @type {Map<string, Found>} */
    const found = new Map();
    for (const withdrawal of withdrawals) {
      if (wanted.has(withdrawal.id)) found.set(withdrawal.id, { kind: 'withdrawn', withdrawal });
    }
    for (const row of rows) if (wanted.has(row.id)) found.set(row.id, { kind: 'article', row });
    return found;
  }

  /** @returns {Promise<import('./history.js').Update[]>} the newest first */
  async updates() {
    return this.#record ? this.#history.updates(this.#record) : [];
  }

  /**
   * @param {string} id
   * @returns {Promise<Article | null>} as it was before it was corrected last, if that is kept
   */
  async earlier(id) {
    return this.#record && this.#history.earlier(this.#record, id);
  }

  /** @returns {Promise<number>} bytes that all stored packs take */
  async size() {
    let bytes = 0;
    for (const name of await this.#packs.names()) {
      bytes += (await this.#packs.get(name))?.blob.size ?? 0;
    }
    return bytes;
  }

  /**
   * Reads every pack of the edition and holds it against the hash that it was stored with.
   *
   * @param {(done: number, all: number) => void} onPack
   * @returns {Promise<number>} how many articles are in packs that are not what they were
   */
  async verify(onPack) {
    const broken = await brokenPacks(this.#record?.packs ?? [], this.#packs, onPack);
    const { rows } = await this.#read();
    this.distrust(broken);
    const lost = new Set(broken);
    const whole = rows.filter(({ place }) => !lost.has(place.pack));
    return (this.#record?.articles ?? 0) - whole.length;
  }

  /**
   * @param {string} slug
   * @returns {Promise<Article | 'damaged' | null>} whole and checked
   */
  async article(slug) {
    const found = (await this.#articleAt(slug)) ?? (await this.#articleAfresh(slug));
    if (found) return found;
    const row = (await this.#read()).bySlug.get(slug);
    if (!row) return null;
    this.distrust([row.place.pack]);
    return 'damaged';
  }

  /**
   * The switch: from now on the corpus is this edition. What the reader said about its download is
   * done with.
   *
   * @param {CorpusRecord} record
   */
  async switchTo(record) {
    await this.#database.switchTo(record);
    this.#record = record;
    this.#partial = null;
    this.#see(new Set([...this.#stored, ...record.packs]));
    this.#intent = null;
    this.#reading = null;
  }

  /** @param {Intent} intent */
  async want(intent) {
    this.#intent = intent;
    // Where it cannot be kept, the reader is asked again after a restart, and no more than that.
    await this.#database.want(intent).catch(() => {});
  }

  /** Whether packs of it turned out to be unreadable, and are not stored anew yet. */
  get isBroken() {
    return this.#broken.size > 0;
  }

  /** @param {string[]} packs that cannot be read: they are not held any more */
  distrust(packs) {
    for (const pack of packs) this.#broken.add(pack);
    this.#isHere = null;
  }

  /** @param {string[]} packs that were stored anew */
  trust(packs) {
    for (const pack of packs) this.#broken.delete(pack);
    this.#isHere = null;
  }

  /** Deletes what no edition needs: the one before was read until the switch. */
  async sweep() {
    const packs = new Set(this.#record?.packs);
    for (const name of await this.#packs.names()) {
      if (!packs.has(name)) await this.#packs.delete(name);
    }
    const snapshot = await snapshotName([...packs]);
    for (const name of await this.#snapshots.names()) {
      if (name !== snapshot) await this.#snapshots.delete(name);
    }
    if (this.#record) await this.#history.sweep(this.#record);
  }

  /** @returns {Promise<Reading>} */
  #read() {
    this.#reading ??= this.#readStored();
    return this.#reading;
  }

  async #readStored() {
    const { packs = [] } = this.#record ?? {};
    const snapshot = await readSnapshot(packs, this.#snapshots);
    return readingOf(snapshot ?? (await this.#readPacks(packs)));
  }

  /** @param {string[]} packs */
  async #readPacks(packs) {
    const contents = await liveContents(packs, this.#packs);
    this.distrust(contents.broken);
    // It only saves time, so nothing is lost when it cannot be written.
    if (!contents.broken.length)
      await writeSnapshot(packs, contents, this.#snapshots).catch(() => {});
    return contents;
  }

  /**
   * @param {string} slug
   * @returns {Promise<Article | null>} null also if it is not where it should be
   */
  async #articleAt(slug) {
    const row = (await this.#read()).bySlug.get(slug);
    return row ? this.#articleOf(row) : null;
  }

  /**
   * @param {PlacedRow} row
   * @returns {Promise<Article | null>}
   */
  async #articleOf(row) {
    const file = await this.#packs.get(row.place.pack);
    const line = file && (await lineAt(file, row));
    return line ? JSON.parse(new TextDecoder().decode(line)) : null;
  }

  /**
   * Looks once more: another tab may have switched to another edition, or stored a pack anew. What
   * a snapshot says stays where the packs themselves cannot be read.
   *
   * @param {string} slug
   */
  async #articleAfresh(slug) {
    if (!(await this.#read()).bySlug.has(slug)) return null;
    await this.open();
    const contents = await this.#readPacks(this.#record?.packs ?? []);
    if (!contents.broken.length) this.#reading = Promise.resolve(readingOf(contents));
    return this.#articleAt(slug);
  }
}

/**
 * @param {Contents} contents
 * @returns {Reading}
 */
function readingOf({ rows, withdrawals }) {
  return { rows, withdrawals, bySlug: new Map(rows.map((row) => [row.slug, row])) };
}

/**
 * @param {Set<string>} one
 * @param {Set<string>} other
 */
function isSame(one, other) {
  return one.size === other.size && [...one].every((each) => other.has(each));
}
