/**
 * The checkboxes of a list whose rows are selected: one for each row and one for each group.
 *
 * They are one stop for Tab, so that the bar with what can be done comes right after; arrows go from
 * one to the next.
 *
 * @typedef {import('../corpus/types.js').Row} Row
 * @typedef {import('./selection.js').Selection} Selection
 */
import { element } from './element.js';
import { lang, say } from './words.js';

export class Picks {
  #list;
  #selection;
  #listening = new AbortController();

  /**
   * @param {HTMLElement} list
   * @param {Selection} selection
   */
  constructor(list, selection) {
    this.#list = list;
    this.#selection = selection;
    const { signal } = this.#listening;
    list.classList.add('is-selecting');
    list.addEventListener('click', (event) => this.#take(event), { signal });
    list.addEventListener('focusin', ({ target }) => this.#stopAt(target), { signal });
    list.addEventListener('keydown', (event) => this.#step(event), { signal });
    selection.addEventListener('change', () => this.#show(), { signal });
  }

  /** The rows are rows again. */
  end() {
    const list = this.#list;
    this.#listening.abort();
    list.classList.remove('is-selecting');
    for (const each of list.querySelectorAll('.pick')) each.remove();
    for (const each of list.querySelectorAll('.group')) each.removeAttribute('aria-label');
    for (const each of list.querySelectorAll('.is-picked')) each.classList.remove('is-picked');
    for (const link of list.querySelectorAll('a[data-href]')) {
      link.setAttribute('href', link.getAttribute('data-href') ?? '');
      link.removeAttribute('data-href');
    }
  }

  /** The id of the row whose checkbox is the stop for Tab, if there is one. */
  get stop() {
    const row = this.#list.querySelector('.row:has(.pick [tabindex="0"])');
    return row?.getAttribute('data-id') ?? null;
  }

  /** @param {Element} part of the list, that has to stay while the stop is in it */
  holdsStop(part) {
    return part.querySelector('.pick [tabindex="0"]') !== null;
  }

  /**
   * Gives a row its checkbox. The row's link leads nowhere meanwhile: a tap on the row selects it.
   *
   * @param {Element} item
   * @param {Row} row
   */
  add(item, { title }) {
    const link = item.querySelector('a');
    const href = link?.getAttribute('href');
    if (link && href) {
      link.setAttribute('data-href', href);
      link.removeAttribute('href');
    }
    item.prepend(pick(say('lib.select.row', { title })));
    this.#showRow(item);
  }

  /**
   * The same for a heading, whose name stays what it says.
   *
   * @param {Element} heading
   */
  addToGroup(heading) {
    const name = heading.textContent ?? '';
    heading.setAttribute('aria-label', name);
    heading.prepend(pick(say('lib.select.all.in', { name })));
    this.#showGroup(heading);
  }

  #show() {
    for (const item of this.#list.querySelectorAll('.row')) this.#showRow(item);
    for (const heading of this.#list.querySelectorAll('.group')) this.#showGroup(heading);
  }

  /** @param {Element} item */
  #showRow(item) {
    const isPicked = this.#selection.has(item.getAttribute('data-id') ?? '');
    item.classList.toggle('is-picked', isPicked);
    const box = boxIn(item);
    if (box) box.checked = isPicked;
  }

  /** @param {Element} heading */
  #showGroup(heading) {
    const box = boxIn(heading);
    if (!box) return;
    const share = this.#selection.shareOf(heading.getAttribute('data-group') ?? '');
    box.checked = share === 'all';
    box.indeterminate = share === 'some';
  }

  /** @param {MouseEvent} event */
  #take({ target, shiftKey }) {
    if (!isBox(target)) return;
    const id = target.closest('.row')?.getAttribute('data-id');
    const group = target.closest('.group')?.getAttribute('data-group');
    if (id) this.#selection.set(id, target.checked, { asRange: shiftKey });
    else if (group != null) this.#selection.setGroup(group, target.checked);
  }

  /** @param {EventTarget | null} target */
  #stopAt(target) {
    if (!isBox(target)) return;
    for (const box of this.#list.querySelectorAll('.pick [tabindex="0"]')) {
      box.setAttribute('tabindex', '-1');
    }
    target.tabIndex = 0;
  }

  /** @param {KeyboardEvent} event */
  #step(event) {
    const by = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (!by || !isBox(event.target)) return;
    event.preventDefault();
    const boxes = /** @type {HTMLElement[]} */ ([...this.#list.querySelectorAll('.pick input')]);
    boxes[boxes.indexOf(event.target) + by]?.focus();
  }
}

/**
 * @param {Element} of a row or a heading
 * @returns {HTMLInputElement | null} null while nothing can be selected
 */
export function boxIn(of) {
  return of.querySelector('.pick input');
}

/** @param {string} name */
function pick(name) {
  const box = element('input', { type: 'checkbox', 'aria-label': name, tabindex: -1 });
  return element('label', { class: 'pick', lang }, box);
}

/**
 * @param {EventTarget | null} target
 * @returns {target is HTMLInputElement}
 */
function isBox(target) {
  return target instanceof HTMLInputElement && target.closest('.pick') !== null;
}
