/** Choices that look and work alike on every screen. */
import { element } from './element.js';

let count = 0;

/**
 * A group of radio buttons in one row.
 *
 * @param {string} name of the group, heard and seen
 * @param {{ value: string, words: string, theme?: string }[]} options `theme` colours one as its own
 * @param {string} chosen
 * @param {(value: string) => void} onchoose
 */
export function radios(name, options, chosen, onchoose) {
  const group = `choice-${++count}`;
  const boxes = options.map(({ value, words, theme }) => {
    const input = element('input', { type: 'radio', name: group, value, checked: value === chosen });
    input.addEventListener('change', () => onchoose(value));
    return element('label', { 'data-theme': theme }, input, element('span', {}, words));
  });
  return element(
    'fieldset',
    { class: 'choice', role: 'radiogroup' },
    element('legend', {}, name),
    element('div', { class: 'choice-options' }, ...boxes),
  );
}

/**
 * A switch with its name on the whole row.
 *
 * @param {string} name
 * @param {boolean} isOn
 * @param {(isOn: boolean) => void} onturn
 */
export function toggle(name, isOn, onturn) {
  const made = element(
    'button',
    { type: 'button', class: 'toggle', role: 'switch' },
    element('span', {}, name),
    element('span', { class: 'toggle-track', 'aria-hidden': 'true' }),
  );
  made.setAttribute('aria-checked', String(isOn));
  made.addEventListener('click', () => {
    const turned = made.getAttribute('aria-checked') !== 'true';
    made.setAttribute('aria-checked', String(turned));
    onturn(turned);
  });
  return made;
}
