/** Dates, sizes and times as words: what a reader sees where the code has ISO dates and numbers. */
import { NO_BREAK, say } from './words.js';

const LOCALE = 'en-GB';
const DAY = 86_400_000;

/** @param {Intl.DateTimeFormatOptions} options */
const dates = (options) => new Intl.DateTimeFormat(LOCALE, { timeZone: 'UTC', ...options });

const weekday = dates({ weekday: 'long' });
const dayMonth = dates({ day: 'numeric', month: 'short' });
const dayMonthYear = dates({ day: 'numeric', month: 'short', year: 'numeric' });
const longDate = dates({ day: 'numeric', month: 'long', year: 'numeric' });
const monthYear = dates({ month: 'long', year: 'numeric' });

/** Brysbaert 2019, doi 10.1016/j.jml.2019.104047. */
const WORDS_A_MINUTE = 238;

/**
 * A date in a list: near ones by name.
 *
 * @param {string} iso YYYY-MM-DD: a day on the calendar, the same in every time zone
 * @param {Date} [now]
 */
export function nearDate(iso, now = new Date()) {
  const date = new Date(iso);
  const today = Date.UTC(now.getFullYear(), now.getMonth(), now.getDate());
  const daysAgo = Math.round((today - date.getTime()) / DAY);
  if (daysAgo === 0) return say('date.today');
  if (daysAgo === 1) return say('date.yesterday');
  if (daysAgo > 1 && daysAgo <= 6) return weekday.format(date);
  const thisYear = date.getUTCFullYear() === now.getFullYear();
  return (thisYear ? dayMonth : dayMonthYear).format(date);
}

/** @param {string} iso YYYY-MM-DD */
export const fullDate = (iso) => longDate.format(new Date(iso));

/** @param {string} iso YYYY-MM-DD */
export const month = (iso) => monthYear.format(new Date(iso));

/**
 * Reading time, rounded up, at least a minute.
 *
 * @param {number} words
 */
export function readingTime(words) {
  const all = Math.max(1, Math.ceil(words / WORDS_A_MINUTE));
  if (all < 60) return say('time.minutes', { n: all });
  return say('time.hours', { h: Math.floor(all / 60), n: all % 60 });
}

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
  const format = new Intl.NumberFormat(LOCALE, {
    style: 'unit',
    unit: String(unit),
    unitDisplay: 'short',
    maximumFractionDigits: fine ? 1 : 0,
  });
  return format.format(bytes > 0 && value < 1 ? 1 : value).replace(' ', NO_BREAK);
}
