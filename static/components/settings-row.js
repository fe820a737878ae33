/** Rows of Settings: a name, a value, and one control at most. */
import { element } from './element.js';
import { icon } from './icon.js';

let count = 0;

/**
 * @param {string} title
 * @param {...(HTMLElement | null)} rows
 */
export function part(title, ...rows) {
  const id = `settings-${++count}`;
  return element(
    'section',
    { class: 'settings-part', 'aria-labelledby': id },
    element('h2', { id }, title),
    ...rows,
  );
}

/**
 * Facts that nobody can change here.
 *
 * @param {...{ name: string, value: string }} all
 */
export function facts(...all) {
  const rows = all.map(({ name, value }) =>
    element(
      'div',
      { class: 'setting' },
      element('dt', {}, name),
      element('dd', {}, element('bdi', {}, value)),
    ),
  );
  return element('dl', { class: 'settings-facts' }, ...rows);
}

/**
 * A row that opens something.
 *
 * @param {string} name
 * @param {{ text: string, lang?: string } | null} value what is chosen now
 * @param {(opener: HTMLButtonElement) => void} act
 */
export function opener(name, value, act) {
  const made = element(
    'button',
    { type: 'button', class: 'setting' },
    element('span', {}, name),
    value && element('span', { class: 'setting-value', lang: value.lang }, value.text),
    icon('forward'),
  );
  made.addEventListener('click', () => act(made));
  return made;
}

/**
 * A row that leads to another screen.
 *
 * @param {string} name
 * @param {string} address
 */
export function pageLink(name, address) {
  return element('a', { class: 'setting', href: address }, element('span', {}, name), icon('forward'));
}
