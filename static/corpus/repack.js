/**
 * Writes live lines of packs that are partly dead into packs of this phone's own, without the
 * network: corrections and withdrawals would otherwise fill the disk for ever.
 *
 * @typedef {import('./types.js').PlacedRow} PlacedRow
 * @typedef {import('./types.js').Withdrawal} Withdrawal
 * @typedef {import('../storage/file-store.js').FileStore} FileStore
 * @typedef {Uint8Array<ArrayBuffer>} Bytes
 *
 * @typedef {object} Repacked
 * @property {string[]} packs in the order of precedence
 * @property {Record<string, string[]>} origins the published packs behind each local one
 */
import { sha256 } from '../lib/hash.js';
import { liveContents, stateHash } from './contents.js';
import { packOf } from './pack.js';
import { lineAt, toStored } from './stored-pack.js';

/** When so large a share of all lines is dead, it is time. */
const DEAD_SHARE = 0.3;

const PACK_BYTES = 1_000_000;

/**
 * @param {string[]} packs
 * @param {Record<string, string[]>} origins
 * @param {FileStore} store
 * @returns {Promise<Repacked | null>} null if it is not time, or something cannot be read
 */
export async function repack(packs, origins, store) {
  const before = await liveContents(packs, store);
  const lines = [...before.lines.values()];
  const all = lines.reduce((total, pack) => total + pack.all, 0);
  const live = lines.reduce((total, pack) => total + pack.live, 0);
  if (before.broken.length || all - live <= DEAD_SHARE * all) return null;

  const old = packs.filter((name) => isWorthIt(before.lines.get(name)));
  /** @type {string[]} */
  const made = [];
  for await (const group of packsOf(linesIn(old, before, store))) {
    if (!group) return null;
    const bytes = await packOf(group);
    const name = `local-${await sha256(bytes)}.json`;
    const { members, about } = await toStored(group);
    await store.put(name, members, about);
    made.push(name);
  }
  // All their lines are live, so as the newest of all they outweigh only what is dead.
  const after = [...packs.filter((name) => !old.includes(name)), ...made];
  const { rows } = await liveContents(after, store);
  if ((await stateHash(rows)) !== (await stateHash(before.rows))) return null;
  const behind = [...new Set(old.flatMap((name) => origins[name] ?? [name]))];
  const kept = Object.entries(origins).filter(([name]) => after.includes(name));
  return {
    packs: after,
    origins: Object.fromEntries([...kept, ...made.map((name) => [name, behind])]),
  };
}

/** @param {{ live: number, all: number } | undefined} lines */
function isWorthIt(lines) {
  return lines !== undefined && lines.all - lines.live > (DEAD_SHARE / 2) * lines.all;
}

/**
 * @param {string[]} packs
 * @param {import('./types.js').Contents} contents
 * @param {FileStore} store
 * @returns {AsyncGenerator<Bytes | null>} live lines in the order in which they are stored
 */
async function* linesIn(packs, { rows, withdrawals }, store) {
  for (const name of packs) {
    const file = await store.get(name);
    const here = rows.filter(({ place }) => place.pack === name);
    here.sort((a, b) => a.place.start - b.place.start || a.place.line - b.place.line);
    for (const row of here) yield file && (await lineAt(file, row));
  }
  const encoder = new TextEncoder();
  for (const withdrawal of withdrawals) yield encoder.encode(JSON.stringify(withdrawal));
}

/**
 * @param {AsyncGenerator<Bytes | null>} lines
 * @returns {AsyncGenerator<Bytes[] | null>} the lines of one pack after another; null if one is
 *   lost
 */
async function* packsOf(lines) {
  /** @type {Bytes[]} */
  let group = [];
  let size = 0;
  for await (const line of lines) {
    if (!line) {
      yield null;
      return;
    }
    if (size + line.length > PACK_BYTES && group.length) {
      yield group;
      group = [];
      size = 0;
    }
    group.push(line);
    size += line.length;
  }
  if (group.length) yield group;
}
