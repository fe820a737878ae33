/**
 * The sheet in which a search is narrowed to one section.
 *
 * @typedef {import('../corpus/types.js').Row} Row
 */
import { radios } from './controls.js';
import { nameOfSection } from './sections-sheet.js';
import { openSheet } from './sheet.js';
import { locale, say } from './words.js';

const collator = new Intl.Collator(locale, { numeric: true });

/** What stands for all sections; no section has this name, since names are trimmed. */
const ALL = ' ';

/**
 * @param {HTMLElement} opener
 * @param {Row[]} rows
 * @param {string | null} chosen
 * @param {(section: string | null) => void} onchoose
 */
export function openSearchSections(opener, rows, chosen, onchoose) {
  const names = [...new Set(rows.map(({ section }) => section ?? ''))].sort(collator.compare);
  const options = [null, ...names].map((name) => ({
    value: name ?? ALL,
    words: nameOfSection(name),
  }));
  const choice = radios(say('lib.sections.list'), options, chosen ?? ALL, (value) =>
    onchoose(value === ALL ? null : value),
  );
  openSheet({ name: say('lib.sections.list'), opener }, choice);
}
