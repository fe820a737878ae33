/**
 * Asks the server for one document and takes nothing for an answer that cannot be one: errors,
 * sign-in pages, silence.
 *
 * @typedef {import('./fault.js').What} What
 *
 * @typedef {object} Answer
 * @property {number} status 200, or one that was called fine
 * @property {Uint8Array<ArrayBuffer>} bytes
 * @property {string | null} encoding the Content-Encoding that the browser has undone
 *
 * @typedef {object} Request
 * @property {What} what
 * @property {RequestCache} cache
 * @property {number[]} [alsoFine] statuses besides 200 that are answers too
 * @property {boolean} [isPage] whether a page is asked for, which otherwise is somebody else's
 * @property {number} [limit] how many bytes may come; more are not read
 * @property {(bytes: number) => void} [onBytes] called with how many have come so far
 */
import { Watchdog } from '../lib/timeouts.js';
import { Fault } from './fault.js';

/** A server that sends nothing for so many milliseconds is one that does not answer. */
const SILENCE = 10_000;

/** Room for an answer of unknown length, in bytes; it grows. */
const FIRST_ROOM = 65_536;

export const FOLDER = '/corpus/';

/**
 * @param {string} path
 * @param {Request} how
 * @param {Network} [network]
 * @returns {Promise<Answer>}
 *
 * @typedef {{ fetch: typeof fetch, silence: number }} Network
 */
export async function request(path, how, network = NETWORK) {
  const { what, cache, limit = Infinity, onBytes } = how;
  const stop = new AbortController();
  const watchdog = new Watchdog(network.silence, () => stop.abort());
  try {
    const { signal } = stop;
    const response = await network.fetch(path, { cache, signal });
    refuseWrongAnswer(response, path, how);
    const bytes = await readAll(response, limit, (length) => {
      watchdog.feed();
      onBytes?.(length);
    });
    const { status, headers } = response;
    return { status, bytes, encoding: headers.get('content-encoding') };
  } catch (error) {
    if (error instanceof Fault) throw error;
    if (error instanceof TooMany)
      throw new Fault('hash', what, `${path} is longer than ${limit} bytes`);
    if (stop.signal.aborted) {
      throw new Fault('timeout', what, `nothing of ${path} came for ${network.silence / 1000} s`);
    }
    throw new Fault('offline', what, `${path} did not come: ${error}`);
  } finally {
    watchdog.stop();
    // What is not read to its end would go on coming.
    stop.abort();
  }
}

/** @type {Network} */
export const NETWORK = { fetch: (...request) => fetch(...request), silence: SILENCE };

/**
 * A wrong file is found out by its hash; only what shows at once is refused here.
 *
 * @param {Response} response
 * @param {string} path
 * @param {Request} how
 */
function refuseWrongAnswer({ status, headers }, path, { what, alsoFine = [], isPage = false }) {
  if (status !== 200 && !alsoFine.includes(status)) {
    throw new Fault('status', what, `${path} was answered with ${status}, not 200`);
  }
  const type = headers.get('content-type') ?? '';
  if (!isPage && /^text\/html\b/i.test(type)) {
    throw new Fault(status === 200 ? 'portal' : 'status', what, `${path} was answered with a page (${type})`);
  }
}

class TooMany extends Error {}

/**
 * @param {Response} response
 * @param {number} limit
 * @param {(length: number) => void} onBytes
 */
async function readAll(response, limit, onBytes) {
  const reader = response.body?.getReader();
  // What is known to come goes at once where it will stay: no pack is copied once more.
  let bytes = new Uint8Array(Number.isFinite(limit) ? limit : FIRST_ROOM);
  let length = 0;
  while (reader) {
    const { done, value } = await reader.read();
    if (done) break;
    if (length + value.length > limit) throw new TooMany();
    if (length + value.length > bytes.length) bytes = withRoom(bytes, length + value.length);
    bytes.set(value, length);
    length += value.length;
    onBytes(length);
  }
  return bytes.subarray(0, length);
}

/**
 * @param {Uint8Array} bytes
 * @param {number} least
 */
function withRoom(bytes, least) {
  const larger = new Uint8Array(Math.max(least, 2 * bytes.length));
  larger.set(bytes);
  return larger;
}
