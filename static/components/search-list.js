/**
 * <found-list>: rows in one list, of which as many are made as the reader scrolls to.
 *
 * Unlike <library-list> it has no groups and is found anew with each key, so nothing is measured.
 */
import { element } from './element.js';

/** A phone's screen shows four of them, a desk's ten. */
const AT_ONCE = 20;
const MORE = 30;

export class FoundList extends HTMLElement {
  /** @type {string[]} */
  #ids = [];
  /** @type {(place: number) => HTMLLIElement} */
  #make = () => element('li');
  /** Each row has a heading, which belongs to this one. */
  #heading = element('h2', { class: 'unseen' });
  #list = element('ol', { class: 'rows', role: 'list' });
  #end = element('div');
  #near = new IntersectionObserver(
    ([{ isIntersecting }]) => isIntersecting && this.#grow(this.#list.childElementCount + MORE),
    { rootMargin: '0% 0% 200%' },
  );

  connectedCallback() {
    this.replaceChildren(this.#heading, this.#list, this.#end);
    this.#near.observe(this.#end);
  }

  disconnectedCallback() {
    this.#near.disconnect();
  }

  /** @param {string} name of the list, for who listens */
  set name(name) {
    this.#heading.textContent = name;
    this.#list.setAttribute('aria-label', name);
  }

  /**
   * @param {string[]} ids of the rows, in order
   * @param {(place: number) => HTMLLIElement} make makes the row at a place
   */
  show(ids, make) {
    this.#showFirst(AT_ONCE, ids, make);
  }

  /**
   * Shows the same list with other rows in it: what was scrolled to stays in view.
   *
   * @param {string[]} ids
   * @param {(place: number) => HTMLLIElement} make
   */
  change(ids, make) {
    this.#showFirst(Math.max(AT_ONCE, this.#list.childElementCount), ids, make);
  }

  /**
   * @param {number} count
   * @param {string[]} ids
   * @param {(place: number) => HTMLLIElement} make
   */
  #showFirst(count, ids, make) {
    this.#ids = ids;
    this.#make = make;
    this.#list.replaceChildren();
    this.#list.hidden = ids.length === 0;
    this.#heading.hidden = ids.length === 0;
    this.#grow(count);
    if (!this.isConnected) return;
    // The end is told anew where it stays in view, since only a change of that is told.
    this.#near.unobserve(this.#end);
    this.#near.observe(this.#end);
  }

  /** The link of the first row. */
  get first() {
    return this.#list.querySelector('a');
  }

  /** The id of the row that has the focus. */
  get current() {
    return document.activeElement?.closest('found-list .row')?.getAttribute('data-id') ?? null;
  }

  /**
   * Moves the focus to another row; to the first one, if none has it.
   *
   * @param {number} by
   */
  step(by) {
    const at = this.current === null ? 0 : this.#ids.indexOf(this.current) + by;
    this.rowOf(this.#ids[at] ?? '')?.querySelector('a')?.focus();
  }

  /**
   * The element of a row, which is made if it is not there.
   *
   * @param {string} id
   * @returns {HTMLElement | null}
   */
  rowOf(id) {
    this.#grow(this.#ids.indexOf(id) + 1);
    return this.#list.querySelector(`[data-id="${CSS.escape(id)}"]`);
  }

  /** @returns {{ id: string, top: number } | null} the first row in view, and where its top is */
  firstInView() {
    for (const row of this.#list.children) {
      const { top, bottom } = row.getBoundingClientRect();
      if (bottom > 0) return { id: row.getAttribute('data-id') ?? '', top };
    }
    return null;
  }

  /** @param {number} count of rows that are to be there */
  #grow(count) {
    const made = [];
    const end = Math.min(count, this.#ids.length);
    for (let place = this.#list.childElementCount; place < end; place += 1) {
      const item = this.#make(place);
      item.setAttribute('aria-setsize', String(this.#ids.length));
      item.setAttribute('aria-posinset', String(place + 1));
      made.push(item);
    }
    this.#list.append(...made);
  }
}

customElements.define('found-list', FoundList);
