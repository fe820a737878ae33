/**
 * The sheet of sections and tags: each is a link to its list, with how many articles it has.
 *
 * @typedef {import('../corpus/types.js').Row} Row
 * @typedef {import('./list-view.js').View} View
 *
 * @typedef {{ name: string, count: number, address: string, isCurrent: boolean }} Choice
 */
import { element } from './element.js';
import { FROM_START } from './list-parts.js';
import { addressOfView } from './list-view.js';
import { openSheet } from './sheet.js';
import { locale, say } from './words.js';

/** Above so many there is a field that narrows them. */
const EASILY_SEEN = 20;

const collator = new Intl.Collator(locale, { numeric: true });
const numbers = new Intl.NumberFormat(locale);

/**
 * @param {HTMLElement} opener
 * @param {Row[]} rows the whole library
 * @param {View} view that is shown
 */
export function openSectionsSheet(opener, rows, view) {
  const sections = sectionsOf(rows, view);
  const tags = tagsOf(rows, view);
  const lists = [
    listOf(say('lib.sections.list'), sections),
    ...(tags.length ? [listOf(say('lib.tags'), tags)] : []),
  ];
  const hasFilter = sections.length + tags.length > EASILY_SEEN;
  openSheet({ name: say('lib.sections'), opener }, ...(hasFilter ? filterOf(lists) : []), ...lists);
}

/**
 * What the button of this sheet says of a view.
 *
 * @param {View} view
 */
export function nameOfView({ section, tag }) {
  if (tag !== null) return say('lib.tag', { name: tag });
  return say('lib.section', { name: nameOfSection(section) });
}

/** @param {string | null} section */
export function nameOfSection(section) {
  if (section === null) return say('lib.section.all');
  return section || say('lib.section.none');
}

/**
 * @param {Row[]} rows
 * @param {View} view
 * @returns {Choice[]}
 */
function sectionsOf(rows, view) {
  const counts = tally(rows.map(({ section }) => section ?? ''));
  const without = counts.get('');
  counts.delete('');
  const all = /** @type {[string | null, number]} */ ([null, rows.length]);
  const none = /** @type {[string, number][]} */ (without && counts.size ? [['', without]] : []);
  return [all, ...inOrder(counts), ...none].map(([section, count]) => ({
    name: nameOfSection(section),
    count,
    address: addressOfView(view, { ...FROM_START, tag: null, section }),
    isCurrent: view.tag === null && view.section === section,
  }));
}

/**
 * @param {Row[]} rows
 * @param {View} view
 * @returns {Choice[]}
 */
function tagsOf(rows, view) {
  const counts = tally(rows.flatMap(({ tags }) => tags ?? []));
  return inOrder(counts).map(([tag, count]) => ({
    name: tag,
    count,
    address: addressOfView(view, { ...FROM_START, section: null, tag }),
    isCurrent: view.tag === tag,
  }));
}

/** @param {string[]} names */
function tally(names) {
  /** @type {Map<string, number>} */
  const counts = new Map();
  for (const name of names) counts.set(name, (counts.get(name) ?? 0) + 1);
  return counts;
}

/** @param {Map<string, number>} counts */
function inOrder(counts) {
  return [...counts].sort(([one], [other]) => collator.compare(one, other));
}

/**
 * @param {string} name
 * @param {Choice[]} choices
 */
function listOf(name, choices) {
  return element(
    'section',
    { class: 'choices' },
    element('h3', {}, name),
    element('ul', { role: 'list' }, ...choices.map(itemOf)),
  );
}

/** @param {Choice} choice */
function itemOf({ name, count, address, isCurrent }) {
  return element(
    'li',
    {},
    element(
      'a',
      { href: address, 'aria-current': isCurrent && 'true' },
      element('bdi', {}, name),
      ' ',
      element('span', { class: 'count' }, numbers.format(count)),
    ),
  );
}

/**
 * @param {HTMLElement[]} lists
 * @returns {HTMLElement[]}
 */
function filterOf(lists) {
  const field = element('input', { type: 'search', dir: 'auto', autocomplete: 'off' });
  const none = element('p', { class: 'quiet', 'aria-live': 'polite' });
  field.addEventListener('input', () => {
    const wanted = plain(field.value);
    let found = 0;
    for (const list of lists) {
      let foundHere = 0;
      for (const item of list.querySelectorAll('li')) {
        item.hidden = !plain(item.querySelector('bdi')?.textContent ?? '').includes(wanted);
        if (!item.hidden) foundHere += 1;
      }
      list.hidden = foundHere === 0;
      found += foundHere;
    }
    none.textContent = found ? '' : say('lib.filter.none');
  });
  return [element('label', { class: 'field' }, say('lib.filter'), field), none];
}

/** @param {string} text as it is compared: without capitals and accents */
function plain(text) {
  return text.normalize('NFKD').replace(/\p{M}/gu, '').toLocaleLowerCase(locale).trim();
}
