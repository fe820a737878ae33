/**
 * The contents of a long text: its headings of two levels, as links, with the current one marked.
 *
 * Under the title of the text on a narrow window, in the margin beside it on a wide one.
 */
import { headingsOf, nameHeadings } from './article-headings.js';
import { partOf } from './article-notes.js';
import { element } from './element.js';
import { say } from './words.js';

/** A shorter text, or one with fewer headings, is seen at a glance. */
const WORDS = 1_200;
const HEADINGS = 3;

const WIDE = matchMedia('(min-width: 73.75rem)');

// One listener for all texts: one of each would keep the text that it knows.
WIDE.addEventListener('change', () => {
  const contents = document.querySelector('main .contents');
  if (contents) standInMargin(contents);
});

/**
 * @param {Element} body of the text; headings without an id get one
 * @param {number} words how many the text has
 * @returns {HTMLElement | null} null where none is needed
 */
export function contentsOf(body, words) {
  nameHeadings(body);
  const headings = headingsOf(body).filter((heading) => heading.matches('h2, h3'));
  if (headings.length < HEADINGS || words <= WORDS) return null;
  const links = headings.map((heading) => {
    const isSub = heading.localName === 'h3';
    const href = `#${encodeURIComponent(heading.id)}`;
    const link = element('a', { href }, heading.textContent);
    return element('li', { class: isSub ? 'sub' : null }, link);
  });
  const details = element(
    'details',
    {},
    element('summary', {}, say('ar.contents')),
    element('ol', { role: 'list' }, ...links),
  );
  const contents = element('nav', { class: 'contents', 'aria-label': say('ar.contents') }, details);
  return contents;
}

/**
 * Opens the contents where the window has room for them beside the text.
 *
 * @param {Element} contents that was drawn just now: what the reader opened stays open
 */
export function standInMargin(contents) {
  contents.querySelector('details')?.toggleAttribute('open', WIDE.matches);
}

/**
 * Marks the heading under which the reader is.
 *
 * @param {Element} contents
 * @param {number} y px from the window's top at which the text begins
 */
export function markPart(contents, y) {
  const links = /** @type {HTMLAnchorElement[]} */ ([...contents.querySelectorAll('a')]);
  const current = links.findLast((link) => {
    const heading = document.getElementById(partOf(link));
    return heading && heading.getBoundingClientRect().top <= y;
  });
  for (const link of links) {
    if (link === current) link.setAttribute('aria-current', 'location');
    else link.removeAttribute('aria-current');
  }
}
