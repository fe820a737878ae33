/**
 * The sheets of a text: its contents with the place in it, and what else can be done with it.
 *
 * @typedef {import('./icon.js').IconName} IconName
 *
 * @typedef {object} Text what the sheets need of what is read
 * @property {import('../corpus/types.js').Article} article
 * @property {boolean} isRead
 * @property {Element | null} contents
 * @property {() => void} markRead
 * @property {() => void} openPlace
 * @property {() => void} goToStart
 * @property {(id: string) => void} goToPart
 */
import { afterSheet, leadsWithin, partOf } from './article-notes.js';
import { element } from './element.js';
import { icon } from './icon.js';
import { openSheet } from './sheet.js';
import { toast } from './toast.js';
import { say } from './words.js';

/**
 * @param {Text} text
 * @param {HTMLElement} opener
 */
export function openContents(text, opener) {
  const { contents } = text;
  const parts = contents?.querySelector('ol')?.cloneNode(true);
  const start = item('up', say('ar.resumed.start'), () => {
    sheet.close();
    text.goToStart();
  });
  const sheet = openSheet(
    { name: say('ar.contents'), opener, kind: 'contents-sheet' },
    ...(parts ? [parts] : []),
    element('ul', { class: 'menu', role: 'list' }, start),
  );
  sheet.element.querySelector('[aria-current]')?.scrollIntoView({ block: 'nearest' });
  sheet.element.addEventListener('click', (event) => {
    const link = event.target instanceof Element ? event.target.closest('a') : null;
    if (!link || !leadsWithin(link)) return;
    event.preventDefault();
    afterSheet(sheet, () => text.goToPart(partOf(link)));
  });
}

/**
 * @param {Text} text
 * @param {HTMLElement} opener
 */
export function openMore(text, opener) {
  const { article, contents, isRead } = text;
  const { href } = location;
  /** @param {() => void} act */
  const then = (act) => () => {
    sheet.close();
    act();
  };
  const items = [
    contents && item('contents', say('ar.contents'), then(() => text.openPlace())),
    item('share', say('ar.share'), then(() => void share(article.title, href, opener))),
    item('copy', say('act.copy-link'), then(() => void copy(href, opener))),
    item('print', say('ar.print'), then(() => print())),
    item('read', say(isRead ? 'lib.mark-unread' : 'lib.mark-read'), then(() => text.markRead())),
    original(article.source),
  ];
  const sheet = openSheet(
    { name: say('ar.more'), opener, kind: 'more' },
    element('ul', { class: 'menu', role: 'list' }, ...items),
  );
}

/**
 * @param {IconName} mark
 * @param {string} words
 * @param {() => void} act
 */
function item(mark, words, act) {
  const made = element('button', { type: 'button' }, icon(mark), element('span', {}, words));
  made.addEventListener('click', act);
  return element('li', {}, made);
}

/** @param {string | null} source */
function original(source) {
  if (!source || !/^https?:\/\//.test(source)) return null;
  const link = element(
    'a',
    { href: source, rel: 'noopener noreferrer' },
    icon('outside'),
    element('span', {}, say('ar.original.needs')),
  );
  return element('li', {}, link);
}

/**
 * By the system's own means where it has some, else by an address to copy.
 *
 * @param {string} title
 * @param {string} url
 * @param {HTMLElement} opener
 */
async function share(title, url, opener) {
  if (!navigator.share) {
    openLink(url, opener);
    return;
  }
  try {
    await navigator.share({ title, url });
  } catch (error) {
    // The reader thought better of it.
    if (!(error instanceof DOMException && error.name === 'AbortError')) openLink(url, opener);
  }
}

/**
 * @param {string} url
 * @param {HTMLElement} opener
 */
export async function copy(url, opener) {
  try {
    await navigator.clipboard.writeText(url);
    toast(say('sh.copied'));
  } catch {
    openLink(url, opener);
  }
}

/**
 * @param {string} url
 * @param {HTMLElement} opener
 */
function openLink(url, opener) {
  const field = element('input', { type: 'text', readonly: true, value: url, id: 'share-link', dir: 'ltr' });
  openSheet(
    { name: say('sh.title'), opener },
    element('label', { for: field.id }, say('sh.link')),
    field,
  );
  field.select();
}
