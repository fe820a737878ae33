/** What the app says in a language that is written from right to left and counts in six ways. */
import assert from 'node:assert/strict';
import { test } from 'node:test';

const root = { lang: 'ar', dataset: { languages: 'ar de en' } };
Object.assign(globalThis, { document: { documentElement: root } });

const WORDS = '../../static/components/words.js';
const { dir, lang, say } = await import(WORDS);
const { fullDate, list } = await import('../../static/components/formats.js');
const { readingTime } = await import('../../static/components/reading-time.js');
const { sayFrame } = await import('../../static/components/frame.js');

test('the page speaks its own language, where there is a catalogue of it', () => {
  assert.deepEqual([lang, dir], ['ar', 'rtl']);
  assert.equal(say('nav.library'), 'المكتبة');
});

test('a number has the form that goes with it', () => {
  const forms = [0, 1, 2, 3, 11, 100].map((n) => say('lib.count', { n }));
  assert.equal(new Set(forms).size, 6);
  assert.deepEqual(forms.slice(2, 5), ['مقالتان', '3\u00a0مقالات', '11\u00a0مقالة']);
});

test('a number that is no number chooses no form', () => {
  assert.throws(() => say('lib.count', { n: '3' }), /lib\.count needs a value for \{n\}/);
});

test('what has no words is refused', () => {
  assert.throws(() => say('st.nothing'), /No catalogue has words for st\.nothing/);
});

test('dates, times and lists are those of the language', () => {
  assert.equal(fullDate('2020-11-23'), '23 نوفمبر 2020');
  assert.equal(readingTime({ words: 138 * 70, lang: 'ar' }), '1 س 10 د');
  assert.equal(list(['أ', 'ب', 'ج']), 'أ، وب، وج');
});

test('a language without a catalogue is answered in English', async () => {
  root.lang = 'fi';
  const finnish = await import(`${WORDS}?fi`);
  assert.equal(finnish.say('nav.library'), 'Library');
});

test('a catalogue that does not load is English too', async () => {
  root.lang = 'sv';
  root.dataset.languages = 'ar de en sv';
  const swedish = await import(`${WORDS}?sv`);
  assert.deepEqual([swedish.lang, swedish.dir], ['en', 'ltr']);
});

test('the language that the reader chose is before that of the page', async () => {
  root.lang = 'ar';
  const kept = { 'octavo-habits': JSON.stringify({ language: 'de' }) };
  globalThis.localStorage = { getItem: (key) => kept[key] ?? null };
  const german = await import(`${WORDS}?de`);
  delete globalThis.localStorage;
  assert.equal(german.say('ar.missing'), 'Dieser Artikel liegt nicht auf diesem Gerät.');
});

test('a phone is called a phone', async () => {
  const { navigator } = globalThis;
  const set = (value) => Object.defineProperty(globalThis, 'navigator', { value, configurable: true });
  set({ userAgent: 'Mozilla/5.0 (iPhone)' });
  const phone = await import(`${WORDS}?phone`);
  set(navigator);
  assert.equal(phone.say('row.here'), 'على هذا الهاتف');
  assert.equal(phone.say('ar.missing'), 'هذه المقالة ليست على هذا الهاتف.');
});

test('the frame is said anew with its language and direction', () => {
  const html = box('en');
  const item = box('en');
  const skip = part(html, { say: 'nav.skip' });
  const main = part(html, { sayLabel: 'nav.main' });
  const library = part(item, { say: 'nav.library' });
  sayFrame({ documentElement: html, querySelectorAll: () => [skip, main, library] });
  assert.deepEqual([html.lang, html.dir, item.lang], ['ar', 'rtl', 'ar']);
  assert.equal(skip.textContent, 'الانتقال إلى المحتوى');
  assert.equal(library.textContent, 'المكتبة');
  assert.equal(main.named, 'التنقل الرئيسي');
});

test('a frame that speaks the language already is left as it is', () => {
  const skip = part(box('ar'), { say: 'nav.skip' });
  sayFrame({ documentElement: box('ar'), querySelectorAll: () => [skip] });
  assert.equal(skip.textContent, '');
});

/** What sayFrame() needs of an element with a language. */
function box(lang) {
  return {
    lang,
    dir: 'ltr',
    setAttribute(name, value) {
      this[name] = value;
    },
  };
}

/** What it needs of an element with words. */
function part(nearest, dataset) {
  return {
    dataset,
    textContent: '',
    named: '',
    closest: () => nearest,
    setAttribute(_, value) {
      this.named = value;
    },
  };
}
