/** Names for the blocks of an article that outlive edits of the other blocks. */
import { sha256 } from '../lib/hash.js';

const DIGITS = 16;

/**
 * @param {string} block its HTML, as it stands in the article's line
 * @returns {Promise<string>} the first 16 hex digits of the SHA-256 of its UTF-8
 */
export async function blockHash(block) {
  return (await sha256(new TextEncoder().encode(block))).slice(0, DIGITS);
}

/**
 * @param {string[]} blocks
 * @returns {Promise<string[]>} in the same order; blocks that are alike have one name
 */
export function hashesOf(blocks) {
  return Promise.all(blocks.map(blockHash));
}
