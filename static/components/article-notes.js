/**
 * Footnotes: a reference says which note it leads to, a note the way back; in the app a note opens
 * where it is referred to.
 */
import { element } from './element.js';
import { icon } from './icon.js';
import { openSheet } from './sheet.js';
import { say } from './words.js';

/** As Markdown makes them, as Pandoc and kramdown do, and as EPUB 3 names them. */
const REFERENCE = ':is(.footnote-ref, sup) > a, a.footnote-ref, a[role="doc-noteref"]';
const WAY_BACK = 'a.footnote-backref, a[role="doc-backlink"]';

/**
 * Says in words what else only a number or an arrow would say.
 *
 * @param {Element} body
 */
export function nameNotes(body) {
  for (const link of body.querySelectorAll(REFERENCE)) {
    if (!leadsWithin(link)) continue;
    link.setAttribute('aria-label', say('ar.note', { number: numberOf(link) }));
  }
  for (const link of body.querySelectorAll(WAY_BACK)) {
    link.setAttribute('aria-label', say('ar.notes.back'));
  }
}

/**
 * Shows the note that a link leads to, over the text.
 *
 * @param {HTMLAnchorElement} reference
 * @param {(id: string) => void} goTo goes to a part of the text, once the sheet is closed
 * @returns {import('./sheet.js').Sheet | null} null where the link is no reference, or leads nowhere
 */
export function openNote(reference, goTo) {
  const aim = document.getElementById(partOf(reference));
  // Some put the id on an empty element at the beginning of the note.
  const note = aim?.closest('li, dd, p, aside') ?? aim;
  if (!aim || !note?.textContent.trim() || !reference.matches(REFERENCE)) return null;
  const { lang, dir } = reference.closest('article') ?? document.documentElement;
  const all = element(
    'a',
    { href: `#${encodeURIComponent(aim.id)}` },
    icon('contents'),
    element('span', {}, say('ar.notes')),
  );
  const sheet = openSheet(
    { name: reference.getAttribute('aria-label') ?? '', opener: reference, kind: 'note-sheet' },
    element('div', { class: 'text', lang, dir }, ...copyOf(note)),
    element('ul', { class: 'menu', role: 'list' }, element('li', {}, all)),
  );
  sheet.element.addEventListener('click', (event) => {
    const link = event.target instanceof Element ? event.target.closest('a') : null;
    if (!link || !leadsWithin(link)) return;
    event.preventDefault();
    afterSheet(sheet, () => goTo(partOf(link)));
  });
  return sheet;
}

/**
 * Closes a sheet and goes on as soon as the history is what it was before.
 *
 * @param {import('./sheet.js').Sheet} sheet
 * @param {() => void} act
 */
export function afterSheet(sheet, act) {
  const hasEntry = Boolean(history.state?.sheet);
  sheet.close();
  if (hasEntry) addEventListener('popstate', act, { once: true });
  else act();
}

/**
 * @param {Element} link
 * @returns {boolean} whether it leads to a part of the same page
 */
export function leadsWithin(link) {
  return link.getAttribute('href')?.startsWith('#') ?? false;
}

/**
 * @param {Element} link
 * @returns {string} the id of the part to which it leads
 */
export function partOf(link) {
  return partIn(link.getAttribute('href') ?? '');
}

/**
 * @param {string} hash "#…"
 * @returns {string} the id that it stands for
 */
export function partIn(hash) {
  const part = hash.slice(1);
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}

/** @param {Element} reference shows "[1]", or "[1:2]" where it is the second one to its note */
function numberOf(reference) {
  const shown = reference.textContent.trim();
  return /\p{N}+/u.exec(shown)?.[0] ?? shown.replace(/^[[(]|[\])]$/g, '');
}

/**
 * What a note says: not the way back, which would lead to where the reader is, nor ids, of which
 * there is one each in a page.
 *
 * @param {Element} note
 */
function copyOf(note) {
  const copy = /** @type {Element} */ (note.cloneNode(true));
  for (const link of copy.querySelectorAll(WAY_BACK)) link.remove();
  for (const named of copy.querySelectorAll('[id]')) named.removeAttribute('id');
  return copy.childNodes;
}
