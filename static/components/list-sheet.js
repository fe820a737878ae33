/**
 * The sheet "Sort and list": the order of the list, how close its rows stand, and what can be done
 * with all of it.
 *
 * @typedef {object} Acts
 * @property {(sort: Sort) => void} sort
 * @property {(change: () => void) => void} rearrange rows become higher or lower by it
 * @property {() => void} jump
 * @property {() => void} select
 * @property {() => void} markAll
 *
 * @typedef {import('./groups.js').Sort} Sort
 */
import { preference } from '../storage/preferences.js';
import { radios } from './controls.js';
import { button, element } from './element.js';
import { SORTS } from './list-order.js';
import { choose } from './looks.js';
import { closeSheet, openSheet } from './sheet.js';
import { say } from './words.js';

const DENSITIES = Object.freeze(['comfortable', 'compact']);

/**
 * @param {HTMLElement} opener
 * @param {Sort} sort of the list that is shown
 * @param {Acts} acts
 */
export function openListSheet(opener, sort, acts) {
  const densities = DENSITIES.map((value) => ({ value, words: say(`lib.density.${value}`) }));
  openSheet(
    { name: say('lib.sort-and-list'), opener },
    sorts(sort, acts.sort),
    radios(say('lib.density'), densities, preference('density'), (value) => {
      acts.rearrange(() => choose('density', value === 'comfortable' ? null : value));
    }),
    element(
      'div',
      { class: 'acts' },
      button(say('lib.jump'), acts.jump, 'small'),
      button(say('lib.select'), closingWith(acts.select), 'small'),
      button(say('lib.mark-all'), closingWith(acts.markAll), 'small'),
    ),
  );
}

/** @param {() => void} act what the sheet gives way to */
function closingWith(act) {
  return () => {
    closeSheet();
    act();
  };
}

/**
 * Buttons, since each leads to another list: of radio buttons, keys would choose all on the way.
 *
 * @param {Sort} sort
 * @param {(sort: Sort) => void} onchoose
 */
function sorts(sort, onchoose) {
  const buttons = SORTS.map((each) => {
    const made = button(say(`lib.sort.${each}`), () => onchoose(each), 'small');
    made.setAttribute('aria-pressed', String(each === sort));
    return made;
  });
  const name = element('h3', { id: 'list-sort' }, say('lib.sort'));
  const group = { class: 'sorts', role: 'group', 'aria-labelledby': name.id };
  return element('div', group, name, ...buttons);
}
