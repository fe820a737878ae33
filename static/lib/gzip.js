/**
 * One gzip member in, its bytes out, and back.
 *
 * A browser's DecompressionStream takes exactly one member and fails on bytes that follow it, so
 * callers slice exactly. What its error is called differs between browsers: never match on it.
 */

/** A member inflates to more bytes than it may. */
export class TooLong extends Error {
  /** @param {number} limit */
  constructor(limit) {
    super(`more than ${limit} bytes came out of a gzip member`);
  }
}

/**
 * @param {Uint8Array<ArrayBuffer>} bytes
 * @returns {Promise<Uint8Array<ArrayBuffer>>} one member
 */
export async function gzip(bytes) {
  const stream = new Blob([bytes]).stream().pipeThrough(new CompressionStream('gzip'));
  return new Uint8Array(await new Response(stream).arrayBuffer());
}

/**
 * @param {Blob} member exactly one
 * @returns {Promise<Uint8Array<ArrayBuffer>>}
 */
export async function gunzip(member) {
  const stream = member.stream().pipeThrough(new DecompressionStream('gzip'));
  return new Uint8Array(await new Response(stream).arrayBuffer());
}

/**
 * Inflates a member that a stranger may have sent.
 *
 * @param {Blob} member exactly one
 * @param {number} limit how many bytes may come out of it
 * @returns {Promise<Uint8Array<ArrayBuffer>>}
 */
export async function gunzipAtMost(member, limit) {
  const reader = member.stream().pipeThrough(new DecompressionStream('gzip')).getReader();
  const bytes = new Uint8Array(limit);
  let length = 0;
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return bytes.subarray(0, length);
    if (length + value.length > limit) {
      await reader.cancel();
      throw new TooLong(limit);
    }
    bytes.set(value, length);
    length += value.length;
  }
}

/** @param {Uint8Array} bytes */
export function isGzip(bytes) {
  return bytes[0] === 0x1f && bytes[1] === 0x8b;
}
