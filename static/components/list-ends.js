/** What stands before a list and after it, and in its place where it has no rows. */
import { button, element } from './element.js';
import { month } from './formats.js';
import { groundNow, groupName } from './group-names.js';
import { grouping, monthOf } from './groups.js';
import { FROM_START } from './list-parts.js';
import { addressOfView } from './list-view.js';
import { nameOfSection } from './sections-sheet.js';
import { say } from './words.js';

/**
 * @typedef {import('../corpus/types.js').Row} Row
 * @typedef {import('./list-parts.js').Place} Place
 * @typedef {import('./list-view.js').View} View
 *
 * @typedef {object} Extent which part of a view is shown
 * @property {View} view
 * @property {Row[]} all rows of the view, as far as they are here
 * @property {number} start place of the first one that is shown
 * @property {Place | null} following where the next part begins
 * @property {string | null} next the same, where the server knows of more rows than are here
 * @property {boolean} isWhole whether all rows of the view are here, not a page of the server's
 */

/**
 * @param {Extent} extent
 * @returns {HTMLElement | null} leads back to the start of the list
 */
export function startOfList({ view, start, isWhole }) {
  if (isWhole ? start === 0 : view.after === null) return null;
  const words = view.sort === 'newest' ? say('lib.newer') : say('lib.to-start');
  return aside(addressOfView(view, FROM_START), words);
}

/**
 * @param {Extent} extent
 * @returns {HTMLElement | null} leads to the next part, or says how many there were
 */
export function endOfList({ view, all, following, next, isWhole }) {
  if (next) return aside(addressOfView(view, { ...FROM_START, after: next }), say('lib.older'));
  if (following) return aside(addressOfView(view, following), wordsOf(view, all, following));
  // How many stood on the pages before is not known.
  if (!isWhole && view.after !== null) return null;
  return element('p', { class: 'after-list' }, say('lib.count', { n: all.length }));
}

/**
 * @param {View} view
 * @param {Row[]} all
 * @param {Place} following
 */
function wordsOf({ sort }, all, { from, before, after }) {
  if (before !== null) return say('lib.older.before', { month: month(before) });
  const ground = groundNow();
  // Where a group is cut, the rest of it has its name too.
  const last = all.find(({ id }) => id === after);
  const groupOf = sort === 'newest' ? monthOf : grouping(sort, ground);
  const group = from ?? (last ? groupOf(last) : '');
  return say('lib.more', { name: groupName(sort, group, ground.today) });
}

/**
 * @param {string} publisher
 * @returns {HTMLElement}
 */
export function nothingPublished(publisher) {
  return notice(say('lib.empty', { publisher }));
}

/**
 * @param {View} view
 * @returns {HTMLElement} nothing at all has the section or tag
 */
export function nothingOf(view) {
  const href = addressOfView(view, { ...FROM_START, section: null, tag: null });
  const section = view.tag ?? nameOfSection(view.section);
  return notice(
    say('lib.no-section', { section }),
    element('a', { href }, say('act.show-all')),
  );
}

/**
 * @param {() => void} showAll
 * @returns {HTMLElement}
 */
export function nothingUnread(showAll) {
  return notice(say('lib.no-unread'), button(say('act.show-all'), showAll));
}

/**
 * @param {string} address
 * @param {string} words
 */
function aside(address, words) {
  return element('p', { class: 'after-list' }, element('a', { href: address }, words));
}

/**
 * @param {string} words
 * @param {HTMLElement} [act]
 */
function notice(words, act) {
  return element('div', { class: 'notice' }, element('p', {}, words), act);
}
