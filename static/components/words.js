/**
 * Every sentence that the app says, by an id, so that a translation is another table.
 *
 * One fact, then one act; the name and the number of the thing; what still works. No sentence is
 * built from parts: `{n}` is a value, `{n:article|articles}` the form that goes with it, `{here}`
 * the place where the library is kept. Where no line may end, say() sees to it.
 */
const WORDS = Object.freeze({
  'st.opening': 'Opening the library',
  'st.ready': 'Everything is {here} · {n} {n:article|articles}',
  'st.here': '{n} {n:article|articles} {here}',
  'st.down': 'Downloading · {a} of {n} {n:article|articles} · {got} of {all}',
  'st.paused': 'Paused · {a} of {n} {n:article|articles} {here}',
  'st.paused.before': 'The download is paused.',
  'st.wait': 'No connection. This goes on when there is one.',
  'st.offline': 'Offline · {n} {n:article|articles} {here}',
  'st.online': 'Reading online · nothing is kept {here}',
  'st.update': '{parts} · {size}',
  'st.update.new': '{n} new',
  'st.update.cor': '{n} corrected',
  'st.update.wd': '{n} withdrawn',
  'st.tab': 'The download runs in another tab.',
  'st.full': 'No room left. {a} of {n} {n:article|articles} are {here}.',
  'st.pause': 'Pause',
  'st.resume': 'Go on',
  'st.again': 'Try again',

  'lib.empty': 'There are no articles yet. {publisher} has published none.',
  'lib.count': '{n} {n:article|articles}',
  'lib.undated': 'Without a date',
  'lib.title': 'Library',
  'lib.publisher': 'The publisher',
  'lib.older': 'Older articles',

  'row.here': 'On this {place}',
  'row.corrected': 'Corrected {date}',

  'ar.title': 'Article',
  'ar.opening': 'Opening the article',
  'ar.not-here': 'This article is not {here}. It opens when there is a connection.',
  'ar.missing': 'This article is not {here}.',
  'ar.damaged': 'This article is damaged {here}.',
  'ar.unknown': 'There is no article at this address.',
  'ar.unknown.why': 'It may have been moved, or the address may be incomplete.',
  'ar.corrected': 'Corrected on {date}:',
  'ar.withdrawn': 'Withdrawn on {date}',
  'ar.reason': '{publisher} gives this reason:',
  'ar.gone': 'Its text was removed from here.',
  'ar.picture': 'Picture: {alt}',
  'ar.picture.unnamed': 'Picture',
  'ar.note': 'Note {number}',
  'ar.original': 'Original',
  'ar.tags': 'Tags',
  'ar.table': 'Table',
  'ar.code': 'Code',

  'fv.title': 'Keep it {here}',
  'fv.body': '{n} {n:article|articles} · {size} of text.',
  'fv.get': 'Download {size}',
  'fv.later': 'Not now, read online',
  'fv.started': 'Download started · {size}',
  'fv.leave': 'Closing stops the download. It goes on when you come back.',
  'fv.ready': 'Ready for no signal. {n} {n:article is|articles are} {here}.',
  'fv.insecure': 'This address cannot keep articles: it has no HTTPS.',
  'fv.unable': 'This browser cannot keep articles. Reading online works.',
  'fv.worker': 'This browser cannot open the app without a connection. Reading online works.',
  'fv.closed': 'The storage of this browser does not answer. For now reading needs a connection.',
  'fv.progress': 'Download',

  'fv.mend': 'How to mend it',
  'fv.mend.https': 'Ask whoever gave you this address for one that begins with https://.',
  'fv.mend.everything':
    'It stores nothing for pages. A private window does that, and so does Lockdown Mode: open this page in an ordinary window, or switch Lockdown Mode off for this site.',
  'fv.mend.worker':
    'It runs no service workers here. Open this page in an ordinary window, or in another browser.',
  'fv.mend.database':
    'Its database for pages (IndexedDB) is switched off. Allow cookies and data for this site in the browser’s settings, then load the page again.',
  'fv.mend.files':
    'Its file storage for pages (Cache Storage) is switched off. Allow cookies and data for this site in the browser’s settings, then load the page again.',
  'fv.mend.age': 'It is too old for that. Update it, or use another browser.',
  'fv.mend.closed':
    'Close the other windows of this library, or restart the browser. Then try again.',

  'up.get': 'Update · {size}',
  'up.running': 'Updating · {got} of {all}',

  'cp.damaged': 'The library {here} is damaged.',
  'cp.evicted': 'The browser removed the library from here.',
  'cp.repair': 'Repair',
  'cp.repair.size': 'Repair · {size}',

  'ap.ready': 'A new version of the app is ready.',
  'ap.use': 'Use it now',
  'ap.later': 'Later',
  'ap.needs': 'This edition needs a newer app. The older copy stays readable.',
  'ap.needs.online': 'This edition needs a newer app. Reading online works.',
  'ap.look': 'Look for it',
  'ap.coming':
    'The app itself is not stored {here} yet. Until it is, it opens only with a connection.',
  'ap.unkept':
    'The app itself could not be stored {here}. Until it is, it opens only with a connection.',
  'ap.retired': 'For now the app opens only with a connection. What is kept {here} stays.',
  'ap.stuck': 'The new version did not start.',
  'ap.reload': 'Reload',

  'of.nothing': 'No connection, and no articles {here} yet.',
  'of.still': 'Still no connection.',
  'of.none': 'There are no articles {here} yet.',

  'tr.timeout.head': 'The server does not answer.',
  'tr.timeout.root': 'The server stopped answering.',
  'tr.timeout.pack': 'The server stopped answering in the middle of the download.',
  'tr.status.head': 'The server answered with an error.',
  'tr.status.root': 'The server has lost the list of its articles.',
  'tr.status.pack': 'The server has lost a part of the library.',
  'tr.timeout.api': 'The server did not answer in time.',
  'tr.status.api': 'The server answered with an error.',
  'tr.portal': 'This network answered with a page of its own, perhaps to sign in.',
  'tr.hash.root': 'The list of articles arrived damaged and was not kept.',
  'tr.hash.pack': 'A part of the library arrived damaged and was not kept.',
  'tr.format.head': 'The server’s answer cannot be understood.',
  'tr.format.root': 'The list of articles cannot be understood.',
  'tr.format.pack': 'A part of the library cannot be understood.',
  'tr.format.api': 'The server’s answer cannot be understood.',
  'tr.stale': 'The server offers an older edition. The newer one stays {here}.',
  'tr.other-library': 'Another library is at this address now. The one {here} stays readable.',
  'tr.storage': 'The browser did not store the library.',

  'tr.kept': 'The {n} {n:article|articles} {here} {n:stays|stay} readable.',
  'tr.online': 'Reading online works.',
  'tr.whole': 'What is whole {here} stays readable.',
  'tr.again': 'It is tried again by itself.',
  'tr.still': 'It did not come this time either.',
  'tr.replace': 'Replace it · {size}',

  'date.today': 'Today',
  'date.yesterday': 'Yesterday',
  'time.minutes': '{n} min',
  'time.hours': '{h} h {n} min',
});

