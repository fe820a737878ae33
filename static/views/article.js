/**
 * One article, or what an address says when its article is withdrawn, unknown or not here.
 *
 * @typedef {import('./router.js').Place} Place
 * @typedef {import('./router.js').Screen} Screen
 * @typedef {import('./router.js').Services} Services
 * @typedef {import('./source.js').Found} Found
 * @typedef {import('../corpus/types.js').Article} Article
 * @typedef {import('../corpus/types.js').Row} Row
 * @typedef {import('../corpus/types.js').Withdrawal} Withdrawal
 */
import { addressOf, screenAt } from '../components/addresses.js';
import '../components/article-body.js';
import { offerCode } from '../components/article-code.js';
import { linkHeadings, nameHeadings } from '../components/article-headings.js';
import { contentsOf, standInMargin } from '../components/contents.js';
import { addFact, button, element, metaLine } from '../components/element.js';
import { fullDate } from '../components/formats.js';
import { readingTime } from '../components/reading-time.js';
import { lang, say } from '../components/words.js';
import { hashesOf } from '../shelf/block-hash.js';
import { missing, nothing, show, wayBack } from './nothing.js';
import { Reading } from './reading.js';

/** Screens that hold lists, from which texts are read one after another. */
const LISTS = new Set(['library', 'search', 'saved']);

/**
 * @param {Place} place
 * @param {Services} services
 * @returns {Promise<Screen>}
 */
export async function open(place, services) {
  const { pathname, values, hint } = place;
  const found = await services.source.find(values.slug ?? '', pathname, hint?.id ?? null);
  switch (found.kind) {
    case 'article':
      return screenOf(found, place, services);
    case 'withdrawn': {
      const { next } = await services.source.neighbours(found.withdrawal.id);
      const ways = { next, back: listOf(place) };
      return {
        name: 'withdrawn',
        title: found.withdrawal.title,
        render: (main) => renderWithdrawn(main, found.withdrawal, services.source.title, ways),
      };
    }
    case 'unknown':
      return missing();
    default:
      return nothing(hint?.title ?? say('ar.title'), found.kind, found.trouble, listOf(place));
  }
}

/**
 * @param {Found & { kind: 'article' }} found
 * @param {Place} place
 * @param {Services} services
 * @returns {Promise<Screen>}
 */
async function screenOf(found, place, services) {
  const { article, hash } = found;
  /** @type {string[]} */
  const blockHashes = [];
  const hashing = hashesOf(article.blocks).then((hashes) => blockHashes.push(...hashes));
  // Only a text that was begun has to know them before it is drawn.
  if (services.marks.of(article.id).place) await hashing;
  const neighbours = await services.source.neighbours(article.id);
  const read = () => {
    const main = /** @type {HTMLElement} */ (document.querySelector('main'));
    const subject = { article, hash, blockHashes, neighbours, back: listOf(place) };
    addTools(main);
    const reading = new Reading(main, subject, services);
    addEnd(main, reading);
    return reading;
  };
  return {
    name: 'article',
    title: article.title,
    hash,
    render: (main) => render(main, found),
    adopt(main) {
      if (found.here) markAsHere(main);
      main.querySelector('.printed')?.replaceWith(printedLine());
    },
    read,
  };
}

/**
 * Where the way back leads.
 *
 * @param {Place} place
 */
function listOf({ list }) {
  const name = list && screenAt(new URL(list, location.href).pathname)?.name;
  if (list && name && LISTS.has(name)) return { address: list, words: say(`nav.${name}`) };
  return { address: addressOf('library'), words: say('nav.library') };
}

/**
 * @param {HTMLElement} main
 * @param {Found & { kind: 'article' }} found
 */
function render(main, { article, hash, here }) {
  main.dataset.article = article.id;
  main.dataset.hash = hash;
  const body = /** @type {import('../components/article-body.js').ArticleBody} */ (
    document.createElement('article-body')
  );
  body.className = 'text';
  body.blocks = article.blocks;
  main.replaceChildren(
    element(
      'article',
      { class: 'article', lang: article.lang, dir: article.dir },
      headerOf(article, here),
      correctionOf(article),
      body,
      footerOf(article),
    ),
  );
  const contents = contentsOf(body, article.words);
  if (contents) body.before(contents);
}

/**
 * What the text has where it is read, and the server's page has not.
 *
 * @param {HTMLElement} main
 */
function addTools(main) {
  const body = main.querySelector('article-body');
  if (!body) return;
  const contents = main.querySelector('.contents');
  if (contents) standInMargin(contents);
  nameHeadings(body);
  linkHeadings(body);
  offerCode(body);
}

/**
 * What follows the text, and only this device knows.
 *
 * @param {HTMLElement} main
 * @param {Reading} reading
 */
