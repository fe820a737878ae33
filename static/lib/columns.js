/**
 * Many objects with the same keys, by columns: the keys stand once, and what is alike lies side by
 * side for the compressor.
 *
 * @typedef {Record<string, unknown[]>} Columns
 */

/**
 * @param {object[]} objects
 * @param {readonly string[]} keys
 * @returns {Columns}
 */
export function toColumns(objects, keys) {
  return Object.fromEntries(
    keys.map((key) => [key, objects.map((object) => Reflect.get(object, key) ?? null)]),
  );
}

/**
 * @param {Columns} columns
 * @param {readonly string[]} keys the first is in every set of columns
 * @returns {Record<string, any>[]}
 */
export function fromColumns(columns, keys) {
  return columns[keys[0]].map((_, at) => {
    /** @type {Record<string, any>} */
    const object = {};
    for (const key of keys) object[key] = columns[key][at];
    return object;
  });
}
