/**
 * Saved: the articles that the reader kept, newest first.
 *
 * @typedef {import('./router.js').Place} Place
 * @typedef {import('./router.js').Screen} Screen
 * @typedef {import('./router.js').Services} Services
 * @typedef {import('../components/search-saved.js').Found} Found
 * @typedef {import('../components/search-saved.js').SavedPanel} SavedPanel
 */
import { element } from '../components/element.js';
import { keysOfFound } from '../components/search-keys.js';
import '../components/search-saved.js';
import { say } from '../components/words.js';
import { Fault } from '../corpus/fault.js';
import { nothing } from './nothing.js';
import { readArticle } from './online.js';

/** By this the router knows the screen again, which follows the marks by itself. */
const SAME = 'saved';

/** How many articles are asked for at a time where nothing is kept. */
const AT_ONCE = 6;

/**
 * @param {Place} _place
 * @param {Services} services
 * @returns {Promise<Screen>}
 */
export async function open(_place, { source, replica, marks }) {
  const title = say('sv.title');
  const find = (/** @type {string[]} */ ids) =>
    source.isKept ? replica.findEach(ids) : findOnline(ids);
  const ids = marks.saved();
  /** @type {Map<string, Found>} */
  let found;
  try {
    found = await find(ids);
  } catch (error) {
    if (!(error instanceof Fault)) throw error;
    return nothing(title, 'list', error.trouble);
  }
  return {
    name: 'saved',
    title,
    hash: SAME,
    keys: keysOfFound(marks),
    render(main) {
      const panel = /** @type {SavedPanel} */ (document.createElement('saved-panel'));
      panel.begin(marks, find, found);
      main.dataset.hash = SAME;
      main.replaceChildren(element('h1', { class: 'screen-title', tabindex: -1 }, title), panel);
    },
    adopt(main) {
      void /** @type {SavedPanel | null} */ (main.querySelector('saved-panel'))?.refresh(find);
    },
  };
}

/**
 * @param {string[]} ids
 * @returns {Promise<Map<string, Found>>}
 */
async function findOnline(ids) {
  /** @type {Map<string, Found>} */
  const found = new Map();
  for (let start = 0; start < ids.length; start += AT_ONCE) {
    const some = await Promise.all(ids.slice(start, start + AT_ONCE).map(readArticle));
    for (const read of some) {
      if (!read) continue;
      const { article, hash } = read;
      found.set(article.id, { kind: 'article', row: { ...article, hash } });
    }
  }
  return found;
}
