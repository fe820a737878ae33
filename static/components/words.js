/**
 * Every sentence that the app says, by its id, in the reader's language.
 *
 * The words stand in one catalogue for each language (webapp/locale/), which the server hands out
 * as words/<language>.js. No sentence is built from parts: `{n}` is a value, and in a sentence
 * with plural forms the number that chooses among them; `{here}` is where the library is kept.
 *
 * @typedef {string} WordId
 *
 * @typedef {object} Catalogue
 * @property {string} lang
 * @property {string} locale for Intl
 * @property {'ltr' | 'rtl'} dir
 * @property {(n: number) => number} plural which form goes with a number
 * @property {Readonly<Record<string, string | string[]>>} words
 */
import { preference } from '../storage/preferences.js';

const ENGLISH = 'en';

const { lang, locale, dir, plural, words } = await catalogue();
export { dir, lang, locale };

const numbers = new Intl.NumberFormat(locale);

const IS_PHONE = isPhone();

/** A space at which no line ends. */
export const NO_BREAK = '\u00a0';

/**
 * Says a sentence; on phones the one whose id ends in `.phone`, where there is one.
 *
 * @param {WordId} id
 * @param {Record<string, string | number>} [values] numbers are written as the language does
 * @returns {string}
 */
export function say(id, values = {}) {
  return wordsOf(id, values).replace(/\{(\w+)\}/g, (_, name) => {
    const value = values[name] ?? (name === 'here' ? say('here') : undefined);
    if (value === undefined) throw new TypeError(`${id} needs a value for {${name}}`);
    return typeof value === 'number' ? numbers.format(value) : value;
  });
}

/**
 * @param {WordId} id
 * @param {Record<string, string | number>} values
 */
function wordsOf(id, { n }) {
  const found = (IS_PHONE && words[`${id}.phone`]) || words[id];
  if (found === undefined) throw new TypeError(`No catalogue has words for ${id}`);
  if (typeof found === 'string') return found;
  if (typeof n !== 'number') throw new TypeError(`${id} needs a value for {n}`);
  return found[plural(n)];
}

/** @returns {Promise<Catalogue>} */
async function catalogue() {
  const wanted = wantedLanguage();
  try {
    return await import(`../words/${wanted}.js`);
  } catch (error) {
    if (wanted === ENGLISH) throw error;
    return import(`../words/${ENGLISH}.js`);
  }
}

/** The language that the reader chose, else that of the page, if there is a catalogue of it. */
function wantedLanguage() {
  const page = globalThis.document?.documentElement;
  const known = page?.dataset.languages?.split(' ') ?? [];
  return [preference('language'), page?.lang].find((tag) => tag && known.includes(tag)) ?? ENGLISH;
}

function isPhone() {
  const { userAgent, userAgentData } =
    /** @type {{ userAgent?: string, userAgentData?: { mobile: boolean } }} */ (
      globalThis.navigator ?? {}
    );
  return userAgentData?.mobile ?? /\bMobi|iPhone/.test(userAgent ?? '');
}
