/**
 * What differs between two versions of a text: which blocks, and in them which words.
 *
 * Both are found as the longest common subsequence of what lies between the first and the last
 * difference: exact for any correction that a person makes by hand. What is rewritten beyond that
 * is told as a whole, since a comparison word by word of two different texts says nothing to a
 * reader, and its cost grows with the product of their lengths. Pure.
 *
 * @typedef {object} Piece a part of a text
 * @property {number} end where it ends, in UTF-16 units of the text; it begins where the last ends
 * @property {boolean} changed
 *
 * @typedef {{ was: number | null, now: number | null }} BlockChange numbers of blocks; null where a
 *   block has no counterpart
 */

/** How many pairs are compared: a table of so many takes some tens of milliseconds on a phone. */
const MOST_PAIRS = 1_000_000;

/** How many pairs of blocks are, word by word. */
const MOST_BLOCKS = 10_000;

/** Letters with their marks, spaces, and each sign. */
const WORDS = /[\p{L}\p{M}\p{N}]+|\s+|[^\p{L}\p{M}\p{N}\s]/gu;

/** Blocks are the same one, corrected, if they share so much of their words. */
const ALIKE = 0.5;

/**
 * @param {string[]} was the texts of all blocks
 * @param {string[]} now
 * @returns {BlockChange[]} in the order of the text
 */
export function changedBlocks(was, now) {
  const changes = [];
  for (const gap of gapsOf(align(was, now, (a, b) => Number(a === b), MOST_PAIRS))) {
    const before = gap.was.map((number) => bagOf(was[number]));
    const after = gap.now.map((number) => bagOf(now[number]));
    for (const pair of align(before, after, likeness, MOST_BLOCKS)) {
      changes.push({
        was: pair.was === null ? null : gap.was[pair.was],
        now: pair.now === null ? null : gap.now[pair.now],
      });
    }
  }
  return changes;
}

/**
 * @param {string} was
 * @param {string} now
 * @param {string} lang which says where words end
 * @returns {{ was: Piece[], now: Piece[] }}
 */
export function changedWords(was, now, lang) {
  const before = wordsOf(was, lang);
  const after = wordsOf(now, lang);
  const pairs = align(before, after, (a, b) => Number(a === b), MOST_PAIRS);
  const isKept = pairs.map((pair) => pair.was !== null && pair.now !== null);
  // A space between two changed words is no island of what stayed.
  const isIsland = (/** @type {number} */ at) => {
    const { was: number } = pairs[at];
    return number !== null && !before[number].trim();
  };
  const stays = pairs.map((_, at) => {
    if (!isKept[at] || !isIsland(at)) return isKept[at];
    return isKept[at - 1] !== false || isKept[at + 1] !== false;
  });
  const keptOf = (/** @type {'was' | 'now'} */ side) =>
    pairs.flatMap((pair, at) => (pair[side] === null ? [] : [stays[at]]));
  return { was: pieces(before, keptOf('was')), now: pieces(after, keptOf('now')) };
}

/**
 * @param {BlockChange[]} pairs
 * @returns {{ was: number[], now: number[] }[]} what has no counterpart, between what has
 */
function gapsOf(pairs) {
  /** @type {{ was: number[], now: number[] }[]} */
  const gaps = [];
  let isOpen = false;
  for (const { was, now } of pairs) {
    if (was !== null && now !== null) {
      isOpen = false;
      continue;
    }
    if (!isOpen) gaps.push({ was: [], now: [] });
    isOpen = true;
    const gap = gaps[gaps.length - 1];
    if (was !== null) gap.was.push(was);
    if (now !== null) gap.now.push(now);
  }
  return gaps;
}

/**
 * Finds counterparts so that their worths sum up to the most.
 *
 * @template T
 * @param {T[]} was
 * @param {T[]} now
 * @param {(a: T, b: T) => number} worthOf 0 where they are no counterparts
 * @param {number} most how many pairs are compared; where there are more, none is
 * @returns {BlockChange[]} each of both once, in order; what is gone before what is new
 */
