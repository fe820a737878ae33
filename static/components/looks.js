/** How the app looks on this device: what was chosen is kept, and shown by first-paint.js. */
import { chosenLooks, prefer, resetLooks } from '../storage/preferences.js';

/**
 * @param {import('../storage/preferences.js').PreferenceName} name
 * @param {string | null} value null goes back to the library's own
 */
export function choose(name, value) {
  prefer(name, value);
  paint();
}

/** @returns {() => void} brings back what was chosen until now */
export function chooseNothing() {
  const before = chosenLooks();
  resetLooks();
  paint();
  return () => {
    resetLooks(before);
    paint();
  };
}

function paint() {
  dispatchEvent(new CustomEvent('octavo-looks', { detail: chosenLooks() }));
}
