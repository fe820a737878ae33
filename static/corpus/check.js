/**
 * Holds stored packs against the hashes that they were stored with.
 *
 * @typedef {Pick<import('../storage/file-store.js').FileStore, 'get'>} Packs
 */
import { sha256 } from '../lib/hash.js';

/**
 * @param {string[]} names
 * @param {Packs} store
 * @param {(done: number, all: number) => void} onPack
 * @returns {Promise<string[]>} those that are not there, or are not what they were
 */
export async function brokenPacks(names, store, onPack) {
  /** @type {string[]} */
  const broken = [];
  for (const [at, name] of names.entries()) {
    onPack(at, names.length);
    if (!(await isWhole(name, store))) broken.push(name);
  }
  onPack(names.length, names.length);
  return broken;
}

/**
 * @param {string} name
 * @param {Packs} store
 */
async function isWhole(name, store) {
  const file = await store.get(name);
  if (!file) return false;
  const [, hash] = file.about.split(' ');
  try {
    return (await sha256(new Uint8Array(await file.blob.arrayBuffer()))) === hash;
  } catch {
    return false; // a disk that fails does not let it be read
  }
}
