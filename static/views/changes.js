/**
 * What was corrected in an article: the publisher's note, and the paragraphs that changed.
 *
 * @typedef {import('./router.js').Place} Place
 * @typedef {import('./router.js').Screen} Screen
 * @typedef {import('./router.js').Services} Services
 * @typedef {import('../corpus/types.js').Article} Article
 * @typedef {import('../corpus/types.js').Withdrawal} Withdrawal
 */
import { addressOf } from '../components/addresses.js';
import { changedParts } from '../components/changed-blocks.js';
import { element } from '../components/element.js';
import { fullDate } from '../components/formats.js';
import { say } from '../components/words.js';
import { missing, nothing, show } from './nothing.js';

/**
 * @param {Place} place
 * @param {Services} services
 * @returns {Promise<Screen>}
 */
export async function open({ values }, { source, replica }) {
  const slug = values.slug ?? '';
  const found = await source.find(slug, addressOf('article', { slug }), null);
  switch (found.kind) {
    case 'article':
      return screenOf(found.article, found.hash, await replica.earlier(found.article.id));
    case 'withdrawn':
      return withdrawn(found.withdrawal, slug);
    case 'unknown':
      return missing();
    default:
      return nothing(say('ar.changes'), found.kind, found.trouble);
  }
}

/**
 * @param {Article} article
 * @param {string} hash
 * @param {Article | null} earlier
 * @returns {Screen}
 */
function screenOf(article, hash, earlier) {
  const same = `${hash} ${earlier !== null}`;
  return {
    name: 'changes',
    title: say('ar.changes'),
    hash: same,
    render(main) {
      main.dataset.hash = same;
      main.replaceChildren(
        element('h1', { class: 'screen-title', tabindex: -1 }, say('ar.changes')),
        element(
          'div',
          { class: 'changes' },
          linkTo(article),
          noteOf(article),
          ...partsOf(article, earlier),
        ),
      );
    },
  };
}

/** @param {Article} article */
function linkTo({ slug, title, lang: spoken, dir }) {
  const link = element('a', { href: addressOf('article', { slug }) }, title);
  return element('p', { class: 'changes-title', lang: spoken, dir }, link);
}

/** @param {Article} article */
function noteOf({ note, modified, lang: spoken, dir }) {
  if (!note || !modified) return null;
  const when = say('ar.corrected', { date: fullDate(modified) });
  return element(
    'div',
    { class: 'well' },
    element('p', { class: 'when' }, when),
    element('p', { lang: spoken, dir }, note),
  );
}

/**
 * @param {Article} article
 * @param {Article | null} earlier
 */
function partsOf(article, earlier) {
  if (!earlier) return [element('p', {}, say('ar.changes.none'))];
  const parts = changedParts(earlier, article);
  return parts.length ? parts : [element('p', {}, say('ar.changes.same'))];
}

/**
 * @param {Withdrawal} withdrawal
 * @param {string} slug
 * @returns {Screen}
 */
function withdrawn({ title, withdrawn: date }, slug) {
  const href = addressOf('article', { slug });
  return {
    name: 'changes',
    title: say('ar.changes'),
    render: (main) =>
      show(main, say('ar.changes'), [
        element('p', {}, say('ar.withdrawn', { date: fullDate(date) })),
        element('p', {}, element('a', { href, dir: 'auto' }, title)),
      ]),
  };
}
