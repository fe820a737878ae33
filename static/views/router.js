/**
 * Takes the reader from screen to screen without leaving the page, and back to the very line.
 *
 * A screen is opened in two steps: its content is got together while the old one stands, then it is
 * drawn in one go. A link goes to the title of the new screen; back goes to the row or the line
 * that was left. Each history entry keeps that place in its state.
 *
 * @typedef {object} Place
 * @property {string} pathname
 * @property {URLSearchParams} query
 * @property {Record<string, string>} values what the address names
 * @property {{ id?: string, title?: string } | null} hint what the followed link knew of its aim
 * @property {string | null} list the address of the list that it was reached from
 *
 * @typedef {object} Screen
 * @property {string} name
 * @property {string} title
 * @property {(main: HTMLElement) => void} render
 * @property {(main: HTMLElement) => void} [adopt] completes a drawing of the very same content
 * @property {string} [hash] of the article it shows: the same hash, the same screen
 * @property {boolean} [waits] it stands for something that only a connection can bring
 * @property {() => ScreenReading} [read] begins what goes on while a text is read
 * @property {import('../components/shortcuts.js').Keys} [keys] what single keys do on it
 *
 * @typedef {object} ScreenReading what goes on while a text is read
 * @property {HTMLElement} bar stands in place of the main bar
 * @property {string} hash of the text
 * @property {Anchor | null} anchor where the reader is
 * @property {import('../components/shortcuts.js').Keys} keys what single keys do meanwhile
 * @property {() => boolean} resume goes to where the reader stopped, if that is somewhere
 * @property {() => void} start
 * @property {() => void} stop
 *
 * @typedef {import('../components/text-place.js').HeldLine & { hash: string }} Anchor
 *
 * @typedef {object} Services what screens work with
 * @property {Source} source
 * @property {import('../shelf/marks.js').Marks} marks
 * @property {import('../corpus/replica.js').Replica} replica
 * @property {(act: import('../components/states.js').Act['name']) => void} act
 * @property {(address: string) => void} go follows a link that is none
 * @property {(address: string) => void} replace changes the address of this screen, and draws it anew
 * @property {(address: string, how?: { push: boolean }) => void} readdress says under which address
 *   the screen shows what it has drawn by itself; pushed, back leads to the address before
 *
 * @typedef {(place: Place, services: Services) => Promise<Screen>} Open
 * @typedef {import('./source.js').Source} Source
 * @typedef {Pick<import('../components/library-list.js').LibraryList, 'rowOf' | 'firstInView'>}
 *   RowsInView
 *
 * @typedef {object} Entry what a history entry keeps
 * @property {number} [y] how far it was scrolled
 * @property {{ id: string, top: number } | null} [row] the row that was followed, or the first seen
 * @property {{ to: string, at: number } | null} [link] the link that was followed, if not from a
 *   row: where it leads, and which it is of those that lead there
 * @property {Anchor | null} [anchor] the line that stood at the top of a text
 * @property {string} [from] the address that it was reached from
 * @property {number} [moves] how many entries were made since by moves within the text
 * @property {string} [list] the address of the list from which texts are read one after another
 * @property {Place['hint']} [hint]
 */
import { screenAt } from '../components/addresses.js';
import { partIn } from '../components/article-notes.js';
import { element } from '../components/element.js';
import { closeSheet, takePopstate } from '../components/sheet.js';
import { listenForKeys } from '../components/shortcuts.js';
import { say } from '../components/words.js';
import { missing } from './nothing.js';

/** After so many milliseconds without content the reader is told what is awaited. */
const SLOW = 300;

/** Scrolling that has stopped for so many milliseconds has come to rest. */
const REST = 250;

/** Lists whose rows are found again wherever they stand. */
const LISTS = 'library-list, found-list';

export class Router {
  #main;
  #screens;
  #services;
  /** @type {Screen | null} */
  #screen = null;
  #turn = 0;
  #resting = 0;
  /** @type {ScreenReading | null} */
  #reading = null;
  /** The address that the screen was drawn for; a popstate within it is a move in the page. */
  #address = '';

  /**
   * Called after each drawing.
   *
   * @type {() => void}
   */
  ondraw = () => {};