function addEnd(main, reading) {
  const { previous, next } = reading.neighbours;
  const ofServer = main.querySelector('.end');
  // Online nothing but the server's page knows what stands beside it in the list.
  const known = ofServer?.querySelector('.neighbours') ?? null;
  ofServer?.remove();
  const mark = button('', () => reading.markRead());
  mark.classList.add('mark-read');
  main.querySelector('.article')?.append(
    element(
      'div',
      { class: 'end', lang },
      element('div', { class: 'acts' }, mark),
      neighboursOf(previous, next) ?? known,
    ),
  );
}

/**
 * @param {Row | null} previous
 * @param {Row | null} next
 */
function neighboursOf(previous, next) {
  if (!previous && !next) return null;
  return element(
    'nav',
    { class: 'neighbours', 'aria-label': say('ar.neighbours') },
    neighbour('previous', previous),
    neighbour('next', next),
  );
}

/**
 * @param {'previous' | 'next'} side
 * @param {Row | null} row
 */
function neighbour(side, row) {
  if (!row) return null;
  return element(
    'a',
    { class: side, href: addressOf('article', { slug: row.slug }), lang: row.lang, dir: row.dir },
    element('bdi', { class: 'side', lang }, say(`ar.${side}`)),
    ' ',
    element('bdi', { class: 'title' }, row.title),
  );
}

/**
 * @param {Article} article
 * @param {boolean} here
 */
function headerOf({ section, title, byline, published, words, lang }, here) {
  return element(
    'header',
    {},
    section && element('p', { class: 'section' }, listLink('section', section)),
    element('h1', { tabindex: -1, dir: 'auto' }, title),
    byline && element('p', { class: 'byline' }, byline),
    metaLine(
      published ? element('bdi', {}, dateOf(published)) : null,
      element('bdi', {}, readingTime({ words, lang })),
      here ? hereMark() : null,
    ),
    printedLine(),
  );
}

/** Where the text was read, and what it was then: seen on paper only (article.css). */
function printedLine() {
  const { edition = '' } = document.documentElement.dataset;
  const { origin, pathname } = location;
  return element(
    'p',
    { class: 'printed', lang },
    element('bdi', { dir: 'ltr' }, decodeURI(origin + pathname)),
    edition && ` · ${say('up.edition', { number: Number(edition) })}`,
  );
}

/** @param {Article} article */
function correctionOf({ slug, note, modified }) {
  if (!note || !modified) return null;
  const when = element('bdi', { lang }, say('ar.corrected', { date: fullDate(modified) }));
  const see = element(
    'a',
    { class: 'see', href: addressOf('changes', { slug }), lang },
    say('ar.corrected.see'),
  );
  return element(
    'div',
    { class: 'well' },
    element('p', {}, element('span', { class: 'when' }, when), ` ${note}`),
    element('p', {}, see),
  );
}

/** @param {Article} article */
function footerOf({ tags, source }) {
  const original = source && /^https?:\/\//.test(source) ? source : null;
  if (!tags.length && !original) return null;
  return element(
    'footer',
    {},
    tags.length > 0 &&
      element(
        'ul',
        { class: 'tags', role: 'list', 'aria-label': say('ar.tags') },
        ...tags.map((tag) => element('li', { dir: 'auto' }, listLink('tag', tag))),
      ),
    original &&
      element(
        'p',
        { lang },
        element(
          'a',
          {
            class: 'outside',
            href: original,
            rel: 'noopener noreferrer',
            'data-needs': say('ar.needs'),
          },
          say('ar.original'),
        ),
      ),
  );
}

/**
 * @param {HTMLElement} main
 * @param {Withdrawal} withdrawal
 * @param {string | null} publisher
 * @param {{ next: Row | null, back: { address: string, words: string } }} ways on from here: what
 *   followed it is known in the list that it still stood in
 */
function renderWithdrawn(main, { title, withdrawn, reason }, publisher, { next, back }) {
  const well = element(
    'div',
    { class: 'well' },
    element('p', {}, say('ar.withdrawn', { date: fullDate(withdrawn) })),
    reason &&
      element(
        'p',
        {},
        say('ar.reason', { publisher: publisher ?? say('lib.publisher') }),
        ' ',
        element('bdi', { class: 'reason' }, reason),
      ),
    element('p', {}, say('ar.gone')),
  );
  const parts = [well, neighboursOf(null, next), element('p', { class: 'acts' }, wayBack(back))];
  show(main, title, parts.filter((part) => part !== null));
}

/**
 * The list of what belongs together.
 *
 * @param {'section' | 'tag'} by
 * @param {string} name
 */
function listLink(by, name) {
  const query = new URLSearchParams({ [by]: name });
  return element('a', { href: `${addressOf('library')}?${query}` }, name);
}

/** @param {string} iso */
function dateOf(iso) {
  return element('time', { datetime: iso }, fullDate(iso));
}

/**
 * Completes a page that the server made with what only this device knows.
 *
 * @param {HTMLElement} main
 */
function markAsHere(main) {
  const meta = main.querySelector('.article > header .meta');
  if (!meta || meta.querySelector('.here')) return;
  addFact(meta, hereMark());
}

function hereMark() {
  return element('bdi', { class: 'here' }, say('row.here'));
}
