/**
 * The list of articles: find the next thing to read, and know whether it opens without signal.
 *
 * Section, tag and the place that was jumped to are of the address, and so undone by back; what is
 * shown and in which order replaces the address.
 *
 * @typedef {import('./router.js').Place} Place
 * @typedef {import('./router.js').Screen} Screen
 * @typedef {import('./router.js').Services} Services
 * @typedef {import('./source.js').List} List
 * @typedef {import('../corpus/types.js').Row} Row
 * @typedef {import('../components/library-list.js').LibraryList} LibraryList
 * @typedef {import('../components/library-tools.js').LibraryTools} LibraryTools
 * @typedef {import('../components/list-view.js').View} View
 * @typedef {import('../shelf/marks.js').Marks} Marks
 *
 * @typedef {object} Listing a list as it is to be drawn
 * @property {List} list all that there is
 * @property {View} view
 * @property {string} library its title
 * @property {boolean} isOfNone whether the section or tag has no article at all
 * @property {Row[]} all rows of the view, in its order
 * @property {Row[]} rows the part of them that is shown
 * @property {number} start place of the first that is shown
 */
import { addressOf } from '../components/addresses.js';
import { continueCard } from '../components/continue-card.js';
import '../components/download-card.js';
import { button, element } from '../components/element.js';
import { month } from '../components/formats.js';
import { groundNow } from '../components/group-names.js';
import { grouping, inOrder, monthOf, partOf } from '../components/groups.js';
import { openJumpSheet } from '../components/jump-sheet.js';
import '../components/library-list.js';
import '../components/library-tools.js';
import { openListSheet } from '../components/list-sheet.js';
import { addressOfView, belongingTo, FROM_START, NEWEST, viewOf } from '../components/list-view.js';
import { markAllRead, markRead, save } from '../components/marking.js';
import { nameOfSection, nameOfView, openSectionsSheet } from '../components/sections-sheet.js';
import { locale, say } from '../components/words.js';
import { prefer } from '../storage/preferences.js';
import { nothing } from './nothing.js';

/** What a list of unread articles had when it was drawn last. */
const lastUnread = { address: '', ids: /** @type {Set<string>} */ (new Set()) };

/**
 * @param {Place} place
 * @param {Services} services
 * @returns {Promise<Screen>}
 */
export async function open({ query }, services) {
  const { source, marks } = services;
  const list = await source.list(query.get('after'));
  const library = source.title ?? say('lib.title');
  if ('trouble' in list) return nothing(library, 'list', list.trouble);
  const listing = await arrange(list, list.isWhole ? viewOf(query) : NEWEST, library, marks);
  return {
    name: 'library',
    title: titleOf(listing),
    hash: list.isKept && listing.rows.length ? addressOfView(listing.view) : undefined,
    keys: keysOf(marks),
    render: (main) => render(main, listing, services),
    adopt: (main) => adopt(main, listing, services),
  };
}

/**
 * @param {List} list
 * @param {View} view
 * @param {string} library
 * @param {Marks} marks
 * @returns {Promise<Listing>}
 */
async function arrange(list, view, library, marks) {
  const sorted = await inOrder(list.rows, view.sort, locale);
  const ofView = sorted.filter(belongingTo(view));
  const all = view.unread ? unreadOf(ofView, view, marks) : ofView;
  if (!view.unread) lastUnread.address = '';
  const groupOf = grouping(view.sort, groundNow());
  const { start, end } = partOf(all, view.sort, { ...view, groupOf });
  const isOfNone = !ofView.length;
  return { list, view, library, isOfNone, all, rows: all.slice(start, end), start };
}

/**
 * What is unread, and what was read since the list was drawn: nothing vanishes from under the eyes
 * until the reader goes to another list.
 *
 * @param {Row[]} rows
 * @param {View} view
 * @param {Marks} marks
 */
