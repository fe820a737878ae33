/**
 * What the reader prefers on this device: how a text looks, how the list stands, which language the
 * app speaks. In localStorage, since it is needed before the first paint and nothing that is awaited
 * is there by then. These are comforts, so a browser that keeps none of them is used without.
 *
 * Looks have a place of their own: first-paint.js puts each of them on <html> as it stands.
 *
 * @typedef {keyof typeof LOOKS | keyof typeof HABITS} PreferenceName
 */

/** How things look, with what holds until the reader chooses. '' is the library's own way. */
export const LOOKS = Object.freeze({
  theme: '',
  size: '100',
  face: '',
  lines: 'normal',
  width: 'normal',
  align: 'start',
  hyphens: 'on',
  paragraphs: '',
  contrast: '',
  still: '',
  bar: '',
  pages: '',
  density: 'comfortable',
  thumbs: 'on',
});

/** What the app does. */
export const HABITS = Object.freeze({
  language: '',
  sort: 'newest',
  keys: 'on',
  updates: 'auto',
  searches: '[]',
});

const LOOKS_KEY = 'octavo-looks';
const HABITS_KEY = 'octavo-habits';

/** What the browser would not write; it holds until the page is left. */
const unwritten = /** @type {Map<string, Record<string, string>>} */ (new Map());

/**
 * What the reader chose, else what holds until then.
 *
 * @param {PreferenceName} name
 * @returns {string}
 */
export function preference(name) {
  const chosen = read(keyOf(name))[name];
  if (typeof chosen === 'string') return chosen;
  return name in LOOKS
    ? LOOKS[/** @type {keyof typeof LOOKS} */ (name)]
    : HABITS[/** @type {keyof typeof HABITS} */ (name)];
}

/**
 * Keeps what the reader chose; null goes back to what holds by itself.
 *
 * @param {PreferenceName} name
 * @param {string | null} value
 */
export function prefer(name, value) {
  const key = keyOf(name);
  const chosen = read(key);
  if (value === null) delete chosen[name];
  else chosen[name] = value;
  write(key, chosen);
}

/** @returns {Record<string, string>} every look that was chosen, to be put back by resetLooks() */
export function chosenLooks() {
  return read(LOOKS_KEY);
}

/** @param {Record<string, string>} looks all that are chosen from now on */
export function resetLooks(looks = {}) {
  write(LOOKS_KEY, looks);
}

/** Forgets everything that the reader chose. */
export function forgetPreferences() {
  for (const key of [LOOKS_KEY, HABITS_KEY]) {
    unwritten.delete(key);
    try {
      localStorage.removeItem(key);
    } catch {
      // What cannot be written was not kept either.
    }
  }
}

/** @param {PreferenceName} name */
function keyOf(name) {
  return name in LOOKS ? LOOKS_KEY : HABITS_KEY;
}

/**
 * @param {string} key
 * @returns {Record<string, string>}
 */
function read(key) {
  const kept = unwritten.get(key);
  if (kept) return { ...kept };
  try {
    const stored = JSON.parse(localStorage.getItem(key) ?? '{}');
    return stored && typeof stored === 'object' ? stored : {};
  } catch {
    return {};
  }
}

/**
 * @param {string} key
 * @param {Record<string, string>} chosen
 */
function write(key, chosen) {
  try {
    localStorage.setItem(key, JSON.stringify(chosen));
  } catch {
    unwritten.set(key, chosen);
  }
}
