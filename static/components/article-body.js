/**
 * <article-body>: an article's text; the only place where blocks become nodes.
 *
 * A page made by the server brings its blocks with it; they are taken as they stand.
 */
import { nameNotes } from './article-notes.js';
import { dressPicture } from './article-pictures.js';
import { cleanHTML } from './clean-html.js';
import { element } from './element.js';
import { say } from './words.js';

/** So many times as wide as what is seen of it, a table keeps its first column in view. */
const MUCH_WIDER = 2;

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
    for (const picture of this.querySelectorAll('img')) dressPicture(picture);
    for (const link of this.querySelectorAll('a')) sayIfOutside(link);
    nameNotes(this);
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
    const caption = scroll.querySelector('caption')?.textContent.trim();
    const numbered = count > 1 ? `${say(`ar.${kind}`)} ${count}` : say(`ar.${kind}`);
    scroll.setAttribute('aria-label', caption || numbered);
  }
}

/** @param {HTMLElement} scroll */
function makeReachable(scroll) {
  const { scrollWidth, clientWidth } = scroll;
  scroll.classList.toggle('much-wider', scrollWidth > MUCH_WIDER * clientWidth);
  if (scrollWidth > clientWidth) {
    scroll.tabIndex = 0;
    scroll.setAttribute('role', 'region');
  } else {
    scroll.removeAttribute('tabindex');
    scroll.removeAttribute('role');
  }
}

/**
 * Gives a link that leaves the library the words that its arrow stands for (article.css).
 *
 * @param {HTMLAnchorElement} link
 */
function sayIfOutside(link) {
  if (/^https?:/i.test(link.getAttribute('href') ?? '')) link.dataset.needs = say('ar.needs');
}

customElements.define('article-body', ArticleBody);
