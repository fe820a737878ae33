/**
 * Search: finds articles as one types, over the library that is kept here, without a connection.
 *
 * @typedef {import('./router.js').Place} Place
 * @typedef {import('./router.js').Screen} Screen
 * @typedef {import('./router.js').Services} Services
 * @typedef {import('../components/search-panel.js').Question} Question
 * @typedef {import('../components/search-panel.js').SearchPanel} SearchPanel
 * @typedef {import('../corpus/search-rows.js').Search} Search
 * @typedef {import('../corpus/types.js').Row} Row
 */
import { addressOf } from '../components/addresses.js';
import { button, element } from '../components/element.js';
import { size } from '../components/formats.js';
import { keysOfFound } from '../components/search-keys.js';
import '../components/search-panel.js';
import { lineOf } from '../components/states.js';
import { say } from '../components/words.js';
import { RowSearch } from '../corpus/search-rows.js';
import { show } from './nothing.js';

/** By this the router knows the screen again, which shows new rows by itself. */
const SAME = 'search';

/** What was folded for a search is kept for the next visit. @type {WeakMap<Row[], Search>} */
const searches = new WeakMap();

/**
 * @param {Place} place
 * @param {Services} services
 * @returns {Promise<Screen>}
 */
export async function open({ query }, services) {
  const { source, replica, marks, readdress } = services;
  if (!source.isKept) return notYet(services);
  const rows = await replica.rows();
  const ground = {
    rows,
    marks,
    search: searchOver(rows),
    readdress: (/** @type {Question} */ question, /** @type {{ push: boolean }} */ how) =>
      readdress(addressFor(question), how),
  };
  const question = questionIn(query);
  const isAsked = question.query.trim() !== '';
  const results = isAsked ? await ground.search.search(question.query, question) : null;
  return {
    name: 'search',
    title: say('se.title'),
    hash: SAME,
    keys: keysOfFound(marks),
    render(main) {
      const panel = /** @type {SearchPanel} */ (document.createElement('search-panel'));
      panel.begin(ground, question, results);
      main.dataset.hash = SAME;
      main.replaceChildren(
        element('h1', { class: 'screen-title', tabindex: -1 }, say('se.title')),
        panel,
      );
    },
    adopt(main) {
      /** @type {SearchPanel | null} */ (main.querySelector('search-panel'))?.continue(ground);
    },
  };
}

/** @param {Row[]} rows */
function searchOver(rows) {
  const search = searches.get(rows) ?? new RowSearch(rows);
  searches.set(rows, search);
  return search;
}

/**
 * @param {URLSearchParams} query
 * @returns {Question}
 */
function questionIn(query) {
  return {
    query: query.get('q') ?? '',
    section: query.get('section'),
    sort: query.get('sort') === 'newest' ? 'newest' : 'best',
  };
}

/** @param {Question} question */
function addressFor({ query, section, sort }) {
  const asked = new URLSearchParams();
  if (query.trim()) asked.set('q', query);
  if (section !== null) asked.set('section', section);
  if (sort !== 'best') asked.set('sort', sort);
  return asked.size ? `${addressOf('search')}?${asked}` : addressOf('search');
}

/**
 * There is nothing to search before the library is here. The screen is drawn anew when it is.
 *
 * @param {Services} services
 * @returns {Screen}
 */
function notYet(services) {
  const title = say('se.title');
  return {
    name: 'search',
    title,
    render(main) {
      const state = element('div', { class: 'notice' });
      show(main, title, [element('p', {}, say('se.not-kept')), state]);
      follow(state, services);
    },
  };
}

/**
 * Says how far the library is on its way, and offers to fetch it.
 *
 * @param {HTMLElement} box
 * @param {Services} services
 */
function follow(box, { replica, act }) {
  const leaving = new AbortController();
  const tell = () => {
    if (!box.isConnected) return leaving.abort();
    const { consent } = replica.state;
    const words = consent ? say('fv.get', { size: size(consent.bytes) }) : '';
    const get = words ? [button(words, () => act('get'), 'primary')] : [];
    box.replaceChildren(element('p', {}, lineOf(replica.state).words), ...get);
  };
  replica.addEventListener('change', tell, { signal: leaving.signal });
  tell();
}
