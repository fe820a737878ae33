/**
 * Headings as places to link to: each has an id, and beside it what copies the link.
 *
 * The server does the same for a page without scripts, with the same ids (webapp/views/contents.py).
 */
import { element } from './element.js';
import { lang, say } from './words.js';

const HEADING = ':is(h2, h3, h4, h5, h6)';

/**
 * The headings that divide a text, not those within a quotation or a part of their own.
 *
 * @param {Element} body
 * @returns {HTMLElement[]}
 */
export function headingsOf(body) {
  return [...body.querySelectorAll(`:scope > ${HEADING}, :scope > .heading > ${HEADING}`)].map(
    (heading) => /** @type {HTMLElement} */ (heading),
  );
}

/**
 * Gives an id to each heading that brings none: those of the two upper ranks are counted through,
 * the others below them.
 *
 * @param {Element} body
 */
export function nameHeadings(body) {
  let part = 0;
  let below = 0;
  for (const heading of headingsOf(body)) {
    const isUpper = heading.matches('h2, h3');
    part += isUpper ? 1 : 0;
    below = isUpper ? 0 : below + 1;
    heading.id ||= isUpper ? `part-${part}` : `part-${part}-${below}`;
  }
}

/**
 * Puts a button after each heading. It shows its sign by its style, so that the words of the text
 * stay what they are.
 *
 * @param {Element} body whose headings have ids
 */
export function linkHeadings(body) {
  for (const heading of headingsOf(body)) {
    const words = heading.textContent.trim();
    if (!words) continue;
    const box = boxOf(heading);
    const name = say('ar.heading', { heading: words });
    box.querySelector('.heading-link')?.remove();
    box.append(
      element('button', {
        type: 'button',
        class: 'heading-link',
        lang,
        'aria-label': name,
        title: name,
        'data-part': heading.id,
      }),
    );
  }
}

/** @param {HTMLElement} heading */
function boxOf(heading) {
  const { parentElement } = heading;
  if (parentElement?.classList.contains('heading')) return parentElement;
  const box = element('div', { class: `heading rank-${heading.localName.slice(1)}` });
  heading.replaceWith(box);
  box.append(heading);
  return box;
}
