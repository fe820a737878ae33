/**
 * @param {Uint8Array<ArrayBuffer>} bytes
 * @returns {Promise<string>} their SHA-256 in lower-case hex
 */
export async function sha256(bytes) {
  const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', bytes));
  let hex = '';
  for (const byte of digest) hex += byte.toString(16).padStart(2, '0');
  return hex;
}
