/**
 * How long a text takes, by its words and its language.
 *
 * The wire says how many words an article has, not how many letters. The study that tells letters a
 * minute tells words a minute of the same readers over the same texts, so the language is accounted
 * for, and every list has the same number as the text. The server's table (webapp/words.py) is the
 * same; a test holds the two together.
 */
import { say } from './words.js';

/** Brysbaert 2019, doi 10.1016/j.jml.2019.104047: for languages that nobody has measured. */
export const WORDS_A_MINUTE = 238;

/**
 * Trauzettel-Klosinski and Dietz 2012 (IReST), doi 10.1167/iovs.11-8284. Chinese and Japanese are
 * read at 400 characters a minute, of which two count as a word; Korean at 500, of which a word has
 * 2.98 (as in the Universal Declaration of Human Rights).
 */
export const SPEEDS = new Map([
  ['ar', 138],
  ['de', 179],
  ['en', 228],
  ['es', 218],
  ['fi', 161],
  ['fr', 195],
  ['he', 187],
  ['it', 188],
  ['ja', 200],
  ['ko', 168],
  ['nl', 202],
  ['pl', 166],
  ['pt', 181],
  ['ru', 184],
  ['sl', 180],
  ['sv', 199],
  ['tr', 166],
  ['zh', 200],
]);

/**
 * @param {number} words
 * @param {string} [language] BCP 47
 * @returns {number} minutes, not rounded
 */
export function timeToRead(words, language = '') {
  const [primary = ''] = language.split('-', 1);
  return words / (SPEEDS.get(primary) ?? WORDS_A_MINUTE);
}

/**
 * @param {number} words
 * @param {string} [language] BCP 47
 * @returns {number} minutes, rounded up, at least one
 */
export function minutesToRead(words, language) {
  return Math.max(1, Math.ceil(timeToRead(words, language)));
}

/**
 * Reading time, in words.
 *
 * @param {{ words: number, lang: string }} text
 */
export function readingTime({ words, lang }) {
  const all = minutesToRead(words, lang);
  if (all < 60) return say('time.minutes', { n: all });
  return say('time.hours', { h: Math.floor(all / 60), n: all % 60 });
}

/**
 * How much longer a text takes, in words.
 *
 * @param {{ words: number, lang: string }} text
 * @param {number} share of it that is read, 0 to 1
 */
export function timeLeft({ words, lang }, share) {
  const minutes = (1 - share) * timeToRead(words, lang);
  if (share === 1) return say('ar.end');
  if (minutes < 0.5) return say('ar.almost');
  const all = Math.ceil(minutes);
  if (all < 60) return say('ar.left', { n: all });
  return say('ar.left.hours', { h: Math.floor(all / 60), n: all % 60 });
}