  /**
   * @param {HTMLElement} main
   * @param {Record<string, Open>} screens by the names of the route table
   * @param {Omit<Services, 'go' | 'replace' | 'readdress'>} services
   * @param {import('../components/shortcuts.js').Keys} [keys] what single keys do on every screen
   */
  constructor(main, screens, services, keys = {}) {
    this.#main = main;
    this.#screens = screens;
    this.#services = {
      ...services,
      go: (/** @type {string} */ address) => this.go(address),
      replace: (/** @type {string} */ address) => void this.#replace(address),
      readdress: this.#readdress,
    };
    listenForKeys(() => ({ ...keys, ...this.#screen?.keys, ...this.#reading?.keys }));
  }

  /**
   * Goes to an address as a link does.
   *
   * @param {string} address
   */
  go(address) {
    this.#keepPlace();
    history.pushState({ from: this.#address, list: this.#listOf() }, '', address);
    void this.#arrive(null);
  }

  /** Where texts that are followed from here lead back to. */
  #listOf() {
    return this.#reading ? entry().list : this.#address;
  }

  /**
   * Another view of the same screen: back goes to what was before it.
   *
   * @param {string} address
   */
  async #replace(address) {
    history.replaceState({ ...entry(), row: null, y: undefined }, '', address);
    await this.#draw();
  }

  /** @type {Services['readdress']} */
  #readdress = (address, { push } = { push: false }) => {
    const state = { ...entry(), row: null, y: undefined };
    if (push) history.pushState({ ...state, from: this.#address }, '', address);
    else history.replaceState(state, '', address);
    this.#address = addressNow();
  };

  /**
   * Begins with what the server drew, or draws the first screen into an empty <main>.
   *
   * @param {{ renew: boolean }} how whether what is kept here is as new as what the server drew:
   *   the page is then completed from it
   */
  async start({ renew }) {
    const from = entry();
    history.scrollRestoration = 'manual';
    document.addEventListener('click', (event) => this.#follow(event));
    addEventListener('popstate', () => void this.#traverse());
    // A page that is hidden may never be seen again: what it knows of its place is kept by then.
    addEventListener('pagehide', () => this.#keepPlace());
    addEventListener('scroll', () => this.#keepPlaceAtRest(), { passive: true });
    document.addEventListener('visibilitychange', () => {
      if (document.visibilityState === 'hidden') this.#keepPlace();
    });
    this.#main.addEventListener('again', (event) => {
      void this.#tryAgain(/** @type {CustomEvent<{ failed: () => void }>} */ (event).detail);
    });
    this.#address = addressNow();
    if (!this.#main.firstElementChild) await this.#draw();
    else if (renew) await this.refresh();
    this.#returnTo(from);
  }

  /**
   * Waits for what everything else waits for; a page that is still empty says so.
   *
   * @template T
   * @param {Promise<T>} stores
   */
  async opening(stores) {
    const slow = window.setTimeout(() => {
      if (!this.#main.firstElementChild) this.#await(null);
    }, SLOW);
    const opened = await stores;
    clearTimeout(slow);
    if (this.#main.hasAttribute('aria-busy')) {
      this.#main.removeAttribute('aria-busy');
      this.#main.replaceChildren();
    }
    return opened;
  }

  /** Whether the screen stands for something that only a connection can bring. */
  get waits() {
    return this.#screen?.waits ?? false;
  }

  /** Draws the same address anew where what it shows has changed; the reader's line stays. */
  async refresh() {
    // A screen that is awaited is not there yet, and is drawn from what is known by then.
    if (this.#main.hasAttribute('aria-busy')) return;
    const turn = ++this.#turn;
    const screen = await this.#open();
    if (turn !== this.#turn) return;
    if (this.#isSame(screen)) {
      this.#screen = screen;
      screen.adopt?.(this.#main);
      this.#beginReading(screen);
      return;
    }
    // A text is not taken from under the eyes because its next edition cannot be fetched.
    if (screen.waits && this.#main.firstElementChild) return;
    const place = this.#place();
    const refocus = this.#focusKeeper();
    this.#show(screen);
    this.#returnTo(place);
    refocus();
  }

  /** @param {Screen} screen */
  #isSame({ hash, name }) {
    return (
      Boolean(hash) && document.body.dataset.screen === name && this.#main.dataset.hash === hash
    );
  }

  /** @param {{ failed: () => void }} ask */
  async #tryAgain({ failed }) {
    await this.refresh();
    if (this.waits) failed();
  }

  /** @param {MouseEvent} event */
  #follow(event) {
    const link = event.target instanceof Element ? event.target.closest('a') : null;
    if (!link || event.defaultPrevented || opensElsewhere(event, link)) return;
    const url = new URL(link.href);
    if (url.origin !== location.origin || !screenAt(url.pathname)) return;
    const row = link.closest('.row');
    this.#keepPlace(row);
    const address = url.pathname + url.search;
    event.preventDefault();
    if (address === this.#address && url.hash) {
      this.#moveWithin(url);
      return;
    }
    const followed = row?.closest(LISTS) ? null : placeOfLink(link);
    history.replaceState({ ...entry(), link: followed }, '');
    if (entry().from === address && returnsTo(url)) {
      // So that the reader is back at the row, not at the top.
      history.go(-1 - (entry().moves ?? 0));
      return;
    }
    const hint = { id: row?.getAttribute('data-id') ?? undefined, title: link.textContent };
    const state = { from: this.#address, list: this.#listOf(), hint: row ? hint : null };
    history.pushState(state, '', url);
    void this.#arrive(row ? link.textContent : null);
  }

  /**
   * To a part of the same text. Back undoes it; the bar still leads to where the text was opened.
   *
   * @param {URL} url
   */
  #moveWithin(url) {
    const { from, list, hint, moves = 0 } = entry();
    if (url.hash !== location.hash) {
      location.hash = url.hash;
      history.replaceState({ from, list, hint, moves: moves + 1 }, '');
    }
    goToPart();
  }

  /** @param {string | null} title what the link called its aim */
  async #arrive(title) {
    if (!(await this.#draw(title)) || goToPart()) return;
    if (!this.#reading?.resume()) scrollTo({ top: 0, behavior: 'instant' });
    const aim = this.#main.querySelector('[data-arrival]') ?? this.#main.querySelector('h1');
    if (aim instanceof HTMLElement) aim.focus({ preventScroll: true });
  }

  async #traverse() {
    if (takePopstate()) return;
    const to = entry();
    // The browser tells of a move within the page too.
    if (to.moves && to.y === undefined) return;
    if (addressNow() !== this.#address && !(await this.#draw())) return;
    this.#returnTo(to);
    this.#refocus(to);
  }

  /**
   * @param {string | null} [title] of what is awaited, where it is known
   * @returns {Promise<boolean>} whether this is still what the reader wants
   */
  async #draw(title = null) {
    const turn = ++this.#turn;
    const slow = window.setTimeout(() => this.#await(title), SLOW);
    const screen = await this.#open();
    clearTimeout(slow);
    if (turn !== this.#turn) return false;
    this.#show(screen);
    return true;
  }

  /** @returns {Promise<Screen>} */
  async #open() {
    const { pathname, search } = location;
    const at = screenAt(pathname);
    const open = at && this.#screens[at.name];
    if (!open) return missing();
    const query = new URLSearchParams(search);
    const { hint = null, list = null } = entry();
    return open({ pathname, query, values: at.values, hint, list }, this.#services);
  }

  /** @param {Screen} screen */
  #show(screen) {
    closeSheet();
    // While its text is there: where the reader stopped is measured once more.
    this.#endReading();
    this.#screen = screen;
    this.#address = addressNow();
    this.#forget();
    this.#main.removeAttribute('aria-busy');
    document.body.dataset.screen = screen.name;
    screen.render(this.#main);
    this.#beginReading(screen);
    const library = this.#services.source.title;
    const ofLibrary = library && library !== screen.title ? ` · ${library}` : '';
    document.title = screen.title + ofLibrary;
    markCurrent();
    this.ondraw();
  }

  /** @param {Screen} screen that is drawn */
  #beginReading({ read }) {
    if (this.#reading) return;
    this.#reading = read?.() ?? null;
    if (!this.#reading) return;
    this.#main.before(this.#reading.bar);
    this.#reading.start();
  }

  #endReading() {
    this.#reading?.stop();
    this.#reading?.bar.remove();
    this.#reading = null;
  }

  /** Takes away what <main> says of the content that it had. */
  #forget() {
    delete this.#main.dataset.article;
    delete this.#main.dataset.hash;
    delete this.#main.dataset.withdrawn;
  }

  /** @param {string | null} title */
  #await(title) {
    const name = screenAt(location.pathname)?.name;
    const words = say(name === 'article' ? 'ar.opening' : 'st.opening');
    this.#screen = null;
    this.#forget();
    this.#endReading();
    document.body.dataset.screen = 'opening';
    this.#main.setAttribute('aria-busy', 'true');
    this.#main.replaceChildren(
      element('h1', { class: 'screen-title', tabindex: -1, dir: 'auto' }, title ?? words),
      element('div', { class: 'notice' }, title && element('p', {}, words)),
    );
    markCurrent();
    this.ondraw();
  }

  #keepPlaceAtRest() {
    clearTimeout(this.#resting);
    this.#resting = window.setTimeout(() => this.#keepPlace(), REST);
  }

  /** @param {Element | null} [row] the row that was followed */
  #keepPlace(row = null) {
    // While another screen is awaited, what is scrolled is no place of its entry.
    if (addressNow() !== this.#address) return;
    history.replaceState({ ...entry(), ...this.#place(row) }, '');
  }

  /**
   * @param {Element | null} [row]
   * @returns {Entry}
   */
  #place(row = null) {
    const followed = row && {
      id: row.getAttribute('data-id') ?? '',
      top: row.getBoundingClientRect().top,
    };
    const anchor = this.#reading?.anchor ?? null;
    return { y: scrollY, anchor, row: followed ?? this.#list?.firstInView() ?? null };
  }

  /** @param {Entry} to */
  #returnTo({ y, row, anchor }) {
    if (y === undefined) {
      this.#reading?.resume();
      return;
    }
    // In a text that was corrected since, the numbers of blocks mean others.
    if (anchor && this.#reading?.hash === anchor.hash) {
      this.#reading.anchor = anchor;
      return;
    }
    const there = row && this.#list?.rowOf(row.id);
    if (!there || y === 0) {
      scrollTo({ top: y, behavior: 'instant' });
      return;
    }
    scrollBy({ top: there.getBoundingClientRect().top - row.top, behavior: 'instant' });
  }

  /**
   * What was followed has the focus again: a link, or one in a row. Where it is not there any more,
   * the title has it, so that it never gets lost.
   *
   * @param {Entry} to
   */
  #refocus({ row, link }) {
    const aims = [
      link && linksTo(link.to)[link.at],
      row && this.#list?.rowOf(row.id)?.querySelector('a'),
      this.#main.querySelector('h1'),
    ];
    for (const aim of aims) {
      aim?.focus({ preventScroll: true });
      if (aim && aim === document.activeElement) return;
    }
  }

  /** @returns {() => void} puts the focus back on what takes the place of what has it now */
  #focusKeeper() {
    const had = this.#main.contains(document.activeElement) ? document.activeElement : null;
    const row = had?.closest('.row')?.getAttribute('data-id');
    return () => {
      if (row) this.#refocus({ row: { id: row, top: 0 } });
      else if (had) this.#main.querySelector('h1')?.focus({ preventScroll: true });
    };
  }

  get #list() {
    return /** @type {RowsInView | null} */ (this.#main.querySelector(LISTS));
  }
}

/** @returns {Entry} */
function entry() {
  return history.state ?? {};
}

/** @param {HTMLAnchorElement} link by what it is found again */
export function placeOfLink(link) {
  const to = link.getAttribute('href') ?? '';
  return { to, at: linksTo(to).indexOf(link) };
}

/** @param {string} address */
function linksTo(address) {
  return [...document.querySelectorAll('a')].filter((link) => link.getAttribute('href') === address);
}

/** @returns {boolean} whether the address points to a part of the page, which is gone to */
function goToPart() {
  const part = location.hash && document.getElementById(partIn(location.hash));
  if (!part) return false;
  part.tabIndex = -1;
  part.focus({ preventScroll: true });
  part.scrollIntoView({ behavior: 'instant' });
  return true;
}

function addressNow() {
  return location.pathname + location.search;
}

/**
 * Whether a link to where the reader comes from leads back to the line that was left. A text has
 * links of its own, and who goes to the empty search wants to type.
 *
 * @param {URL} url
 */
function returnsTo({ pathname, search }) {
  const name = screenAt(pathname)?.name;
  return name !== 'article' && (name !== 'search' || search !== '');
}

function markCurrent() {
  for (const link of document.querySelectorAll('.bar a')) {
    if (link.getAttribute('href') === location.pathname) link.setAttribute('aria-current', 'page');
    else link.removeAttribute('aria-current');
  }
}

/**
 * @param {MouseEvent} event
 * @param {HTMLAnchorElement} link
 */
function opensElsewhere({ button, metaKey, ctrlKey, shiftKey, altKey }, link) {
  if (button !== 0 || metaKey || ctrlKey || shiftKey || altKey) return true;
  return link.hasAttribute('download') || !['', '_self'].includes(link.target) || !link.href;
}
