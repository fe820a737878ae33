/**
 * One article, or what an address says when its article is withdrawn, unknown or not here.
 *
 * @typedef {import('./router.js').Place} Place
 * @typedef {import('./router.js').Screen} Screen
 * @typedef {import('./source.js').Source} Source
 * @typedef {import('./source.js').Found} Found
 * @typedef {import('../corpus/types.js').Article} Article
 * @typedef {import('../corpus/types.js').Withdrawal} Withdrawal
 */
import '../components/article-body.js';
import { addFact, element, metaLine } from '../components/element.js';
import { fullDate, readingTime } from '../components/formats.js';
import { say } from '../components/words.js';
import { missing, nothing, show } from './nothing.js';

/**
 * @param {Place} place
 * @param {Source} source
 * @returns {Promise<Screen>}
 */
export async function open({ pathname, values, hint }, source) {
  const found = await source.find(values.slug ?? '', pathname, hint?.id ?? null);
  switch (found.kind) {
    case 'article':
      return {
        name: 'article',
        title: found.article.title,
        hash: found.hash,
        render: (main) => render(main, found),
        adopt: (main) => found.here && markAsHere(main),
      };
    case 'withdrawn':
      return {
        name: 'withdrawn',
        title: found.withdrawal.title,
        render: (main) => renderWithdrawn(main, found.withdrawal, source.title),
      };
    case 'unknown':
      return missing();
    default:
      return nothing(hint?.title ?? say('ar.title'), found.kind, found.trouble);
  }
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
}

/**
 * @param {Article} article
 * @param {boolean} here
 */
function headerOf({ section, title, byline, published, words }, here) {
  return element(
    'header',
    {},
    section && element('p', { class: 'section' }, section),
    element('h1', { tabindex: -1, dir: 'auto' }, title),
    byline && element('p', { class: 'byline' }, byline),
    metaLine(
      published ? element('bdi', {}, dateOf(published)) : null,
      element('bdi', {}, readingTime(words)),
      here ? hereMark() : null,
    ),
  );
}

/** @param {Article} article */
function correctionOf({ note, modified }) {
  if (!note || !modified) return null;
  const when = element('bdi', { lang: 'en' }, say('ar.corrected', { date: fullDate(modified) }));
  return element('p', { class: 'well' }, element('span', { class: 'when' }, when), ` ${note}`);
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
        ...tags.map((tag) => element('li', { dir: 'auto' }, tag)),
      ),
    original &&
      element(
        'p',
        { lang: 'en' },
        element(
          'a',
          { class: 'outside', href: original, rel: 'noopener noreferrer' },
          say('ar.original'),
        ),
      ),
  );
}

/**
 * @param {HTMLElement} main
 * @param {Withdrawal} withdrawal
 * @param {string | null} publisher
 */
function renderWithdrawn(main, { title, withdrawn, reason }, publisher) {
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
  show(main, title, [well]);
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
