/**
 * What lives in a row of packs: of each id the newest line, if that is no withdrawal.
 *
 * @typedef {import('./types.js').Contents} Contents
 * @typedef {import('./types.js').Counts} Counts
 * @typedef {import('./types.js').PlacedRow} PlacedRow
 * @typedef {import('../storage/file-store.js').FileStore} FileStore
 *
 * @typedef {object} Tally
 * @property {string[]} broken packs that are not there or cannot be read
 * @property {Map<string, { live: number, all: number }>} lines of each pack
 *
 * @typedef {object} Changes
 * @property {string[]} added ids
 * @property {PlacedRow[]} corrected as they were before
 * @property {string[]} withdrawn ids
 */
import { sha256 } from '../lib/hash.js';
import { contentsOf } from './stored-pack.js';

/**
 * @param {string[]} packs in the order of precedence, the newest last
 * @param {FileStore} store
 * @param {() => void} [onStep]
 * @returns {Promise<Contents & Tally>}
 */
export async function liveContents(packs, store, onStep) {
  /** @type {Set<string>} */
  const seen = new Set();
  /** @type {Contents & Tally} */
  const found = { rows: [], withdrawals: [], broken: [], lines: new Map() };
  const isNew = (/** @type {{ id: string }} */ { id }) => !seen.has(id) && seen.add(id);
  for (const pack of [...packs].reverse()) {
    const contents = await readContents(pack, store);
    if (!contents) {
      found.broken.push(pack);
      continue;
    }
    const rows = contents.rows.filter(isNew);
    const withdrawals = contents.withdrawals.filter(isNew);
    found.rows.push(...rows);
    found.withdrawals.push(...withdrawals);
    found.lines.set(pack, {
      live: rows.length + withdrawals.length,
      all: contents.rows.length + contents.withdrawals.length,
    });
    onStep?.();
  }
  found.rows.sort(newestFirst);
  return found;
}

/**
 * The state hash of docs/format.md: what a phone must arrive at, whatever way it took.
 *
 * @param {{ id: string, hash: string }[]} rows
 */
export async function stateHash(rows) {
  // Ids and hashes are ASCII, whose characters sort as their bytes do.
  const lines = rows.map(({ id, hash }) => `${id} ${hash}\n`).sort();
  return sha256(new TextEncoder().encode(lines.join('')));
}

/**
 * What has changed from one state to another, article by article: what was corrected five times on
 * the way is one that was corrected.
 *
 * @param {PlacedRow[]} before
 * @param {PlacedRow[]} after
 * @returns {Changes}
 */
export function changesBetween(before, after) {
  const left = new Map(before.map((row) => [row.id, row]));
  /** @type {Changes} */
  const changes = { added: [], corrected: [], withdrawn: [] };
  for (const { id, hash } of after) {
    const known = left.get(id);
    if (!known) changes.added.push(id);
    else if (known.hash !== hash) changes.corrected.push(known);
    left.delete(id);
  }
  changes.withdrawn = [...left.keys()];
  return changes;
}

/**
 * @param {Changes} changes
 * @returns {Counts}
 */
export function countsOf({ added, corrected, withdrawn }) {
  return { added: added.length, corrected: corrected.length, withdrawn: withdrawn.length };
}

/**
 * The order of the list, the same as the server's: by date, without a date last, then by title.
 *
 * @param {{ published: string | null, title: string, id: string }} a
 * @param {{ published: string | null, title: string, id: string }} b
 */
export function newestFirst(a, b) {
  return (
    compare(b.published ?? '', a.published ?? '') ||
    compareCodePoints(a.title, b.title) ||
    compare(a.id, b.id)
  );
}

/**
 * @param {string} pack
 * @param {FileStore} store
 */
async function readContents(pack, store) {
  const file = await store.get(pack);
  if (!file) return null;
  try {
    return await contentsOf(pack, file);
  } catch {
    return null;
  }
}

/**
 * @param {string} a
 * @param {string} b
 */
function compare(a, b) {
  return a < b ? -1 : Number(a > b);
}

/**
 * The server compares code points, `<` UTF-16's units: they differ above U+FFFF.
 *
 * @param {string} a
 * @param {string} b
 */
function compareCodePoints(a, b) {
  const length = Math.min(a.length, b.length);
  for (let at = 0; at < length; at += 1) {
    if (a.charCodeAt(at) === b.charCodeAt(at)) continue;
    return Number(a.codePointAt(at)) - Number(b.codePointAt(at));
  }
  return a.length - b.length;
}
