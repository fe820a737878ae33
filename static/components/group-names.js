/** What the groups of a list are called (groups.js). */
import { month } from './formats.js';
import { LONG, SHORT } from './groups.js';
import { locale, say } from './words.js';

const monthAlone = new Intl.DateTimeFormat(locale, { timeZone: 'UTC', month: 'long' });

/**
 * The heading over a group: this year's months go without their year.
 *
 * @param {import('./groups.js').Sort} sort
 * @param {string} group
 * @param {string} today YYYY-MM-DD
 */
export function groupName(sort, group, today) {
  if (sort === 'title') return group;
  switch (group) {
    case '':
      return say('lib.undated');
    case 'today':
      return say('date.today');
    case 'yesterday':
      return say('date.yesterday');
    case 'week':
      return say('date.this-week');
    case 'last-week':
      return say('date.last-week');
    case 'under':
      return say('lib.under', { n: SHORT });
    case 'between':
      return say('lib.between', { a: SHORT, n: LONG });
    case 'over':
      return say('lib.over', { n: LONG });
    default:
      return group.startsWith(today.slice(0, 4)) ? monthName(group) : month(group);
  }
}

/** @param {string} of YYYY-MM */
export const monthName = (of) => monthAlone.format(new Date(of));

/** @returns {import('./groups.js').Ground} what groups are made upon here and now */
export function groundNow(now = new Date()) {
  const day = Date.UTC(now.getFullYear(), now.getMonth(), now.getDate());
  return { locale, today: new Date(day).toISOString().slice(0, 10), firstDay: firstDayOfWeek() };
}

/** Where the browser does not say, Monday (ISO 8601). */
function firstDayOfWeek() {
  const of = /** @type {{ getWeekInfo?: () => { firstDay: number } }} */ (
    /** @type {unknown} */ (new Intl.Locale(locale))
  );
  return of.getWeekInfo?.().firstDay ?? 1;
}
