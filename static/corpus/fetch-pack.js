/**
 * Brings one pack from the server into the store: nothing of it is kept before its hash is checked.
 *
 * @typedef {import('./types.js').PackEntry} PackEntry
 * @typedef {import('./request.js').Network} Network
 * @typedef {import('../storage/file-store.js').FileStore} FileStore
 * @typedef {Uint8Array<ArrayBuffer>} Bytes
 *
 * @typedef {'negotiated' | 'gz' | 'plain'} Manner how packs are asked for. Many hosts do not encode
 *   `.json`: from them `<file>.gz` is fetched and inflated here; from those that have no such file,
 *   the plain file.
 * @typedef {{ manner: Manner, sizes: 'plain' | 'gzip' | 'br' }} Lesson how to ask from now on, and
 *   which of the sizes in the root tells the bytes on the wire
 */
import { gunzipAtMost, isGzip } from '../lib/gzip.js';
import { sha256 } from '../lib/hash.js';
import { Fault } from './fault.js';
import { linesOf } from './pack.js';
import { FOLDER, request } from './request.js';
import { toStored } from './stored-pack.js';

/**
 * @param {PackEntry} entry
 * @param {Manner} manner
 * @param {FileStore} store
 * @param {(share: number) => void} onShare called with the share of it that has come
 * @param {Network} [network]
 * @returns {Promise<Lesson>}
 */
export async function fetchPack(entry, manner, store, onShare, network) {
  const { bytes, lesson } = await bytesOf(entry, manner, onShare, network);
  const hash = await sha256(bytes);
  if (entry.file !== `pack-${hash}.json`) {
    throw new Fault('hash', 'pack', `what came for ${entry.file} has the hash ${hash}`);
  }
  const { members, about } = await toStored(linesOf(bytes));
  await store.put(entry.file, members, about);
  return lesson;
}

/**
 * @param {PackEntry} entry
 * @param {Manner} manner
 * @param {(share: number) => void} onShare
 * @param {Network} [network]
 * @returns {Promise<{ bytes: Bytes, lesson: Lesson }>}
 */
async function bytesOf(entry, manner, onShare, network) {
  if (manner !== 'gz') {
    const { bytes, encoding } = await ask(entry.file, entry.bytes.plain, onShare, network);
    if (encoding) return { bytes, lesson: { manner, sizes: encoding === 'gzip' ? 'gzip' : 'br' } };
    if (manner === 'plain') return { bytes, lesson: { manner, sizes: 'plain' } };
    return { bytes, lesson: { manner: 'gz', sizes: 'gzip' } };
  }
  try {
    const bytes = await inflated(entry, onShare, network);
    return { bytes, lesson: { manner: 'gz', sizes: 'gzip' } };
  } catch (error) {
    if (!(error instanceof Fault) || error.code !== 'status') throw error;
    return bytesOf(entry, 'plain', onShare, network);
  }
}

/**
 * @param {PackEntry} entry
 * @param {(share: number) => void} onShare
 * @param {Network} [network]
 */
async function inflated({ file, bytes }, onShare, network) {
  const answer = await ask(`${file}.gz`, bytes.gzip, onShare, network, bytes.plain);
  // Where the host labels the file as encoded, the browser has inflated it already.
  if (!isGzip(answer.bytes)) return answer.bytes;
  try {
    return await gunzipAtMost(new Blob([answer.bytes]), bytes.plain);
  } catch (error) {
    throw new Fault('hash', 'pack', `${file}.gz does not inflate: ${error}`);
  }
}

/**
 * @param {string} file
 * @param {number} expected bytes
 * @param {(share: number) => void} onShare
 * @param {Network} [network]
 * @param {number} [limit] bytes
 */
function ask(file, expected, onShare, network, limit = expected) {
  const onBytes = (/** @type {number} */ got) => onShare(Math.min(1, got / expected));
  // The HTTP cache need not hold a second copy of what is stored anyway.
  return request(FOLDER + file, { what: 'pack', cache: 'no-store', limit, onBytes }, network);
}
