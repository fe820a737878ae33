/**
 * The head: the one small mutable document, which says which root is current.
 *
 * @typedef {import('./types.js').Head} Head
 * @typedef {import('./request.js').Network} Network
 */
import { Fault } from './fault.js';
import { FOLDER, request } from './request.js';

/** The number of the format that this app understands (docs/format.md). */
export const FORMAT = 1;

export const ROOT_NAME = /^root-[0-9a-f]{64}\.json$/;

/**
 * @param {Network} [network]
 * @returns {Promise<Head>}
 */
export async function fetchHead(network) {
  const { bytes } = await request(
    `${FOLDER}head.json`,
    { what: 'head', cache: 'no-cache' },
    network,
  );
  return readHead(bytes);
}

/**
 * @param {Uint8Array} bytes
 * @returns {Head}
 */
export function readHead(bytes) {
  const head = parse(bytes);
  refuseNewer(head, 'head');
  if (typeof head.library !== 'string' || !head.library) {
    throw new Fault('format', 'head', 'it names no library');
  }
  if (!isCount(head.edition)) {
    throw new Fault(
      'format',
      'head',
      `its edition is ${JSON.stringify(head.edition)}, not a number`,
    );
  }
  if (!ROOT_NAME.test(head.root)) {
    throw new Fault(
      'format',
      'head',
      `its root is ${JSON.stringify(head.root)}, not root-<sha256>.json`,
    );
  }
  return head;
}

/**
 * @param {Record<string, unknown>} document
 * @param {'head' | 'root'} what
 */
export function refuseNewer({ format }, what) {
  if (format === FORMAT) return;
  if (isCount(format) && format > FORMAT) {
    throw new Fault('format-newer', what, `its format is ${format}; this app knows ${FORMAT}`);
  }
  throw new Fault('format', what, `its format is ${JSON.stringify(format)}, not ${FORMAT}`);
}

/**
 * @param {unknown} value
 * @returns {value is number}
 */
export function isCount(value) {
  return Number.isSafeInteger(value) && Number(value) >= 0;
}

/**
 * @param {Uint8Array} bytes
 * @returns {any} an object
 */
function parse(bytes) {
  let value;
  try {
    value = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
  } catch (error) {
    throw new Fault('not-json', 'head', String(error));
  }
  if (!value || typeof value !== 'object') throw new Fault('format', 'head', 'it is no object');
  return value;
}