function unreadOf(rows, view, marks) {
  const address = addressOfView(view, FROM_START);
  const before = lastUnread.address === address ? lastUnread.ids : new Set();
  const unread = rows.filter(({ id }) => before.has(id) || !marks.of(id).read);
  lastUnread.address = address;
  lastUnread.ids = new Set(unread.map(({ id }) => id));
  return unread;
}

/** @param {Listing} listing */
function titleOf({ view: { section, tag }, library }) {
  if (tag !== null) return say('lib.tag', { name: tag });
  return section === null ? library : nameOfSection(section);
}

/**
 * @param {HTMLElement} main
 * @param {Listing} listing
 * @param {Services} services
 */
function render(main, listing, services) {
  const { list, view, all, rows } = listing;
  services.source.listed = rows;
  if (list.isKept && rows.length) main.dataset.hash = addressOfView(view);
  const content = element('div', { class: 'listing' }, ...contentOf(listing, services));
  const tools = /** @type {LibraryTools | null} */ (main.querySelector('library-tools'));
  const heading = main.querySelector('h1');
  if (list.isWhole && tools && heading) {
    // What has the focus keeps it, and what is told can be heard, where the tools stay.
    heading.textContent = titleOf(listing);
    main.querySelector('.listing')?.replaceWith(content);
    connect(tools, listing, services);
    tools.tell(say('lib.count', { n: all.length }));
    return;
  }
  const card = main.querySelector('download-card') ?? document.createElement('download-card');
  main.replaceChildren(
    element('h1', { class: 'screen-title', tabindex: -1, dir: 'auto' }, titleOf(listing)),
    element(
      'div',
      { class: 'shelf' },
      card,
      list.isWhole && list.rows.length > 0 && newTools(listing, services),
      content,
    ),
  );
}

/**
 * @param {Listing} listing
 * @param {Services} services
 */
function newTools(listing, services) {
  const tools = /** @type {LibraryTools} */ (document.createElement('library-tools'));
  connect(tools, listing, services);
  return tools;
}

/**
 * @param {LibraryTools} tools
 * @param {Listing} listing
 * @param {Services} services
 */
function connect(tools, { list, view, all }, { marks, replace }) {
  tools.show({ unread: view.unread, section: nameOfView(view) });
  tools.onunread = (unread) => replace(addressOfView(view, { ...FROM_START, unread }));
  tools.onsections = (opener) => openSectionsSheet(opener, list.rows, view);
  tools.onlist = (opener) =>
    openListSheet(opener, view.sort, {
      sort(sort) {
        prefer('sort', sort);
        replace(addressOfView(view, { ...FROM_START, sort }));
      },
      rearrange: (change) => listOnScreen()?.keepFirstWhile(change),
      jump: () => openJumpSheet(opener, all, view),
      markAll: () => void markAllRead(marks, idsOfUnread(all, marks)),
    });
}

/**
 * @param {Row[]} rows
 * @param {Marks} marks
 */
function idsOfUnread(rows, marks) {
  return rows.map(({ id }) => id).filter((id) => !marks.of(id).read);
}

/**
 * @param {Listing} listing
 * @param {Services} services
 */
function contentOf(listing, { marks, replace }) {
  const { list, view, library, isOfNone, all, rows, start } = listing;
  if (!list.rows.length) return [notice(say('lib.empty', { publisher: library }))];
  if (isOfNone) {
    const href = addressOfView(view, { ...FROM_START, section: null, tag: null });
    const section = view.tag ?? nameOfSection(view.section);
    const showAll = element('a', { href }, say('act.show-all'));
    return [notice(say('lib.no-section', { section }), showAll)];
  }
  if (!rows.length) {
    const showAll = () => replace(addressOfView(view, { unread: false }));
    return [notice(say('lib.no-unread'), button(say('act.show-all'), showAll))];
  }
  const newer = start > 0 && aside(addressOfView(view, FROM_START), say('lib.newer'));
  const card = start === 0 && continueCard(all, marks);
  return [card, newer, listOf(rows, view, marks), endOf(listing)];
}

