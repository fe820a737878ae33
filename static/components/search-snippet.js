/** What of an article is shown for a search: words around the first hit, and every hit marked. */
import { rangesOf } from '../corpus/search-words.js';
import { element } from './element.js';

/** @typedef {import('../corpus/search-words.js').Term} Term */

/** A hit that begins within so many characters is in view without a cut. */
const IN_VIEW = 60;

/** So many characters before the first hit are left, to the beginning of a word. */
const BEFORE = 30;

/** Two lines of a wide screen hold no more. */
const LONGEST = 220;

const NAME = 'found';

/** Where browsers have no such marks (before 2025 in some), elements are made. */
const HAS_HIGHLIGHTS = 'Highlight' in globalThis && 'highlights' in CSS;

/**
 * @param {string} passage
 * @param {Term[]} terms
 * @returns {string} the part of it that shows the first hit
 */
export function cutAround(passage, terms) {
  const [first] = rangesOf(passage, terms);
  if (!first || first[0] <= IN_VIEW) return passage.slice(0, LONGEST);
  const space = passage.indexOf(' ', first[0] - BEFORE);
  const start = space >= 0 && space < first[0] ? space + 1 : first[0];
  return `… ${passage.slice(start, start + LONGEST)}`;
}

/** Marks that lie over the words, of which there is one set on a page. */
export class Highlights {
  #marks = HAS_HIGHLIGHTS ? new Highlight() : null;

  /** Shows the marks from now on. */
  show() {
    if (this.#marks) CSS.highlights.set(NAME, this.#marks);
  }

  clear() {
    this.#marks?.clear();
  }

  /**
   * Marks every hit in an element that has nothing but text.
   *
   * @param {Element | null} within
   * @param {Term[]} terms
   */
  mark(within, terms) {
    const text = within?.firstChild;
    if (!(text instanceof Text)) return;
    const ranges = rangesOf(text.data, terms);
    if (this.#marks) for (const range of ranges) this.#marks.add(rangeIn(text, range));
    else markWithElements(text, ranges);
  }
}

/**
 * @param {Text} text
 * @param {[number, number]} range
 */
function rangeIn(text, [start, end]) {
  return new StaticRange({
    startContainer: text,
    startOffset: start,
    endContainer: text,
    endOffset: end,
  });
}

/**
 * @param {Text} text
 * @param {[number, number][]} ranges
 */
function markWithElements(text, ranges) {
  // From the end, so that the places before it stay what they are.
  for (const [start, end] of [...ranges].reverse()) {
    const found = text.splitText(start);
    found.splitText(end - start);
    found.replaceWith(element('mark', {}, found.data));
  }
}
