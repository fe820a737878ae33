/**
 * <library-tools>: one row above the list: what of it is shown, and the ways to choose otherwise.
 *
 * @typedef {object} Shown
 * @property {boolean} unread
 * @property {string} section what the button of sections says
 */
import { radios } from './controls.js';
import { element } from './element.js';
import { icon } from './icon.js';
import { say } from './words.js';

export class LibraryTools extends HTMLElement {
  #choice = radios(
    say('lib.show'),
    ['all', 'unread'].map((value) => ({ value, words: say(`lib.${value}`) })),
    'all',
    (value) => this.onunread(value === 'unread'),
  );
  #name = element('span', {});
  #section = element(
    'button',
    { type: 'button', class: 'button small', 'aria-haspopup': 'dialog' },
    this.#name,
  );
  #list = element(
    'button',
    {
      type: 'button',
      class: 'icon-button',
      'aria-label': say('lib.sort-and-list'),
      title: say('lib.sort-and-list'),
    },
    icon('tune'),
  );
  #heard = element('p', { class: 'unseen', 'aria-live': 'polite' });

  /** @type {(isWanted: boolean) => void} */
  onunread = () => {};
  /** @type {(opener: HTMLElement) => void} */
  onsections = () => {};
  /** @type {(opener: HTMLElement) => void} */
  onlist = () => {};

  constructor() {
    super();
    this.#section.addEventListener('click', () => this.onsections(this.#section));
    this.#list.addEventListener('click', () => this.onlist(this.#list));
  }

  connectedCallback() {
    this.replaceChildren(this.#choice, this.#section, this.#list, this.#heard);
  }

  /** @param {Shown} shown */
  show({ unread, section }) {
    for (const input of this.#choice.querySelectorAll('input')) {
      input.checked = (input.value === 'unread') === unread;
    }
    this.#name.textContent = section;
  }

  /** @param {string} words told to who listens */
  tell(words) {
    this.#heard.textContent = words;
  }
}

customElements.define('library-tools', LibraryTools);