/** @param {Listing} listing */
function endOf({ list, view, all, rows, start }) {
  if (list.next) return aside(`${addressOf('library')}?after=${list.next}`, say('lib.older'));
  const last = rows.at(-1);
  if (last && start + rows.length < all.length) {
    const before = monthOf(last);
    const words = say('lib.older.before', { month: month(before) });
    return aside(addressOfView(view, { from: null, before }), words);
  }
  return element('p', { class: 'after-list' }, say('lib.count', { n: all.length }));
}

/**
 * @param {string} address
 * @param {string} words
 */
function aside(address, words) {
  return element('p', { class: 'after-list' }, element('a', { href: address }, words));
}

/**
 * @param {string} words
 * @param {HTMLElement} [act]
 */
function notice(words, act) {
  return element('div', { class: 'notice' }, element('p', {}, words), act);
}

/**
 * @param {Row[]} rows
 * @param {View} view
 * @param {Marks} marks
 */
function listOf(rows, { sort }, marks) {
  const list = /** @type {LibraryList} */ (document.createElement('library-list'));
  list.marks = marks;
  list.sort = sort;
  list.onsave = (id) => void save(marks, id, !marks.of(id).saved);
  list.rows = rows;
  return list;
}

/**
 * Another edition has come while the list is read: what it brings waits above, and the list stays.
 *
 * @param {HTMLElement} main
 * @param {Listing} listing
 * @param {Services} services
 */
function adopt(main, listing, services) {
  const list = listOnScreen();
  const tools = /** @type {LibraryTools | null} */ (main.querySelector('library-tools'));
  if (!list || !tools) return;
  const ids = new Set(listing.list.rows.map(({ id }) => id));
  const n = list.adopt(listing.rows, (id) => ids.has(id));
  connect(tools, listing, services);
  const top = list.getBoundingClientRect().top;
  main.querySelector('.arrived')?.remove();
  if (n > 0) {
    list.before(arrived(n, () => showArrived(main, listing, services)));
    tools.tell(say('lib.new', { n }));
  }
  scrollBy({ top: list.getBoundingClientRect().top - top, behavior: 'instant' });
}

/**
 * @param {number} n
 * @param {() => void} show
 */
function arrived(n, show) {
  const showing = button(say('act.show'), show, 'small');
  return element('p', { class: 'arrived' }, say('lib.new', { n }), showing);
}

/**
 * @param {HTMLElement} main
 * @param {Listing} listing
 * @param {Services} services
 */
function showArrived(main, listing, services) {
  render(main, listing, services);
  scrollTo({ top: 0, behavior: 'instant' });
  main.querySelector('h1')?.focus({ preventScroll: true });
}

/**
 * @param {Marks} marks
 * @returns {import('../components/shortcuts.js').Keys}
 */
function keysOf(marks) {
  return {
    j: () => listOnScreen()?.step(1),
    k: () => listOnScreen()?.step(-1),
    s() {
      const row = listOnScreen()?.current;
      if (row) void save(marks, row.id, !marks.of(row.id).saved);
    },
    m() {
      const row = listOnScreen()?.current;
      if (row) void markRead(marks, row.id, !marks.of(row.id).read);
    },
  };
}

function listOnScreen() {
  return /** @type {LibraryList | null} */ (document.querySelector('main library-list'));
}

/**
 * Shows the reader's choice about keeping the library, and how far it is, above the rows. A page
 * that the server made has no place for it: it is made where it is needed.
 *
 * @param {HTMLElement} main
 * @param {import('../corpus/replica.js').State} state
 * @param {(act: 'get' | 'pause' | 'resume') => void} onact
 */
export function showDownload(main, state, onact) {
  const shelf = main.querySelector('.shelf');
  if (!shelf) return;
  let card = /** @type {import('../components/download-card.js').DownloadCard | null} */ (
    shelf.querySelector('download-card')
  );
  if (!card && !state.consent) return;
  if (!card) {
    card = /** @type {import('../components/download-card.js').DownloadCard} */ (
      document.createElement('download-card')
    );
    shelf.prepend(card);
  }
  card.onact = onact;
  card.show(state);
}
