/** Dates, sizes and times as words: what a reader sees where the code has ISO dates and numbers. */
import { minutesToRead, WORDS_A_MINUTE } from './reading-time.js';
import { locale, NO_BREAK, say } from './words.js';

const DAY = 86_400_000;

/** @param {Intl.DateTimeFormatOptions} options */
const dates = (options) => new Intl.DateTimeFormat(locale, { timeZone: 'UTC', ...options });

const weekday = dates({ weekday: 'long' });
const dayMonth = dates({ day: 'numeric', month: 'short' });
const dayMonthYear = dates({ day: 'numeric', month: 'short', year: 'numeric' });
const longDate = dates({ day: 'numeric', month: 'long', year: 'numeric' });
const monthYear = dates({ month: 'long', year: 'numeric' });
const lists = new Intl.ListFormat(locale, { type: 'unit', style: 'short' });

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
  const all = minutesToRead(words);
  if (all < 60) return say('time.minutes', { n: all });
  return say('time.hours', { h: Math.floor(all / 60), n: all % 60 });
}

/**
 * How much longer a text takes.
 *
 * @param {number} words
 * @param {number} share of it that is read, 0 to 1
 */
export function timeLeft(words, share) {
  const minutes = ((1 - share) * words) / WORDS_A_MINUTE;
  if (share === 1) return say('ar.end');
  if (minutes < 0.5) return say('ar.almost');
  const all = Math.ceil(minutes);
  if (all < 60) return say('ar.left', { n: all });
  return say('ar.left.hours', { h: Math.floor(all / 60), n: all % 60 });
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
