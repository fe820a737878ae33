/** Dates and sizes as words: what a reader sees where the code has ISO dates and numbers. */
import { locale, NO_BREAK, say } from './words.js';

const DAY = 86_400_000;

/** @param {Intl.DateTimeFormatOptions} options */
const dates = (options) => new Intl.DateTimeFormat(locale, { timeZone: 'UTC', ...options });

const weekday = dates({ weekday: 'long' });
const dayMonth = dates({ day: 'numeric', month: 'short' });
const dayMonthYear = dates({ day: 'numeric', month: 'short', year: 'numeric' });
const longDate = dates({ day: 'numeric', month: 'long', year: 'numeric' });
const monthYear = dates({ month: 'long', year: 'numeric' });
const days = new Intl.RelativeTimeFormat(locale, { numeric: 'auto' });
const lists = new Intl.ListFormat(locale, { type: 'unit', style: 'short' });

/**
 * A date in a list: near ones by name.
 *
 * @param {string} iso YYYY-MM-DD: a day on the calendar, the same in every time zone
 * @param {Date} [now]
 */
export function nearDate(iso, now = new Date()) {
  const date = new Date(iso);
  const daysAgo = daysSince(date, now);
  if (daysAgo === 0) return say('date.today');
  if (daysAgo === 1) return say('date.yesterday');
  if (daysAgo > 1 && daysAgo <= 6) return weekday.format(date);
  const thisYear = date.getUTCFullYear() === now.getFullYear();
  return (thisYear ? dayMonth : dayMonthYear).format(date);
}

/**
 * The same in the midst of a phrase, where today has no capital.
 *
 * @param {string} iso YYYY-MM-DD
 * @param {Date} [now]
 */
export function nearDateWithin(iso, now = new Date()) {
  const daysAgo = daysSince(new Date(iso), now);
  return daysAgo === 0 || daysAgo === 1 ? days.format(-daysAgo, 'day') : nearDate(iso, now);
}

/**
 * @param {Date} date
 * @param {Date} now
 */
function daysSince(date, now) {
  const today = Date.UTC(now.getFullYear(), now.getMonth(), now.getDate());
  return Math.round((today - date.getTime()) / DAY);
}

/** @param {string} iso YYYY-MM-DD */
export const fullDate = (iso) => longDate.format(new Date(iso));

/** @param {string} iso YYYY-MM-DD */
export const month = (iso) => monthYear.format(new Date(iso));

/**
 * A number of bytes, in the unit that keeps it short.
 *
 * @param {number} bytes
 */
export function size(bytes) {
  const [unit, scale] =
    bytes < 999_500 ? ['kilobyte', 1e3] : bytes < 999.5e6 ? ['megabyte', 1e6] : ['gigabyte', 1e9];
  const value = bytes / Number(scale);
  const fine = unit !== 'kilobyte' && value < 10;
  const format = new Intl.NumberFormat(locale, {
    style: 'unit',
    unit: String(unit),
    unitDisplay: 'short',
    maximumFractionDigits: fine ? 1 : 0,
  });
  return format.format(bytes > 0 && value < 1 ? 1 : value).replace(' ', NO_BREAK);
}

/**
 * Several facts in a row, as the language lists them: "3 new, 1 withdrawn".
 *
 * @param {string[]} facts
 */
export const list = (facts) => lists.format(facts);