function align(was, now, worthOf, most) {
  let start = 0;
  let wasEnd = was.length;
  let nowEnd = now.length;
  while (start < wasEnd && start < nowEnd && was[start] === now[start]) start += 1;
  while (wasEnd > start && nowEnd > start && was[wasEnd - 1] === now[nowEnd - 1]) {
    wasEnd -= 1;
    nowEnd -= 1;
  }
  const isTooMuch = (wasEnd - start) * (nowEnd - start) > most;
  const best = isTooMuch
    ? null
    : bestOf(was.slice(start, wasEnd), now.slice(start, nowEnd), worthOf);
  /** @type {BlockChange[]} */
  const pairs = [];
  for (let a = 0, b = 0; a < was.length || b < now.length;) {
    const isBefore = a < start;
    const isAfter = a >= wasEnd && b >= nowEnd;
    const isPair = isBefore || isAfter || best?.isPair(a - start, b - start);
    const isGoneFirst = b >= nowEnd || !best || best.isGone(a - start, b - start);
    const isGone = !isPair && a < wasEnd && isGoneFirst;
    pairs.push({ was: isPair || isGone ? a : null, now: isGone ? null : b });
    if (isPair || isGone) a += 1;
    if (!isGone) b += 1;
  }
  return pairs;
}

/**
 * The table of what can be reached from each pair of places on.
 *
 * @template T
 * @param {T[]} was
 * @param {T[]} now
 * @param {(a: T, b: T) => number} worthOf
 */
function bestOf(was, now, worthOf) {
  const width = now.length + 1;
  const best = new Float64Array((was.length + 1) * width);
  const pairs = new Uint8Array(best.length);
  for (let a = was.length - 1; a >= 0; a -= 1) {
    for (let b = now.length - 1; b >= 0; b -= 1) {
      const at = a * width + b;
      const worth = worthOf(was[a], now[b]);
      const paired = worth && worth + best[at + width + 1];
      const apart = Math.max(best[at + width], best[at + 1]);
      pairs[at] = Number(paired > 0 && paired >= apart);
      best[at] = Math.max(paired, apart);
    }
  }
  return {
    isPair: (/** @type {number} */ a, /** @type {number} */ b) => pairs[a * width + b] === 1,
    isGone: (/** @type {number} */ a, /** @type {number} */ b) =>
      best[(a + 1) * width + b] >= best[a * width + b + 1],
  };
}

/**
 * @param {string} text
 * @param {string} lang
 * @returns {string[]} words, and what stands between them
 */
function wordsOf(text, lang) {
  // Firefox has it since 125; until then words end at spaces and signs.
  if (!('Segmenter' in Intl)) return text.match(WORDS) ?? [];
  const segmenter = new Intl.Segmenter(lang, { granularity: 'word' });
  return [...segmenter.segment(text)].map(({ segment }) => segment);
}

/**
 * @param {string[]} words
 * @param {boolean[]} kept
 * @returns {Piece[]}
 */
function pieces(words, kept) {
  /** @type {Piece[]} */
  const found = [];
  let end = 0;
  for (const [at, word] of words.entries()) {
    end += word.length;
    const last = found.at(-1);
    if (last && last.changed === !kept[at]) last.end = end;
    else found.push({ end, changed: !kept[at] });
  }
  return found;
}

/**
 * How often each pair of letters stands in a text: a likeness for every script, also those that
 * part no words.
 *
 * @param {string} text
 */
function bagOf(text) {
  /** @type {Map<string, number>} */
  const bag = new Map();
  for (let at = 0; at + 1 < text.length; at += 1) {
    const pair = text.slice(at, at + 2);
    bag.set(pair, (bag.get(pair) ?? 0) + 1);
  }
  return { bag, size: Math.max(0, text.length - 1) };
}

/**
 * Dice's coefficient: how much of two texts they share; 0 where that is too little.
 *
 * @param {ReturnType<typeof bagOf>} a
 * @param {ReturnType<typeof bagOf>} b
 */
function likeness(a, b) {
  if (!a.size || !b.size) return 0;
  let both = 0;
  const [small, large] = a.bag.size < b.bag.size ? [a, b] : [b, a];
  for (const [pair, count] of small.bag) both += Math.min(count, large.bag.get(pair) ?? 0);
  const share = (2 * both) / (a.size + b.size);
  return share < ALIKE ? 0 : share;
}
