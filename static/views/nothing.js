/**
 * What stands where content would, when there is none to show: it says why, and what can be done.
 *
 * @typedef {import('./router.js').Screen} Screen
 * @typedef {import('../corpus/fault.js').Trouble} Trouble
 */
import { button, element } from '../components/element.js';
import { faultOf } from '../components/states.js';
import { say } from '../components/words.js';
import { CLOCK, Schedule } from '../corpus/schedule.js';

/** What is said of a thing that is not here: without a connection, and after another fault. */
const WORDS = Object.freeze({
  list: /** @type {const} */ (['of.nothing', 'of.none']),
  'not-here': /** @type {const} */ (['ar.not-here', 'ar.missing']),
  damaged: /** @type {const} */ (['ar.damaged', 'ar.damaged']),
});

/** @typedef {{ address: string, words: string }} Way where the reader came from, and its name */

/** By this the router knows the screen again, whose words change in place. */
const SAME = 'nothing';

/**
 * What is asked for is not here, and the server does not help out. It goes by itself when it does.
 *
 * @param {string} title
 * @param {keyof typeof WORDS} thing
 * @param {Trouble} trouble
 * @param {Way | null} [back] where there is another screen to go back to
 * @returns {Screen}
 */
export function nothing(title, thing, trouble, back = null) {
  return {
    name: 'nothing',
    title,
    hash: SAME,
    waits: true,
    render(main) {
      const told = element('p', { class: 'told', 'aria-live': 'polite' });
      const still = element('p', { 'aria-live': 'polite' });
      const again = button(say('st.again'), () => {
        still.textContent = '';
        ask(main, () => {
          still.textContent = say(told.dataset.trouble === 'offline' ? 'of.still' : 'tr.still');
        });
      });
      main.dataset.hash = SAME;
      show(main, title, [told, element('p', { class: 'acts' }, again, back && wayBack(back)), still]);
      tell(told, thing, trouble);
      askByItself(main, told);
    },
    adopt(main) {
      const told = main.querySelector('.told');
      if (told instanceof HTMLElement) tell(told, thing, trouble);
    },
  };
}

/**
 * @param {HTMLElement} told
 * @param {keyof typeof WORDS} thing
 * @param {Trouble} trouble
 */
function tell(told, thing, trouble) {
  // Words that stay are not put there anew: they would be heard again.
  if (told.dataset.trouble === trouble.code) return;
  told.dataset.trouble = trouble.code;
  const [offline, otherwise] = WORDS[thing];
  told.textContent =
    trouble.code === 'offline'
      ? say(offline)
      : `${faultOf(trouble)} ${say(otherwise)} ${say('tr.again')}`;
}

/**
 * Asks once more.
 *
 * @param {HTMLElement} main
 * @param {() => void} failed
 */
function ask(main, failed) {
  main.dispatchEvent(new CustomEvent('again', { detail: { failed } }));
}

/**
 * Asks ever more rarely while these words are seen: nothing else may tell that the server is back.
 *
 * @param {HTMLElement} main
 * @param {HTMLElement} told
 */
function askByItself(main, told) {
  const { href } = location;
  const schedule = new Schedule(
    CLOCK,
    () => told.isConnected && location.href === href,
    () => {
      if (document.visibilityState === 'visible') ask(main, () => schedule.retry());
      else schedule.retry();
    },
  );
  schedule.retry();
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

/** @param {Way} back */
export function wayBack({ address, words }) {
  return element('a', { class: 'button', href: address }, say('nav.back', { where: words }));
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
