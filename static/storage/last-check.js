/** When everything that is kept here was last held against its hashes, and was whole. */
const NAME = 'octavo-checked';

/** @returns {number | null} milliseconds since 1970; null if it never was, or nobody knows */
export function lastCheck() {
  try {
    return Number(localStorage.getItem(NAME)) || null;
  } catch {
    return null;
  }
}

/** @param {number} now milliseconds since 1970 */
export function noteCheck(now) {
  try {
    localStorage.setItem(NAME, String(now));
  } catch {
    // It is then told until the page is left.
  }
}
