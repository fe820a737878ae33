/** How long a text takes. */

/** Brysbaert 2019, doi 10.1016/j.jml.2019.104047. */
export const WORDS_A_MINUTE = 238;

/**
 * @param {number} words
 * @returns {number} minutes, rounded up, at least one
 */
export function minutesToRead(words) {
  return Math.max(1, Math.ceil(words / WORDS_A_MINUTE));
}
