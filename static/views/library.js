/**
 * The list of articles: find the next thing to read, and know whether it opens without signal.
 *
 * @typedef {import('./router.js').Place} Place
 * @typedef {import('./router.js').Screen} Screen
 * @typedef {import('./source.js').Source} Source
 * @typedef {import('./source.js').List} List
 */
import { addressOf } from '../components/addresses.js';
import '../components/download-card.js';
import { element } from '../components/element.js';
import '../components/library-list.js';
import { say } from '../components/words.js';
import { nothing } from './nothing.js';

/**
 * @param {Place} place
 * @param {Source} source
 * @returns {Promise<Screen>}
 */
export async function open({ query }, source) {
  const list = await source.list(query.get('after'));
  const title = source.title ?? say('lib.title');
  if ('trouble' in list) return nothing(title, 'list', list.trouble);
  return { name: 'library', title, render: (main) => render(main, title, list) };
}

/**
 * @param {HTMLElement} main
 * @param {string} title
 * @param {List} list
 */
function render(main, title, list) {
  const card = main.querySelector('download-card') ?? document.createElement('download-card');
  main.replaceChildren(
    element('h1', { class: 'screen-title', tabindex: -1, dir: 'auto' }, title),
    element('div', { class: 'shelf' }, card, ...contentOf(list, title)),
  );
}

/**
 * @param {List} list
 * @param {string} publisher
 */
function contentOf({ rows, next }, publisher) {
  if (!rows.length) {
    return [element('p', { class: 'notice' }, say('lib.empty', { publisher }))];
  }
  const list = /** @type {import('../components/library-list.js').LibraryList} */ (
    document.createElement('library-list')
  );
  list.rows = rows;
  const end = next
    ? element('a', { href: `${addressOf('library')}?after=${next}` }, say('lib.older'))
    : say('lib.count', { n: rows.length });
  return [list, element('p', { class: 'after-list' }, end)];
}

/**
 * Shows the reader's choice about keeping the library, and how far it is, above the rows. A page
 * that the server made has no place for it: it is made where it is needed.
 *
 * @param {HTMLElement} main
 * @param {import('../corpus/replica.js').State} state
 * @param {(act: 'get' | 'pause' | 'resume') => void} onact
 */
export function showDownload(main, state, onact) {
  const shelf = main.querySelector('.shelf');
  if (!shelf) return;
  let card = /** @type {import('../components/download-card.js').DownloadCard | null} */ (
    shelf.querySelector('download-card')
  );
  if (!card && !state.consent) return;
  if (!card) {
    card = /** @type {import('../components/download-card.js').DownloadCard} */ (
      document.createElement('download-card')
    );
    shelf.prepend(card);
  }
  card.onact = onact;
  card.show(state);
}
