/**
 * The last updates, each with what it brought: new, corrected and withdrawn articles.
 *
 * @typedef {import('../corpus/corpus.js').Found} Found
 * @typedef {import('../corpus/history.js').Update} Update
 *
 * @typedef {'added' | 'corrected' | 'withdrawn'} Kind
 */
import { addressOf } from './addresses.js';
import { button, element, metaLine } from './element.js';
import { list, nearDate, size } from './formats.js';
import { locale, say } from './words.js';

/** So many articles of one kind are seen at once; the rest by a tap. */
const SEEN = 20;

/** In the order in which they are shown, with the sentence that names them. */
const KINDS = Object.freeze({
  added: 'up.new',
  corrected: 'up.corrected',
  withdrawn: 'up.withdrawn',
});

/** An edition comes at a moment, which is a day by the reader's clock. */
const days = new Intl.DateTimeFormat(locale, { dateStyle: 'long' });
const moments = new Intl.DateTimeFormat(locale, { dateStyle: 'long', timeStyle: 'short' });

/**
 * @param {Update[]} updates the newest first
 * @param {Map<string, Found>} articles by id; what is not there is not listed
 * @returns {HTMLElement[]}
 */
export function updateSections(updates, articles) {
  const dates = updates.map(dayOf);
  return updates.map((update, at) => {
    const isAlone = dates.indexOf(dates[at]) === dates.lastIndexOf(dates[at]);
    return updateSection(update, headingOf(update, isAlone ? days : moments), articles);
  });
}

/**
 * @param {Update} update
 * @param {HTMLElement | string} heading
 * @param {Map<string, Found>} articles
 */
function updateSection(update, heading, articles) {
  return element(
    'section',
    { class: 'update' },
    element('h2', {}, heading),
    metaLine(
      element('bdi', {}, summaryOf(update)),
      update.edition - update.from > 1
        ? element('bdi', {}, say('up.editions', { from: update.from + 1, to: update.edition }))
        : null,
    ),
    ...Object.keys(KINDS).map((kind) => listOf(update, /** @type {Kind} */ (kind), articles)),
  );
}

/**
 * @param {Update} update
 * @returns {string | null} null where that is not known
 */
export function dayOf(update) {
  const date = dateOf(update);
  return date && days.format(date);
}

/** @param {Update} update */
function dateOf({ published }) {
  const date = new Date(published ?? NaN);
  return Number.isNaN(date.getTime()) ? null : date;
}

/** @param {Update} update */
export function isEmpty({ counts: { added, corrected, withdrawn } }) {
  return added + corrected + withdrawn === 0;
}

/**
 * @param {Update} update
 * @param {Intl.DateTimeFormat} format
 */
function headingOf(update, format) {
  const date = dateOf(update);
  if (!date) return say('up.edition', { number: update.edition });
  return element('time', { datetime: update.published }, format.format(date));
}

/** @param {Update} update */
function summaryOf({ counts: { added, corrected, withdrawn }, bytes }) {
  const parts = [
    added ? say('st.update.new', { n: added }) : '',
    corrected ? say('st.update.cor', { n: corrected }) : '',
    withdrawn ? say('st.update.wd', { n: withdrawn }) : '',
  ];
  return say('st.update', { parts: list(parts.filter(Boolean)), size: size(bytes) });
}

/**
 * @param {Update} update
 * @param {Kind} kind
 * @param {Map<string, Found>} articles
 */
function listOf(update, kind, articles) {
  if (!update.counts[kind]) return null;
  const found = update[kind].map((id) => articles.get(id)).filter((each) => each !== undefined);
  const rows = element('ul', { class: 'rows', role: 'list' });
  const rest = element('div', { class: 'rest' });
  rows.append(...found.slice(0, SEEN).map((each) => rowOf(each, kind)));
  const more = update.counts[kind] - found.length;
  const after = more > 0 && element('p', { class: 'meta' }, say('up.more', { n: more }));
  if (found.length <= SEEN) rest.append(...(after ? [after] : []));
  else {
    const showAll = () => {
      const hidden = found.slice(SEEN).map((each) => rowOf(each, kind));
      rows.append(...hidden);
      hidden[0].querySelector('a')?.focus({ preventScroll: true });
      rest.replaceChildren(...(after ? [after] : []));
    };
    rest.append(button(say('act.show-all'), showAll, 'small'));
  }
  return element('div', { class: 'update-part' }, element('h3', {}, say(KINDS[kind])), rows, rest);
}

/**
 * @param {Found} found as it is now, which a later edition may have changed
 * @param {Kind} kind
 */
function rowOf(found, kind) {
  if (found.kind === 'withdrawn') {
    const { withdrawal } = found;
    const { slug, title, reason } = withdrawal;
    const link = element('a', { href: addressOf('article', { slug }) }, title);
    const isLater = kind !== 'withdrawn';
    return row(withdrawal, { dir: 'auto' }, link, [
      isLater && metaLine(element('bdi', {}, say('row.withdrawn'))),
      reason && element('p', { class: 'reason', dir: 'auto' }, reason),
    ]);
  }
  const { slug, title, lang, dir, section, note, modified } = found.row;
  const isCorrected = kind === 'corrected';
  const href = addressOf(isCorrected ? 'changes' : 'article', { slug });
  const facts = [
    section ? element('bdi', { lang }, section) : null,
    isCorrected && modified
      ? element('bdi', {}, element('time', { datetime: modified }, nearDate(modified)))
      : null,
  ];
  return row(found.row, { lang, dir }, element('a', { href }, title), [
    facts.some(Boolean) && metaLine(...facts),
    isCorrected && note && modified && element('p', { class: 'reason' }, note),
  ]);
}

/**
 * @param {{ id: string }} article
 * @param {{ lang?: string, dir: string }} spoken
 * @param {HTMLElement} link
 * @param {(HTMLElement | string | false | null)[]} parts
 */
function row({ id }, spoken, link, parts) {
  const title = element('p', { class: 'row-title' }, link);
  return element('li', { class: 'row', 'data-id': id, ...spoken }, title, ...parts);
}
