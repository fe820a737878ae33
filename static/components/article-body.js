/**
 * <article-body>: an article's text; the only place where blocks become nodes.
 *
 * A page made by the server brings its blocks with it; they are taken as they stand.
 */
import { cleanHTML } from './clean-html.js';
import { element } from './element.js';
import { say } from './words.js';

/** Only what is wider than its column is a place to go to with the keyboard. */
const width = new ResizeObserver((entries) => {
  for (const { target } of entries) makeReachable(/** @type {HTMLElement} */ (target));
});

export class ArticleBody extends HTMLElement {
  connectedCallback() {
    this.#dress();
  }

  disconnectedCallback() {
    for (const scroll of this.querySelectorAll('.scroll')) width.unobserve(scroll);
  }

  /** @param {readonly string[]} blocks */
  set blocks(blocks) {
    // Parsed in one go: one document for each block would cost more than the blocks.
    this.replaceChildren(cleanHTML(blocks.join('\n')));
    if (this.isConnected) this.#dress();
  }

  #dress() {
    for (const wide of this.querySelectorAll('table, pre'))
      letScroll(/** @type {HTMLElement} */ (wide));
    nameApart(this.querySelectorAll('.scroll'));
    for (const scroll of this.querySelectorAll('.scroll')) width.observe(scroll);
    for (const picture of this.querySelectorAll('img')) sayIfNotKept(picture);
    for (const note of this.querySelectorAll('.footnote-ref a')) nameNote(note);
  }
}

/**
 * Wraps what may be wider than its column, so that it scrolls and the page does not.
 *
 * @param {HTMLElement} wide a table or code
 */
function letScroll(wide) {
  if (wide.closest('.scroll')) return;
  const kind = wide instanceof HTMLTableElement ? 'table' : 'code';
  const scroll = element('div', { class: `scroll ${kind}` });
  wide.replaceWith(scroll);
  scroll.append(wide);
}

/**
 * Numbers what would have one name: several tables are told apart only so.
 *
 * @param {Iterable<Element>} scrolls
 */
function nameApart(scrolls) {
  /** @type {Map<string, number>} */
  const counts = new Map();
  for (const scroll of scrolls) {
    const kind = scroll.classList.contains('table') ? 'table' : 'code';
    const count = (counts.get(kind) ?? 0) + 1;
    counts.set(kind, count);
    scroll.setAttribute('aria-label', count > 1 ? `${say(`ar.${kind}`)} ${count}` : say(`ar.${kind}`));
  }
}

/** @param {HTMLElement} scroll */
function makeReachable(scroll) {
  const wider = scroll.scrollWidth > scroll.clientWidth;
  if (wider) {
    scroll.tabIndex = 0;
    scroll.setAttribute('role', 'region');
  } else {
    scroll.removeAttribute('tabindex');
    scroll.removeAttribute('role');
  }
}

/**
 * Says in words what a picture shows that is not part of the article: nothing delivers it.
 *
 * @param {HTMLImageElement} picture
 */
function sayIfNotKept(picture) {
  const { src, alt } = picture;
  if (src.startsWith('data:')) return;
  const words = alt ? say('ar.picture', { alt }) : say('ar.picture.unnamed');
  picture.replaceWith(element('span', { class: 'picture-missing' }, words));
}

/**
 * Names the reference to a note: its number alone says nothing when it is read out.
 *
 * @param {Element} reference shows "[1]"
 */
function nameNote(reference) {
  const number = /\d+/.exec(reference.textContent)?.[0];
  if (number) reference.setAttribute('aria-label', say('ar.note', { number }));
}

customElements.define('article-body', ArticleBody);
