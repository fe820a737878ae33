/**
 * The sheet that reaches any row of a long list in three taps: years with their months, letters, or
 * lengths, as links.
 *
 * @typedef {import('../corpus/types.js').Row} Row
 * @typedef {import('./list-view.js').View} View
 */
import { element } from './element.js';
import { groundNow, groupName, monthName } from './group-names.js';
import { countGroups, grouping, monthOf } from './groups.js';
import { FROM_START } from './list-parts.js';
import { addressOfView } from './list-view.js';
import { openSheet } from './sheet.js';
import { locale, say } from './words.js';

const numbers = new Intl.NumberFormat(locale);
const years = new Intl.DateTimeFormat(locale, { timeZone: 'UTC', year: 'numeric' });

/**
 * @param {HTMLElement} opener
 * @param {Row[]} rows all that the view has, in its order
 * @param {View} view
 */
export function openJumpSheet(opener, rows, view) {
  const content = view.sort === 'newest' ? yearsOf(rows, view) : groupsOf(rows, view);
  openSheet({ name: say('lib.jump'), opener }, content);
}

/**
 * @param {Row[]} rows
 * @param {View} view
 */
function yearsOf(rows, view) {
  /** @type {Map<string, { month: string, count: number }[]>} */
  const months = new Map();
  for (const [month, count] of countGroups(rows, monthOf)) {
    if (!month) continue;
    const year = month.slice(0, 4);
    months.set(year, [...(months.get(year) ?? []), { month, count }]);
  }
  const isOnly = months.size === 1;
  const each = [...months].map(([year, ofYear]) => yearOf(year, ofYear, view, isOnly));
  return element('section', { class: 'choices' }, ...each);
}

/**
 * @param {string} year
 * @param {{ month: string, count: number }[]} months
 * @param {View} view
 * @param {boolean} open
 */
function yearOf(year, months, view, open) {
  const all = months.reduce((total, { count }) => total + count, 0);
  return element(
    'details',
    { open },
    element('summary', {}, years.format(new Date(year)), ' ', countOf(all)),
    element(
      'ul',
      { role: 'list' },
      ...months.map(({ month, count }) => item(monthName(month), count, month, view)),
    ),
  );
}

/**
 * @param {Row[]} rows
 * @param {View} view
 */
function groupsOf(rows, view) {
  const ground = groundNow();
  const counts = [...countGroups(rows, grouping(view.sort, ground))];
  return element(
    'section',
    { class: view.sort === 'title' ? 'choices letters' : 'choices' },
    element(
      'ul',
      { role: 'list' },
      ...counts.map(([group, count]) =>
        item(groupName(view.sort, group, ground.today), count, group, view),
      ),
    ),
  );
}

/**
 * @param {string} name
 * @param {number} count
 * @param {string} from
 * @param {View} view
 */
function item(name, count, from, view) {
  return element(
    'li',
    {},
    element(
      'a',
      {
        href: addressOfView(view, { ...FROM_START, from }),
        'aria-label': say('lib.jump.name', { name, n: count }),
      },
      name,
      ' ',
      countOf(count),
    ),
  );
}

/** @param {number} count */
function countOf(count) {
  return element('span', { class: 'count' }, numbers.format(count));
}
