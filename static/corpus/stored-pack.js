/**
 * How the phone keeps a pack: its own matter, free to change with STORED.
 *
 *     member 0     gzip of the JSON {"stored":1,"chunks":[…],"rows":{…},"withdrawals":[…]}
 *     member 1 …   gzip of a chunk: whole lines of about 64 KB, joined by line feeds
 *
 * `chunks` are the lengths of the members that follow. `rows` stands by columns: those of an
 * article's metadata, its `hash`, and `chunk` and `line`, the place of its line. Beside the file
 * stands its description: where member 0 ends, and the SHA-256 of the whole, for later checks.
 *
 * A chunk is what reading one article costs: 64 KB inflate in about a millisecond, a whole pack in
 * 30, and smaller chunks compress worse.
 *
 * @typedef {import('./types.js').Contents} Contents
 * @typedef {import('./types.js').PlacedRow} PlacedRow
 * @typedef {import('./types.js').Withdrawal} Withdrawal
 * @typedef {import('../storage/file-store.js').StoredFile} StoredFile
 * @typedef {Uint8Array<ArrayBuffer>} Bytes
 *
 * @typedef {object} Packed
 * @property {Bytes[]} members
 * @property {string} about
 */
import { fromColumns, toColumns } from '../lib/columns.js';
import { gunzip, gzip } from '../lib/gzip.js';
import { sha256 } from '../lib/hash.js';
import { entryOf } from './pack.js';
import { METADATA_KEYS } from './types.js';

const STORED = 1;

const CHUNK_BYTES = 64 * 1024;

const COLUMNS = [...METADATA_KEYS, 'hash', 'chunk', 'line'];

const LINE_FEED = 0x0a;

/**
 * @param {Bytes[]} lines of one pack, in order
 * @returns {Promise<Packed>} what is stored
 */
export async function toStored(lines) {
  /** @type {Map<string, object>} */
  const rows = new Map();
  /** @type {Map<string, Withdrawal>} */
  const withdrawals = new Map();
  /** @type {Bytes[]} */
  const chunks = [];
  for (const [chunk, group] of groupsOf(lines).entries()) {
    chunks.push(await gzip(joined(group)));
    for (const [line, bytes] of group.entries()) {
      const entry = await entryOf(bytes);
      // The newest line of an id wins, inside a pack as between packs.
      const { id } = 'row' in entry ? entry.row : entry.withdrawal;
      rows.delete(id);
      withdrawals.delete(id);
      if ('row' in entry) rows.set(id, { ...entry.row, chunk, line });
      else withdrawals.set(id, entry.withdrawal);
    }
  }
  const contents = JSON.stringify({
    stored: STORED,
    chunks: chunks.map(({ length }) => length),
    rows: toColumns([...rows.values()], COLUMNS),
    withdrawals: [...withdrawals.values()],
  });
  const first = await gzip(new TextEncoder().encode(contents));
  const members = [first, ...chunks];
  const whole = new Uint8Array(await new Blob(members).arrayBuffer());
  return { members, about: `${first.length} ${await sha256(whole)}` };
}

/**
 * @param {string} name of the stored pack
 * @param {StoredFile} file
 * @returns {Promise<Contents>} what lives in it, without any text
 */
export async function contentsOf(name, { blob, about }) {
  const firstEnd = Number(about.split(' ')[0]);
  const json = new TextDecoder().decode(await gunzip(blob.slice(0, firstEnd)));
  const { stored, chunks, rows, withdrawals } = JSON.parse(json);
  if (stored !== STORED) throw new Error(`${name} is stored in way ${stored}, not ${STORED}`);
  const starts = [firstEnd];
  for (const length of chunks) starts.push(starts[starts.length - 1] + length);
  const placed = fromColumns(rows, COLUMNS).map(({ chunk, line, ...row }) => ({
    ...row,
    place: { pack: name, start: starts[chunk], end: starts[chunk + 1], line },
  }));
  return { rows: /** @type {PlacedRow[]} */ (placed), withdrawals };
}

/**
 * @param {StoredFile} file the stored pack that the row names
 * @param {PlacedRow} row
 * @returns {Promise<Bytes | null>} the article's line; null if it is not what the row promises
 */
export async function lineAt({ blob }, { place, hash }) {
  let chunk;
  try {
    chunk = await gunzip(blob.slice(place.start, place.end));
  } catch {
    return null;
  }
  const line = lineOf(chunk, place.line);
  return (await sha256(line)) === hash ? line : null;
}

/**
 * @param {Bytes} chunk
 * @param {number} number
 */
function lineOf(chunk, number) {
  let start = 0;
  for (let passed = 0; passed < number; passed += 1) start = chunk.indexOf(LINE_FEED, start) + 1;
  const end = chunk.indexOf(LINE_FEED, start);
  return chunk.subarray(start, end < 0 ? chunk.length : end);
}

/**
 * Whole lines together, up to about the size of a chunk; a longer line stands alone.
 *
 * @param {Bytes[]} lines
 * @returns {Bytes[][]}
 */
function groupsOf(lines) {
  /** @type {Bytes[][]} */
  const groups = [];
  let size = Infinity;
  for (const line of lines) {
    size += line.length + 1;
    if (size > CHUNK_BYTES) {
      groups.push([]);
      size = line.length;
    }
    groups[groups.length - 1].push(line);
  }
  return groups;
}

/**
 * @param {Bytes[]} lines
 * @returns {Bytes}
 */
function joined(lines) {
  const length = lines.reduce((total, line) => total + line.length + 1, 0);
  const bytes = new Uint8Array(length - 1).fill(LINE_FEED);
  let at = 0;
  for (const line of lines) {
    bytes.set(line, at);
    at += line.length + 1;
  }
  return bytes;
}
