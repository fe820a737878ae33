/**
 * Cuts a pack's bytes into its lines, byte for byte as docs/format.md fixes them, and tells from a
 * line what stands in it. Lines are copied and never written anew: their hash is over these bytes.
 *
 * @typedef {import('./types.js').Metadata} Metadata
 * @typedef {import('./types.js').Row} Row
 * @typedef {import('./types.js').Withdrawal} Withdrawal
 * @typedef {Uint8Array<ArrayBuffer>} Bytes
 * @typedef {{ row: Row } | { withdrawal: Withdrawal }} Entry
 */
import { sha256 } from '../lib/hash.js';
import { Fault } from './fault.js';

const LINE_FEED = 0x0a;
const COMMA = 0x2c;

/** Parts an article's metadata from its text; it cannot stand inside a string of JSON. */
const BLOCKS_FOLLOW = ',"blocks":[';

const encoder = new TextEncoder();
const decoder = new TextDecoder('utf-8', { fatal: true });

const OPENING = encoder.encode('[\n');
const CLOSING = encoder.encode(']\n');

/**
 * @param {Bytes} bytes a whole pack, its hash checked
 * @returns {Bytes[]} views into the pack
 */
export function linesOf(bytes) {
  const end = bytes.length - CLOSING.length;
  if (!matches(bytes, 0, OPENING) || !matches(bytes, end, CLOSING) || end < OPENING.length) {
    throw malformed('it is not an array with one article a line');
  }
  const lines = [];
  for (let start = OPENING.length; start < end;) {
    const feed = bytes.indexOf(LINE_FEED, start);
    const isLast = feed + 1 === end;
    if (!isLast && bytes[feed - 1] !== COMMA) throw malformed('a line does not end with a comma');
    lines.push(bytes.subarray(start, isLast ? feed : feed - 1));
    start = feed + 1;
  }
  return lines;
}

/**
 * @param {Bytes} line
 * @returns {Promise<Entry>}
 */
export async function entryOf(line) {
  const text = decode(line);
  const cut = text.indexOf(BLOCKS_FOLLOW);
  const value = parse(cut < 0 ? text : `${text.slice(0, cut)}}`);
  if (typeof value.id !== 'string' || typeof value.slug !== 'string') {
    throw malformed(`a line has no id or slug: ${text.slice(0, 80)}`);
  }
  if (cut >= 0) return { row: { ...value, hash: await sha256(line) } };
  if ('withdrawn' in value) return { withdrawal: value };
  throw malformed(`a line is neither article nor withdrawal: ${text.slice(0, 80)}`);
}

/**
 * The bytes of the pack that holds these lines.
 *
 * @param {Bytes[]} lines
 */
export async function packOf(lines) {
  const parts = lines.flatMap((line, at) => [at ? ',\n' : '', line]);
  const blob = new Blob(['[\n', ...parts, lines.length ? '\n]\n' : ']\n']);
  return new Uint8Array(await blob.arrayBuffer());
}

/** @param {Bytes} line */
function decode(line) {
  try {
    return decoder.decode(line);
  } catch {
    throw malformed('a line is not UTF-8');
  }
}

/**
 * @param {string} text
 * @returns {any}
 */
function parse(text) {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw malformed(`a line is not JSON: ${error}`);
  }
}

/**
 * @param {Bytes} bytes
 * @param {number} at
 * @param {Bytes} expected
 */
function matches(bytes, at, expected) {
  return at >= 0 && expected.every((byte, offset) => bytes[at + offset] === byte);
}

/** @param {string} words */
function malformed(words) {
  return new Fault('format', 'pack', words);
}
