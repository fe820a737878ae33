/** The frame around each screen, whose words the server has written in the library's language. */
import { dir, lang, say } from './words.js';

/**
 * Says the frame in the reader's language: what has `data-say` anew, and the names of what has
 * `data-say-label`. The nearest element with a language is the one that speaks of them.
 *
 * @param {Document} document
 */
export function sayFrame(document) {
  const root = document.documentElement;
  if (root.lang === lang) return;
  root.dir = dir;
  for (const element of document.querySelectorAll('[data-say], [data-say-label]')) {
    const { say: id, sayLabel } = /** @type {HTMLElement} */ (element).dataset;
    if (id) element.textContent = say(id);
    if (sayLabel) element.setAttribute('aria-label', say(sayLabel));
    element.closest('[lang]')?.setAttribute('lang', lang);
  }
  root.lang = lang;
}
