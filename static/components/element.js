import { lang } from './words.js';

/**
 * Makes an element. Text goes in as text; HTML has another way in (article-body.js).
 *
 * @template {keyof HTMLElementTagNameMap} K
 * @param {K} name
 * @param {Record<string, string | number | boolean | null | undefined>} [attributes] true is an
 *   attribute without a value; false, null and undefined leave it out
 * @param {...(Node | string | false | null | undefined)} children what is no node and no text is
 *   left out
 * @returns {HTMLElementTagNameMap[K]}
 */
export function element(name, attributes = {}, ...children) {
  const made = document.createElement(name);
  for (const [attribute, value] of Object.entries(attributes)) {
    if (value === true) made.setAttribute(attribute, '');
    else if (value !== false && value != null) made.setAttribute(attribute, String(value));
  }
  for (const child of children) if (child != null && child !== false) made.append(child);
  return made;
}

/**
 * A button that says what happens.
 *
 * @param {string} words
 * @param {() => void} act
 * @param {string} [kind] 'primary', 'small'
 */
export function button(words, act, kind = '') {
  const made = element('button', { type: 'button', class: `button ${kind}`.trim() }, words);
  made.addEventListener('click', act);
  return made;
}

/**
 * Short facts on one line, each by itself as to its direction, with a dot between them.
 *
 * @param {...(HTMLElement | null)} facts those that are null are left out
 */
export function metaLine(...facts) {
  const line = element('p', { class: 'meta', lang });
  for (const fact of facts) if (fact) addFact(line, fact);
  return line;
}

/**
 * Each fact stands in a box of its own, that is not torn apart and ends with the dot.
 *
 * @param {Element} line
 * @param {HTMLElement} fact
 */
export function addFact(line, fact) {
  if (line.lastElementChild) {
    line.lastElementChild.append(' ·');
    line.append(' ');
  }
  line.append(element('span', { class: 'fact' }, fact));
}