/** @typedef {keyof typeof WORDS} WordId */

const LOCALE = 'en-GB';

const numbers = new Intl.NumberFormat(LOCALE);
const plurals = new Intl.PluralRules(LOCALE);

const PLACE = isPhone() ? 'phone' : 'device';

/** A space at which no line ends. */
export const NO_BREAK = '\u00a0';

/** A value or a form in a sentence: {name} or {name:one|other}. */
const GAP = /\{(\w+)(?::([^|}]*)\|([^}]*))?\}/g;

/**
 * Says a sentence.
 *
 * @param {WordId} id
 * @param {Record<string, string | number>} [values] numbers are written as the language does
 * @returns {string}
 */
export function say(id, values = {}) {
  const known = { place: PLACE, here: `on this ${PLACE}`, ...values };
  return unbroken(WORDS[id]).replace(GAP, (_, name, one, other) => {
    const value = /** @type {Record<string, string | number>} */ (known)[name];
    if (value === undefined) throw new TypeError(`${id} needs a value for {${name}}`);
    if (one !== undefined) return plurals.select(Number(value)) === 'one' ? one : other;
    return typeof value === 'number' ? numbers.format(value) : value;
  });
}

/**
 * A number stays with what it counts, and a dot with what stands before it.
 *
 * @param {string} sentence
 */
function unbroken(sentence) {
  return sentence.replaceAll(' ·', `${NO_BREAK}·`).replaceAll('{n} {n:', `{n}${NO_BREAK}{n:`);
}

function isPhone() {
  const { userAgent, userAgentData } =
    /** @type {{ userAgent?: string, userAgentData?: { mobile: boolean } }} */ (
      globalThis.navigator ?? {}
    );
  return userAgentData?.mobile ?? /\bMobi|iPhone/.test(userAgent ?? '');
}
