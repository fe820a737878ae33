/**
 * Reads from the server what is not kept here. Nothing of it is stored.
 *
 * @typedef {import('../corpus/types.js').Row} Row
 * @typedef {import('../corpus/types.js').Article} Article
 * @typedef {import('../corpus/types.js').Withdrawal} Withdrawal
 */
import { sha256 } from '../lib/hash.js';
import { trustedHTML } from '../lib/trusted-types.js';

/** After so many milliseconds a server that does not answer counts as out of reach. */
const PATIENCE = 10_000;

/** No answer, or one that is not the library's: offline, a portal, a server in trouble. */
export class Unreachable extends Error {}

/**
 * One page of the list, newest first.
 *
 * @param {string | null} after the cursor that the page before gave
 * @returns {Promise<{ articles: Row[], next: string | null }>}
 */
export async function readRows(after) {
  const query = after ? `?after=${encodeURIComponent(after)}` : '';
  const response = await ask(`/api/v1/articles${query}`);
  return parse(await reached(response.text()));
}

/**
 * An article with the hash of its line, since the line is what the server answers with; null if the
 * current edition has no such article.
 *
 * @param {string} id
 * @returns {Promise<{ article: Article, hash: string } | null>}
 */
export async function readArticle(id) {
  const response = await ask(`/api/v1/articles/${encodeURIComponent(id)}`, [404]);
  if (response.status === 404) return null;
  const bytes = new Uint8Array(await reached(response.arrayBuffer()));
  const article = parse(new TextDecoder().decode(bytes));
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
  const response = await ask(pathname, [404, 410]);
  const parser = new DOMParser();
  const text = await reached(response.text());
  const page = parser.parseFromString(/** @type {string} */ (trustedHTML(text)), 'text/html');
  if (!page.documentElement.dataset.build)
    throw new Unreachable(`${pathname} is no page of Octavo`);
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
 * @param {string} url
 * @param {number[]} [alsoFine] statuses that are answers too
 */
async function ask(url, alsoFine = []) {
  const response = await reached(fetch(url, { signal: AbortSignal.timeout(PATIENCE) }));
  if (response.ok || alsoFine.includes(response.status)) return response;
  throw new Unreachable(`${url} answered ${response.status}`);
}

/**
 * @param {string} text
 * @returns {any} what the document holds
 */
function parse(text) {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new Unreachable('Something else answered in place of the server', { cause: error });
  }
}

/**
 * @template T
 * @param {Promise<T>} promise of something from the network
 * @returns {Promise<T>}
 */
function reached(promise) {
  return promise.catch((error) => {
    throw new Unreachable('The server was not reached', { cause: error });
  });
}
