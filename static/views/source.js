/**
 * Where screens take articles from: the corpus if there is one, else the server.
 *
 * @typedef {import('../corpus/replica.js').Replica} Replica
 * @typedef {import('../corpus/types.js').Row} Row
 * @typedef {import('../corpus/types.js').Article} Article
 * @typedef {import('../corpus/types.js').Withdrawal} Withdrawal
 * @typedef {import('../corpus/fault.js').Trouble} Trouble
 *
 * @typedef {{ kind: 'article', article: Article, hash: string, here: boolean }
 *   | { kind: 'withdrawn', withdrawal: Withdrawal }
 *   | { kind: 'unknown' }
 *   | { kind: 'not-here' | 'damaged', trouble: Trouble }} Found `trouble` is why the server did not
 *   help out
 *
 * @typedef {object} List
 * @property {Row[]} rows
 * @property {string | null} next cursor of the rows that follow, if they are not all here
 * @property {boolean} isKept whether they are those of the edition that is kept
 * @property {boolean} isWhole whether they are all that there are
 */
import { belongingTo } from '../components/list-view.js';
import { Fault, waitsForReader } from '../corpus/fault.js';
import { readArticle, readPage, readRows } from './online.js';

export class Source {
  #replica;
  /** What the list that was drawn last has, in its order. @type {Row[]} */
  #listed = [];

  /** @param {Replica} replica */
  constructor(replica) {
    this.#replica = replica;
  }

  /** The library's title, once it is known. */
  get title() {
    return this.#replica.state.title;
  }

  /** Whether the rows of an edition are here; some of its articles may be damaged. */
  get isKept() {
    const { corpus } = this.#replica.state;
    return corpus === 'ready' || corpus === 'damaged';
  }

  /**
   * @param {import('./online.js').Part} part of the library, which matters where not all rows are here
   * @returns {Promise<List | { trouble: Trouble }>} why there is none: nothing is here, and the server
   *   did not help out
   */
  async list(part) {
    if (this.isKept) {
      const rows = await this.#replica.rows();
      // Where everything was lost, no row is no proof that nothing was published.
      if (rows.length || this.#replica.state.corpus === 'ready') {
        return { rows, next: null, isKept: true, isWhole: true };
      }
    }
    try {
      const { articles, next } = await readRows(part);
      const isAll = part.section === null && part.tag === null && !part.after;
      return { rows: articles, next, isKept: false, isWhole: isAll && !next };
    } catch (error) {
      const trouble = this.#troubleOf(error);
      const rows = (await this.#replica.arrived()).filter(belongingTo(part));
      return rows.length ? { rows, next: null, isKept: false, isWhole: false } : { trouble };
    }
  }

  /** @param {Row[]} rows of the list that was drawn, in its order */
  set listed(rows) {
    this.#listed = rows;
  }

  /**
   * What comes before and after an article in the list that it was reached from; from a cold start,
   * in the whole library, newest first.
   *
   * @param {string} id
   * @returns {Promise<{ previous: Row | null, next: Row | null }>}
   */
  async neighbours(id) {
    const isIt = (/** @type {Row} */ row) => row.id === id;
    const isListed = this.#listed.some(isIt) || !this.isKept;
    const rows = isListed ? this.#listed : await this.#replica.rows();
    const place = rows.findIndex(isIt);
    if (place < 0) return { previous: null, next: null };
    return { previous: rows[place - 1] ?? null, next: rows[place + 1] ?? null };
  }

  /**
   * What stands at an article's address.
   *
   * @param {string} slug
   * @param {string} pathname
   * @param {string | null} id where a list has told it
   * @returns {Promise<Found>}
   */
  async find(slug, pathname, id) {
    const kept = this.isKept ? await this.#findHere(slug) : await this.#findArrived(slug);
    if (kept && kept !== 'damaged') return kept;
    try {
      return await findOnline(pathname, id);
    } catch (error) {
      const trouble = this.#troubleOf(error);
      // What the browser removed is not damaged. What this edition has not, a later one may have.
      const isDamaged = kept === 'damaged' && !this.#replica.state.lost;
      return { kind: isDamaged ? 'damaged' : 'not-here', trouble };
    }
  }

  /**
   * @param {string} slug
   * @returns {Promise<Found | 'damaged' | null>}
   */
  async #findHere(slug) {
    const found = await this.#replica.find(slug);
    if (!found) return (await this.#lacksRows()) ? 'damaged' : null;
    if (found.kind !== 'article') return found;
    const article = await this.#replica.article(slug);
    if (!article) return 'damaged';
    return { kind: 'article', article, hash: found.row.hash, here: true };
  }

  /**
   * Whether packs are so damaged that they do not even tell what is in them. Then what is not in the
   * rows may well be here.
   */
  async #lacksRows() {
    const rows = await this.#replica.rows();
    return rows.length < this.#replica.state.articles;
  }

  /**
   * @param {string} slug
   * @returns {Promise<Found | null>} what has come already of a first download
   */
  async #findArrived(slug) {
    const arrived = await this.#replica.arrivedArticle(slug);
    return arrived && { kind: 'article', ...arrived, here: true };
  }

  /**
   * What a screen tells of a fault. The replica then looks for itself whether the server is there.
   *
   * @param {unknown} error
   */
  #troubleOf(error) {
    if (!(error instanceof Fault)) throw error;
    const { trouble } = this.#replica.state;
    if (!trouble || !waitsForReader(trouble)) void this.#replica.check({ by: 'reader' });
    return error.trouble;
  }
}

/**
 * @param {string} pathname
 * @param {string | null} id
 * @returns {Promise<Found>}
 */
async function findOnline(pathname, id) {
  const page = id ? { article: id } : await readPage(pathname);
  if (!page) return { kind: 'unknown' };
  if ('withdrawal' in page) return { kind: 'withdrawn', withdrawal: page.withdrawal };
  const read = await readArticle(page.article);
  if (read) return { kind: 'article', ...read, here: false };
  // It was in the list and is no more: its page says what became of it.
  return id ? findOnline(pathname, null) : { kind: 'unknown' };
}

