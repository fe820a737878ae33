/**
 * The list of articles: find the next thing to read, and know whether it opens without signal.
 *
 * Section, tag and the place that was jumped to are of the address, and so undone by back; what is
 * shown and in which order replaces the address.
 *
 * @typedef {import('./router.js').Place} Place
 * @typedef {import('./router.js').Screen} Screen
 * @typedef {import('./router.js').Services} Services
 * @typedef {import('./listing.js').Listing} Listing
 * @typedef {import('../components/list-view.js').View} View
 * @typedef {import('../corpus/types.js').Row} Row
 * @typedef {import('../components/library-list.js').LibraryList} LibraryList
 * @typedef {import('../components/library-tools.js').LibraryTools} LibraryTools
 * @typedef {import('../shelf/marks.js').Marks} Marks
 */
import { continueCard } from '../components/continue-card.js';
import '../components/download-card.js';
import { button, element } from '../components/element.js';
import { openJumpSheet } from '../components/jump-sheet.js';
import '../components/library-list.js';
import '../components/library-tools.js';
import {
  endOfList,
  nothingOf,
  nothingPublished,
  nothingUnread,
  startOfList,
} from '../components/list-ends.js';
import { markEach } from '../components/list-marking.js';
import { FROM_START } from '../components/list-parts.js';
import { beginSelecting, selecting } from '../components/list-select.js';
import { openListSheet } from '../components/list-sheet.js';
import { addressOfView, newestOf, viewOf } from '../components/list-view.js';
import { markRead, save } from '../components/marking.js';
import { nameOfSection, nameOfView, openSectionsSheet } from '../components/sections-sheet.js';
import { say } from '../components/words.js';
import { prefer } from '../storage/preferences.js';
import { arrange } from './listing.js';
import { nothing } from './nothing.js';

/**
 * @param {Place} place
 * @param {Services} services
 * @returns {Promise<Screen>}
 */
export async function open({ query }, services) {
  const { source, marks } = services;
  const wanted = viewOf(query);
  const list = await source.list(wanted);
  const library = source.title ?? say('lib.title');
  if ('trouble' in list) return nothing(library, 'list', list.trouble);
  const listing = await arrange(list, list.isWhole ? wanted : newestOf(wanted), library, marks);
  return {
    name: 'library',
    title: titleOf(listing),
    hash: list.isKept && listing.rows.length ? addressOfView(listing.view) : undefined,
    keys: keysOf(marks),
    render: (main) => render(main, listing, services),
    adopt: (main) => adopt(main, listing, services),
  };
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
function connect(tools, listing, { marks, replace }) {
  const { list, view, all } = listing;
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
      select: () => select(listing, tools, marks),
      markAll: () => void markEach(marks, idsOfUnread(all, marks), { read: true }),
    });
}

/**
 * @param {Listing} listing
 * @param {LibraryTools} tools
 * @param {Marks} marks
 */
function select({ view, all }, tools, marks) {
  const list = listOnScreen();
  if (!list) return;
  const { section, tag } = view;
  const name = tag ?? (section === null ? null : nameOfSection(section));
  const beside = /** @type {NodeListOf<HTMLElement>} */ (
    document.querySelectorAll('main .continue, main .arrived, main .after-list')
  );
  beginSelecting({ list, all, name, marks, resting: [tools, ...beside] });
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
function contentOf(listing, { marks, replace, replica }) {
  const { list, view, library, isOfNone, all, rows, start } = listing;
  if (isOfNone) return [nothingOf(view)];
  if (!list.rows.length) return [nothingPublished(library)];
  if (!rows.length) {
    return [nothingUnread(() => replace(addressOfView(view, { unread: false })))];
  }
  const extent = { ...listing, next: list.next, isWhole: list.isWhole };
  const card = start === 0 && continueCard(all, marks);
  const shown = listOf(rows, view, marks);
  followWhatIsHere(shown, replica);
  return [card, startOfList(extent), shown, endOfList(extent)];
}

/**
 * While not all articles are here, each row says whether its own is.
 *
 * @param {LibraryList} list
 * @param {Services['replica']} replica
 */
function followWhatIsHere(list, replica) {
  const tell = () => list.showHere(replica.isHere);
  tell();
  for (const event of ['change', 'here']) {
    list.addEventListener('gone', () => replica.removeEventListener(event, tell), { once: true });
    replica.addEventListener(event, tell);
  }
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
      const chosen = selecting();
      if (chosen && !chosen.isEmpty) void chosen.mark({ saved: true });
      else if (row) void save(marks, row.id, !marks.of(row.id).saved);
    },
    m() {
      const row = listOnScreen()?.current;
      const chosen = selecting();
      if (chosen && !chosen.isEmpty) void chosen.mark({ read: true });
      else if (row) void markRead(marks, row.id, !marks.of(row.id).read);
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
