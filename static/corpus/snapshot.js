/**
 * The live rows of a row of packs, ready for the screens: derived, so it may be thrown away at any
 * time, and is read in a tenth of the time that the packs take.
 *
 *     member 0     gzip of the JSON {"snapshot":1,"packs":[…],"withdrawals":[…]}
 *     member 1 …   gzip of the JSON of some rows by columns, each with its place
 *
 * Rows stand in several members so that no reading of one holds the main thread for long.
 *
 * @typedef {import('./types.js').PlacedRow} PlacedRow
 * @typedef {import('./types.js').Contents} Contents
 * @typedef {import('../storage/file-store.js').FileStore} FileStore
 */
import { fromColumns, toColumns } from '../lib/columns.js';
import { gunzip, gzip } from '../lib/gzip.js';
import { sha256 } from '../lib/hash.js';
import { METADATA_KEYS } from './types.js';

const SNAPSHOT = 1;

/** Rows of one member; they parse in about 5 ms. */
const ROWS = 2_000;

const COLUMNS = [...METADATA_KEYS, 'hash', 'pack', 'start', 'end', 'line'];

/**
 * @param {string[]} packs
 * @returns {Promise<string>} the name under which the snapshot of these packs is stored
 */
export async function snapshotName(packs) {
  return `rows-${await sha256(new TextEncoder().encode(packs.join('\n')))}`;
}

/**
 * @param {string[]} packs
 * @param {Contents} contents
 * @param {FileStore} store
 */
export async function writeSnapshot(packs, { rows, withdrawals }, store) {
  const numbers = new Map(packs.map((pack, number) => [pack, number]));
  const members = [await gzipJSON({ snapshot: SNAPSHOT, packs, withdrawals })];
  for (let start = 0; start < rows.length; start += ROWS) {
    const flat = rows
      .slice(start, start + ROWS)
      .map(({ place, ...row }) => ({ ...row, ...place, pack: numbers.get(place.pack) }));
    members.push(await gzipJSON(toColumns(flat, COLUMNS)));
  }
  await store.put(
    await snapshotName(packs),
    members,
    members.map(({ length }) => length).join(' '),
  );
}

/**
 * @param {string[]} packs
 * @param {FileStore} store
 * @returns {Promise<Contents | null>} null if there is none, or none that can be read
 */
export async function readSnapshot(packs, store) {
  try {
    const file = await store.get(await snapshotName(packs));
    if (!file) return null;
    const [first, ...rest] = membersOf(file);
    const { snapshot, withdrawals } = await readJSON(first);
    if (snapshot !== SNAPSHOT) return null;
    /** @type {PlacedRow[]} */
    const rows = [];
    for (const member of rest) {
      for (const { pack, start, end, line, ...row } of fromColumns(
        await readJSON(member),
        COLUMNS,
      )) {
        const place = { pack: packs[pack], start, end, line };
        rows.push(/** @type {PlacedRow} */ (/** @type {unknown} */ ({ ...row, place })));
      }
    }
    return { rows, withdrawals };
  } catch {
    return null;
  }
}

/** @param {import('../storage/file-store.js').StoredFile} file */
function membersOf({ blob, about }) {
  let end = 0;
  return about.split(' ').map((length) => blob.slice(end, (end += Number(length))));
}

/** @param {unknown} value */
function gzipJSON(value) {
  return gzip(new TextEncoder().encode(JSON.stringify(value)));
}

/**
 * @param {Blob} member
 * @returns {Promise<any>}
 */
async function readJSON(member) {
  return JSON.parse(new TextDecoder().decode(await gunzip(member)));
}
