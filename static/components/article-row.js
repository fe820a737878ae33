/**
 * One article in a list: its title, and on one line its state in words, section, date and length.
 *
 * @typedef {import('../corpus/types.js').Row} Row
 * @typedef {import('../shelf/marks.js').Marked} Marked
 *
 * @typedef {object} RowState
 * @property {Readonly<Marked> | null} marked null where nothing can be marked
 * @property {boolean} isGone it was withdrawn while the list was open
 * @property {boolean | null} [isHere] whether it opens without a connection; null or left out where
 *   that is said once for all rows
 */
import { addressOf } from './addresses.js';
import { element, metaLine } from './element.js';
import { nearDate, nearDateWithin } from './formats.js';
import { icon } from './icon.js';
import { readingTime } from './reading-time.js';
import { say } from './words.js';

/** More words of state would push section and date out of sight. */
const MOST_WORDS_OF_STATE = 2;

/**
 * It takes its article's direction whole, so that a Hebrew row in an English list is a mirrored row
 * and not a mixed line.
 *
 * @param {Row} row
 * @param {RowState} state
 * @returns {HTMLLIElement}
 */
export function articleRow(row, state) {
  const { id, slug, title, lang, dir } = row;
  const link = element('a', { href: addressOf('article', { slug }) }, title);
  const item = element('li', { class: 'row', lang, dir, 'data-id': id }, element('h3', {}, link));
  showState(item, row, state);
  return item;
}

/**
 * Shows another state of an article in the row that it has, or the article itself corrected. What
 * has the focus keeps it.
 *
 * @param {Element} item
 * @param {Row} row
 * @param {RowState} state
 */
export function updateRow(item, row, state) {
  const link = item.querySelector('a');
  if (link && link.textContent !== row.title) link.textContent = row.title;
  showState(item, row, state);
}

/**
 * A button that saves the article, for where there is room beside the row.
 *
 * @param {Row} row
 * @param {boolean} isSaved
 */
export function saveButton({ id, title }, isSaved) {
  const name = say('row.save', { title });
  return element(
    'button',
    {
      type: 'button',
      class: 'icon-button row-save',
      'data-save': id,
      'aria-label': name,
      title: say('ar.save'),
      'aria-pressed': String(isSaved),
    },
    icon('saved'),
  );
}

/**
 * @param {Element} item
 * @param {Row} row
 * @param {RowState} state
 */
function showState(item, row, state) {
  item.classList.toggle('is-read', state.marked?.read ?? false);
  const isSaved = state.marked?.saved ?? false;
  item.querySelector('.row-save')?.setAttribute('aria-pressed', String(isSaved));
  const line = metaLine(...wordsOfState(row, state), ...factsOf(row));
  const before = item.querySelector('.meta');
  if (before) before.replaceWith(line);
  else item.append(line);
}

/**
 * @param {Row} row
 * @param {RowState} state
 */
function wordsOfState({ note, modified }, { marked, isGone, isHere = null }) {
  const words = [];
  if (note && modified) words.push(say('row.corrected', { date: nearDateWithin(modified) }));
  if (isGone) words.push(say('row.withdrawn'));
  if (isHere !== null) words.push(say(isHere ? 'row.here' : 'row.online'));
  if (marked?.saved) words.push(say('row.saved'));
  if (marked?.read) words.push(say('row.read'));
  else if (marked?.place) words.push(say('row.share', { p: percentOf(marked.place.share) }));
  return words.slice(0, MOST_WORDS_OF_STATE).map((each) => element('bdi', {}, each));
}

/** @param {Row} row */
function factsOf(row) {
  const { section, lang, published } = row;
  return [
    section ? element('bdi', { lang }, section) : null,
    published
      ? element('bdi', {}, element('time', { datetime: published }, nearDate(published)))
      : null,
    element('bdi', {}, readingTime(row)),
  ];
}

/** @param {number} share What is not finished is not said to be. */
function percentOf(share) {
  return Math.min(99, Math.round(share * 100));
}
