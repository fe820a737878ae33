/**
 * What stands where content would, when there is none to show: it says why, and what can be done.
 *
 * @typedef {import('./router.js').Screen} Screen
 */
import { button, element } from '../components/element.js';
import { say } from '../components/words.js';

/**
 * No connection, and what is asked for is not here. It goes by itself when there is one.
 *
 * @param {string} title
 * @param {string} words
 * @returns {Screen}
 */
export function nothing(title, words) {
  return {
    name: 'nothing',
    title,
    waits: true,
    render(main) {
      const still = element('p', { 'aria-live': 'polite' });
      const again = button(say('st.again'), () => {
        still.textContent = '';
        main.dispatchEvent(
          new CustomEvent('again', {
            detail: { failed: () => (still.textContent = say('of.still')) },
          }),
        );
      });
      show(main, title, [element('p', {}, words), element('p', { class: 'acts' }, again), still]);
    },
  };
}

/**
 * There is nothing at this address.
 *
 * @returns {Screen}
 */
export function missing() {
  const title = say('ar.unknown');
  return {
    name: 'missing',
    title,
    render: (main) => show(main, title, [element('p', {}, say('ar.unknown.why'))]),
  };
}

/**
 * @param {HTMLElement} main
 * @param {string} title
 * @param {HTMLElement[]} parts
 */
export function show(main, title, parts) {
  main.replaceChildren(
    element('h1', { class: 'screen-title', tabindex: -1, dir: 'auto' }, title),
    element('div', { class: 'notice' }, ...parts),
  );
}
