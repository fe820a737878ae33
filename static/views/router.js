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
 *
 * @typedef {object} Screen
 * @property {string} name
 * @property {string} title
 * @property {(main: HTMLElement) => void} render
 * @property {(main: HTMLElement) => void} [adopt] completes a drawing of the very same content
 * @property {string} [hash] of the article it shows: the same hash, the same screen
 * @property {boolean} [waits] it stands for something that only a connection can bring
 *
 * @typedef {(place: Place, source: Source) => Promise<Screen>} Open
 * @typedef {import('./source.js').Source} Source
 * @typedef {import('../components/library-list.js').LibraryList} LibraryList
 *
 * @typedef {object} Entry what a history entry keeps
 * @property {number} [y] how far it was scrolled
 * @property {{ id: string, top: number } | null} [row] the row that was followed, or the first seen
 * @property {string} [from] the address that it was reached from
 * @property {Place['hint']} [hint]
 */
import { screenAt } from '../components/addresses.js';
import { element } from '../components/element.js';
import { say } from '../components/words.js';
import { missing } from './nothing.js';

/** After so many milliseconds without content the reader is told what is awaited. */
const SLOW = 300;

/** Scrolling that has stopped for so many milliseconds has come to rest. */
const REST = 250;

export class Router {
  #main;
  #screens;
  #source;
  /** @type {Screen | null} */
  #screen = null;
  #turn = 0;
  #resting = 0;
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
   * @param {Source} source
   */
  constructor(main, screens, source) {
    this.#main = main;
    this.#screens = screens;
    this.#source = source;
  }

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
      screen.adopt?.(this.#main);
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
    if (address === this.#address && url.hash) return; // the browser moves within the page
    event.preventDefault();
    if (entry().from === address && screenAt(url.pathname)?.name === 'library') {
      history.back(); // so that the reader is back at the row, not at the top
      return;
    }
    const hint = { id: row?.getAttribute('data-id') ?? undefined, title: link.textContent };
    history.pushState({ from: this.#address, hint: row ? hint : null }, '', url);
    void this.#arrive(row ? link.textContent : null);
  }

  /** @param {string | null} title what the link called its aim */
  async #arrive(title) {
    if (!(await this.#draw(title))) return;
    scrollTo({ top: 0, behavior: 'instant' });
    this.#main.querySelector('h1')?.focus({ preventScroll: true });
  }

  async #traverse() {
    const to = entry();
    if (addressNow() !== this.#address && !(await this.#draw())) return;
    this.#returnTo(to);
    this.#focusRow(to);
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
    const hint = entry().hint ?? null;
    return open({ pathname, query, values: at.values, hint }, this.#source);
  }

  /** @param {Screen} screen */
  #show(screen) {
    this.#screen = screen;
    this.#address = addressNow();
    this.#forget();
    this.#main.removeAttribute('aria-busy');
    document.body.dataset.screen = screen.name;
    screen.render(this.#main);
    const library = this.#source.title;
    const ofLibrary = library && library !== screen.title ? ` · ${library}` : '';
    document.title = screen.title + ofLibrary;
    markCurrent();
    this.#fitBar();
    this.ondraw();
  }

  /** Takes away what <main> says of the content that it had. */
  #forget() {
    delete this.#main.dataset.article;
    delete this.#main.dataset.hash;
    delete this.#main.dataset.withdrawn;
  }

  /** The bar is as wide as an article, and how wide that is depends on its language. */
  #fitBar() {
    const lang = this.#main.querySelector('article')?.lang;
    const list = document.querySelector('.bar ul');
    if (lang) list?.setAttribute('lang', lang);
    else list?.removeAttribute('lang');
  }

  /** @param {string | null} title */
  #await(title) {
    const name = screenAt(location.pathname)?.name;
    const words = say(name === 'article' ? 'ar.opening' : 'st.opening');
    this.#screen = null;
    this.#forget();
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
    return { y: scrollY, row: followed ?? this.#list?.firstInView() ?? null };
  }

  /** @param {Entry} to */
  #returnTo({ y, row }) {
    if (y === undefined) return;
    const there = row && this.#list?.rowOf(row.id);
    if (!there || y === 0) {
      scrollTo({ top: y, behavior: 'instant' });
      return;
    }
    scrollBy({ top: there.getBoundingClientRect().top - row.top, behavior: 'instant' });
  }

  /** @param {Entry} to */
  #focusRow({ row }) {
    const there = row && this.#list?.rowOf(row.id);
    there?.querySelector('a')?.focus({ preventScroll: true });
  }

  /** @returns {() => void} puts the focus back on what takes the place of what has it now */
  #focusKeeper() {
    const had = this.#main.contains(document.activeElement) ? document.activeElement : null;
    const row = had?.closest('.row')?.getAttribute('data-id');
    return () => {
      if (row) this.#focusRow({ row: { id: row, top: 0 } });
      else if (had) this.#main.querySelector('h1')?.focus({ preventScroll: true });
    };
  }

  get #list() {
    return /** @type {LibraryList | null} */ (this.#main.querySelector('library-list'));
  }
}

/** @returns {Entry} */
function entry() {
  return history.state ?? {};
}

function addressNow() {
  return location.pathname + location.search;
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
