/**
 * Which screen stands at which address. The table is the server's, which hands it to the page in
 * `<html data-routes>`: pairs of a name and a pattern such as `/articles/<slug>`.
 */

/** @type {[name: string, pattern: string][]} */
const ROUTES = JSON.parse(document.documentElement.dataset.routes ?? '[]');

const SEGMENT = /<(\w+)>/;

/**
 * The screen at a path, with what its pattern names; null where the app has none.
 *
 * @param {string} pathname
 * @returns {{ name: string, values: Record<string, string> } | null}
 */
export function screenAt(pathname) {
  for (const [name, pattern] of ROUTES) {
    const values = match(pattern, pathname);
    if (values) return { name, values };
  }
  return null;
}

/**
 * The address of a screen.
 *
 * @param {string} name
 * @param {Record<string, string>} [values] what the pattern names
 */
export function addressOf(name, values = {}) {
  const route = ROUTES.find(([routeName]) => routeName === name);
  if (!route) throw new TypeError(`The route table has no screen ${name}`);
  return route[1].replace(SEGMENT, (_, key) => encodeURIComponent(values[key] ?? ''));
}

/**
 * @param {string} pattern
 * @param {string} pathname
 * @returns {Record<string, string> | null}
 */
function match(pattern, pathname) {
  const wanted = pattern.split('/');
  const given = pathname.split('/');
  if (wanted.length !== given.length) return null;
  /** @type {Record<string, string>} */
  const values = {};
  for (const [place, segment] of wanted.entries()) {
    const key = SEGMENT.exec(segment)?.[1];
    const value = decode(given[place] ?? '');
    if (key && value) values[key] = value;
    else if (segment !== given[place]) return null;
  }
  return values;
}

/** @param {string} segment */
function decode(segment) {
  try {
    return decodeURIComponent(segment);
  } catch {
    return null; // "%" and such: no address of ours
  }
}
