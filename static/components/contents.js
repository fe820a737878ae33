/**
 * The contents of a long text: its headings of two levels, as links, with the current one marked.
 *
 * Under the title of the text on a narrow window, in the margin beside it on a wide one.
 */
import { headingsOf, nameHeadings } from './article-headings.js';
import { element } from './element.js';
import { say } from './words.js';

/** A shorter text, or one with fewer headings, is seen at a glance. */
const WORDS = 1_200;
const HEADINGS = 3;

const WIDE = '(min-width: 73.75rem)';

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
    const link = element('a', { href: `#${heading.id}` }, heading.textContent);
    return element('li', { class: isSub ? 'sub' : null }, link);
  });
  const details = element(
    'details',
    {},
    element('summary', {}, say('ar.contents')),
    element('ol', { role: 'list' }, ...links),
  );
  const contents = element('nav', { class: 'contents', 'aria-label': say('ar.contents') }, details);
  standInMargin(contents);
  return contents;
}

/**
 * Opens the contents where the window has room for them beside the text.
 *
 * @param {Element} contents
 */
export function standInMargin(contents) {
  const details = contents.querySelector('details');
  const wide = matchMedia(WIDE);
  const stand = () => details?.toggleAttribute('open', wide.matches);
  const follow = () => {
    if (contents.isConnected) stand();
    else wide.removeEventListener('change', follow);
  };
  stand();
  wide.addEventListener('change', follow);
}

/**
 * Marks the heading under which the reader is.
 *
 * @param {Element} contents
 * @param {number} y px from the window's top at which the text begins
 */
export function markPart(contents, y) {
  const links = /** @type {HTMLAnchorElement[]} */ ([...contents.querySelectorAll('a')]);
  const current = links.findLast(({ hash }) => {
    const heading = document.getElementById(decodeURIComponent(hash.slice(1)));
    return heading && heading.getBoundingClientRect().top <= y;
  });
  for (const link of links) {
    if (link === current) link.setAttribute('aria-current', 'location');
    else link.removeAttribute('aria-current');
  }
}
