/**
 * Reads from the server what is not kept here. Nothing of it is stored. What does not come, or
 * cannot be one of the server's answers, is thrown as a Fault.
 *
 * @typedef {import('../corpus/types.js').Row} Row
 * @typedef {import('../corpus/types.js').Article} Article
 * @typedef {import('../corpus/types.js').Withdrawal} Withdrawal
 *
 * @typedef {object} Part which rows of the library are meant
 * @property {string | null} section '' are articles without one; null are all
 * @property {string | null} tag
 * @property {string | null} after the cursor that the page before gave
 */
import { Fault } from '../corpus/fault.js';
import { request } from '../corpus/request.js';
import { sha256 } from '../lib/hash.js';
import { trustedHTML } from '../lib/trusted-types.js';

const ARTICLES = '/api/v1/articles';

/**
 * One page of the list, newest first, or of that of a section or tag.
 *
 * @param {Part} part
 * @returns {Promise<{ articles: Row[], next: string | null }>}
 */
export async function readRows({ section, tag, after }) {
  const query = new URLSearchParams();
  for (const [name, value] of Object.entries({ section, tag, after })) {
    if (value !== null) query.set(name, value);
  }
  const asked = query.toString() && `?${query}`;
  const { status, bytes } = await ask(ARTICLES + asked, after ? [404] : []);
  // The edition that gave the cursor is gone.
  if (status === 404) return readRows({ section, tag, after: null });
  const list = parse(bytes);
  if (!Array.isArray(list?.articles) || !list.articles.every(isRow)) {
    throw new Fault('format', 'api', 'it lists no articles');
  }
  return list;
}

/**
 * An article with the hash of its line, since the line is what the server answers with; null if the
 * current edition has no such article.
 *
 * @param {string} id
 * @returns {Promise<{ article: Article, hash: string } | null>}
 */
export async function readArticle(id) {
  const { status, bytes } = await ask(`${ARTICLES}/${encodeURIComponent(id)}`, [404]);
  if (status === 404) return null;
  const article = parse(bytes);
  if (!isRow(article) || ![article.blocks, article.tags].every(Array.isArray)) {
    throw new Fault('format', 'api', 'it is no article');
  }
  return { article, hash: await sha256(bytes) };
}

/**
 * What stands at an app's address, from the page that the server makes for it: an article's id
 * cannot be told from its address.
 *
 * @param {string} pathname
 * @returns {Promise<{ article: string } | { withdrawal: Withdrawal } | null>}
 */
export async function readPage(pathname) {
  const { status, bytes } = await ask(pathname, [404, 410], true);
  const text = trustedHTML(new TextDecoder().decode(bytes));
  const page = new DOMParser().parseFromString(/** @type {string} */ (text), 'text/html');
  if (!page.documentElement.dataset.build) {
    const code = status === 200 ? 'portal' : 'status';
    throw new Fault(code, 'api', `${pathname} was answered with a page of somebody else`);
  }
  const main = page.querySelector('main');
  const { article, withdrawn } = main?.dataset ?? {};
  if (article) return { article };
  if (!withdrawn) return null;
  return {
    withdrawal: {
      id: withdrawn,
      slug: '',
      title: main?.querySelector('h1')?.textContent ?? '',
      withdrawn: main?.querySelector('time')?.dateTime ?? '',
      reason: main?.querySelector('.reason')?.textContent ?? null,
    },
  };
}

/**
 * @param {string} path
 * @param {number[]} [alsoFine] statuses that are answers too
 * @param {boolean} [isPage]
 */
function ask(path, alsoFine, isPage) {
  return request(path, { what: 'api', cache: 'default', alsoFine, isPage });
}

/**
 * @param {Uint8Array} bytes
 * @returns {any} what the document holds
 */
function parse(bytes) {
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
  } catch (error) {
    throw new Fault('not-json', 'api', String(error));
  }
}

/**
 * Whether what came has what screens cannot do without.
 *
 * @param {any} value
 */
function isRow(value) {
  return ['id', 'slug', 'title', 'lang', 'dir'].every((key) => typeof value?.[key] === 'string');
}
