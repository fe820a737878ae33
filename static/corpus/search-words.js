/**
 * What counts as the same word when someone searches: accents, vowel signs and case do not matter,
 * and a script that parts no words is searched by its characters.
 *
 * Folded text is its words, each between spaces: " the old chart ".
 *
 * @typedef {object} Term one thing that is looked for
 * @property {string} text folded
 * @property {'whole' | 'prefix' | 'inside'} kind how much of a word it has to be
 */

/** Scripts that write words without spaces between them. */
const UNPARTED =
  '\\p{Script=Han}\\p{Script=Hiragana}\\p{Script=Katakana}\\p{Script=Thai}\\p{Script=Lao}' +
  '\\p{Script=Khmer}\\p{Script=Myanmar}ー';

/** Words of folded text; those of unparted scripts by themselves. */
const WORDS = new RegExp(`[${UNPARTED}]+|(?:(?![${UNPARTED}])[\\p{L}\\p{N}])+`, 'gu');
const IS_UNPARTED = new RegExp(`^[${UNPARTED}]`, 'u');

const ASCII = /^[\0-\x7f]*$/;
const ASCII_WORDS = /[a-z0-9]+/g;

const LATIN_MARKS = /[\u0300-\u036f]/g;

/** Marks upon letters, and the stroke that only stretches an Arabic word. */
const MARKS = /[\p{M}ـ]/gu;

/** Letters that Unicode takes for whole, and readers for others. */
const LETTERS = /** @type {Readonly<Record<string, string>>} */ ({
  ß: 'ss',
  æ: 'ae',
  œ: 'oe',
  ø: 'o',
  đ: 'd',
  ł: 'l',
  ı: 'i',
  ς: 'σ',
});
const LETTER = new RegExp(`[${Object.keys(LETTERS).join('')}]`, 'g');

/**
 * @param {string} text
 * @returns {string} its words, folded: " the old chart "; " " if it has none
 */
export function fold(text) {
  const folded = ASCII.test(text) ? text.toLowerCase() : foldCharacters(text);
  const words = folded.match(ASCII.test(folded) ? ASCII_WORDS : WORDS);
  return words ? ` ${words.join(' ')} ` : ' ';
}

/**
 * @param {string} query as it was typed
 * @returns {Term[]} all of them have to be there; the last word need not be finished
 */
export function termsOf(query) {
  const words = fold(query).trim().split(' ').filter(Boolean);
  const isFinished = /[^\p{L}\p{M}\p{N}]$/u.test(query);
  return words.map((text, place) => {
    if (IS_UNPARTED.test(text)) return { text, kind: 'inside' };
    return { text, kind: isFinished || place < words.length - 1 ? 'whole' : 'prefix' };
  });
}

/**
 * @param {string} folded
 * @param {Term} term
 * @returns {number} where it stands first; -1 if nowhere
 */
export function placeOf(folded, { text, kind }) {
  // Not searched with the spaces around it: nearly every character would be looked at twice.
  let at = folded.indexOf(text);
  while (at >= 0 && !isWord(folded, at, text.length, kind)) at = folded.indexOf(text, at + 1);
  return at;
}

/**
 * @param {string} folded
 * @param {number} at
 * @param {number} length
 * @param {Term['kind']} kind
 */
function isWord(folded, at, length, kind) {
  if (kind === 'inside') return true;
  if (folded[at - 1] !== ' ') return false;
  return kind === 'prefix' || folded[at + length] === ' ';
}

/**
 * Where terms stand in a text, for the eye.
 *
 * @param {string} text
 * @param {Term[]} terms
 * @returns {[start: number, end: number][]} in UTF-16 units, in order and apart
 */
export function rangesOf(text, terms) {
  const { folded, from } = foldWithPlaces(text);
  /** @type {[number, number][]} */
  const found = [];
  for (const match of folded.matchAll(WORDS)) {
    for (const { text: term, kind } of terms) {
      for (const [start, end] of placesIn(match[0], term, kind)) {
        found.push([from[match.index + start], from[match.index + end]]);
      }
    }
  }
  return apart(found);
}

/**
 * @param {string} word
 * @param {string} term
 * @param {Term['kind']} kind
 * @returns {[number, number][]}
 */
function placesIn(word, term, kind) {
  if (kind === 'whole') return word === term ? [[0, word.length]] : [];
  if (kind === 'prefix') return word.startsWith(term) ? [[0, term.length]] : [];
  /** @type {[number, number][]} */
  const places = [];
  for (let at = word.indexOf(term); at >= 0; at = word.indexOf(term, at + term.length)) {
    places.push([at, at + term.length]);
  }
  return places;
}

/** @param {string} text */
function foldCharacters(text) {
  const parted = text.normalize('NFKD').replace(LATIN_MARKS, '').toLowerCase();
  // Most of what is not ASCII is by now, and the rest takes three times as long.
  if (ASCII.test(parted)) return parted;
  return parted.replace(MARKS, '').replace(LETTER, (letter) => LETTERS[letter] ?? letter);
}

/**
 * Folds character by character, so that what is found can be shown where it stands.
 *
 * @param {string} text
 * @returns {{ folded: string, from: number[] }} `from`: for each unit of the folded text where its
 *   character begins, and at last the end of the text
 */
function foldWithPlaces(text) {
  let folded = '';
  /** @type {number[]} */
  const from = [];
  let place = 0;
  for (const character of text) {
    const part = foldCharacters(character);
    for (let unit = 0; unit < part.length; unit += 1) from.push(place);
    folded += part;
    place += character.length;
  }
  from.push(place);
  return { folded, from };
}

/**
 * @param {[number, number][]} ranges
 * @returns {[number, number][]} in order; those that touch are one
 */
function apart(ranges) {
  /** @type {[number, number][]} */
  const merged = [];
  for (const [start, end] of ranges.sort(([a], [b]) => a - b)) {
    const last = merged.at(-1);
    if (last && start <= last[1]) last[1] = Math.max(last[1], end);
    else merged.push([start, end]);
  }
  return merged;
}
