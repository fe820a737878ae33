/**
 * Finds articles by their titles and summaries, over the rows that are here.
 *
 * The rows are folded once, a slice at a time, and what was folded is kept. A search gives way in
 * between, so that the next key is heard, and ends when its signal says that it is not wanted any
 * more.
 *
 * @typedef {import('./types.js').Row} Row
 *
 * @typedef {object} Hit
 * @property {Row} row
 * @property {string | null} passage the words about it from which a snippet is cut
 *
 * @typedef {object} Results
 * @property {Hit[]} hits all of them, in order
 * @property {number} total how many they are
 * @property {number} of how many articles were searched
 *
 * @typedef {object} How
 * @property {string | null} [section] only what stands in this section; '' for what is in none
 * @property {'best' | 'newest'} [sort] best: titles first, then the newest
 * @property {AbortSignal} [signal]
 *
 * @typedef {object} Search what a screen asks: rows now, whole texts as well
 * @property {(query: string, how?: How) => Promise<Results>} search throws the signal's reason
 */
import { fold, placeOf, termsOf } from './search-words.js';

/** @typedef {import('./search-words.js').Term} Term */

/** After so many milliseconds of work others have their turn: half a frame. */
const SLICE = 8;

/** The clock is looked at after so many rows. */
const STEP = 64;

/** How well a title answers, the best last. */
const RANKS = 4;

/** @implements {Search} */
export class RowSearch {
  #rows;
  #now;
  #pause;
  /** Of each row its title and then its summary, folded. @type {string[]} */
  #folded = [];
  /** Where the summary begins. @type {number[]} */
  #titleEnds = [];

  /**
   * @param {Row[]} rows newest first
   * @param {object} [ground] what stands in for the browser's, in tests
   * @param {() => number} [ground.now]
   * @param {() => Promise<unknown>} [ground.pause] lets others have their turn
   */
  constructor(rows, { now = () => performance.now(), pause = giveWay } = {}) {
    this.#rows = rows;
    this.#now = now;
    this.#pause = pause;
  }

  /**
   * @param {string} query
   * @param {How} [how]
   * @returns {Promise<Results>} nothing for a query without a word
   */
  async search(query, { section = null, sort = 'best', signal } = {}) {
    const terms = termsOf(query);
    /** @type {Hit[][]} */
    const ranked = Array.from({ length: RANKS }, () => []);
    let of = 0;
    let until = this.#now() + SLICE;
    for (const [at, row] of this.#rows.entries()) {
      if (at % STEP === 0 && this.#now() > until) {
        await this.#pause();
        until = this.#now() + SLICE;
        signal?.throwIfAborted();
      }
      if (at === this.#folded.length) this.#fold(row);
      if (section !== null && (row.section ?? '') !== section) continue;
      of += 1;
      const rank = rankOf(terms, this.#folded[at], this.#titleEnds[at]);
      if (rank >= 0) ranked[sort === 'best' ? rank : 0].push({ row, passage: row.summary });
    }
    const hits = ranked.reverse().flat();
    return { hits, total: hits.length, of };
  }

  /** @param {Row} row the one after those that are folded */
  #fold({ title, summary }) {
    const folded = fold(title);
    this.#titleEnds.push(folded.length);
    this.#folded.push(summary ? folded + fold(summary) : folded);
  }
}

/**
 * @param {Term[]} terms
 * @param {string} folded
 * @param {number} titleEnd
 * @returns {number} 3: the title has the words one after the other, 2: it has all of them, 1: some,
 *   0: the summary has them; -1 if a word is nowhere, or none is asked for
 */
function rankOf(terms, folded, titleEnd) {
  let inTitle = 0;
  for (const term of terms) {
    const place = placeOf(folded, term);
    if (place < 0) return -1;
    if (place < titleEnd) inTitle += 1;
  }
  if (terms.length === 0) return -1;
  if (inTitle === terms.length) return isPhraseIn(terms, folded.slice(0, titleEnd)) ? 3 : 2;
  return inTitle > 0 ? 1 : 0;
}

/**
 * @param {Term[]} terms all of them are in the title
 * @param {string} title
 */
function isPhraseIn(terms, title) {
  return terms.length === 1 || title.includes(terms.map(({ text }) => text).join(' '));
}

/** @returns {Promise<unknown>} */
function giveWay() {
  const { scheduler } = /** @type {{ scheduler?: { yield?: () => Promise<void> } }} */ (globalThis);
  return scheduler?.yield?.() ?? new Promise((resolve) => setTimeout(resolve));
}
