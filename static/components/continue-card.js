/** The card that leads back to the article that was begun last and is not finished. */
import { addressOf } from './addresses.js';
import { element } from './element.js';
import { timeLeft } from './reading-time.js';
import { say } from './words.js';

/**
 * @param {import('../corpus/types.js').Row[]} rows of the list that it stands above
 * @param {import('../shelf/marks.js').Marks} marks
 * @returns {HTMLElement | null} null where nothing in the list is begun
 */
export function continueCard(rows, marks) {
  const row = lastBegun(rows, marks.places());
  const place = row && marks.of(row.id).place;
  if (!place) return null;
  const { slug, title, lang, dir } = row;
  const label = `${say('lib.continue')} · ${timeLeft(row, place.share)}`;
  const link = element(
    'a',
    { href: addressOf('article', { slug }) },
    element('span', { class: 'continue-label' }, label),
    ' ',
    element('span', { class: 'continue-title', lang, dir }, title),
    element('progress', { value: place.share, max: 1 }),
  );
  return element('p', { class: 'continue' }, link);
}

/**
 * @param {import('../corpus/types.js').Row[]} rows
 * @param {string[]} begun ids, the last one first
 */
function lastBegun(rows, begun) {
  const places = new Map(begun.map((id, place) => [id, place]));
  let found = null;
  let best = Infinity;
  for (const row of rows) {
    const place = places.get(row.id) ?? Infinity;
    if (place < best) [found, best] = [row, place];
  }
  return found;
}
