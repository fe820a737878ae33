/**
 * What goes on while a text is read: where the reader is, what is marked about it, and what the bar
 * and the keys do.
 *
 * @typedef {import('./router.js').Services} Services
 * @typedef {import('./router.js').Anchor} Anchor
 * @typedef {import('../corpus/types.js').Article} Article
 * @typedef {import('../corpus/types.js').Row} Row
 *
 * @typedef {object} Subject
 * @property {Article} article
 * @property {string} hash of its line
 * @property {string[]} blockHashes
 * @property {{ previous: Row | null, next: Row | null }} neighbours in the list that it is read from
 * @property {{ address: string, words: string }} back where that list is
 */
import { addressOf } from '../components/addresses.js';
import { ID_PREFIX } from '../components/allowed.js';
import { ArticleBar } from '../components/article-bar.js';
import { copyCode } from '../components/article-code.js';
import { leadsWithin, openNote, partIn, partOf } from '../components/article-notes.js';
import { copy, openContents, openMore } from '../components/article-sheets.js';
import { markPart } from '../components/contents.js';
import { markRead, save } from '../components/marking.js';
import { ReadingClock } from '../components/reading-clock.js';
import { openReadingSettings, stepSize } from '../components/reading-settings.js';
import { timeLeft, timeToRead } from '../components/reading-time.js';
import { closeSheet } from '../components/sheet.js';
import { TextPlace } from '../components/text-place.js';
import { toast } from '../components/toast.js';
import { say } from '../components/words.js';
import { placeOfLink } from './router.js';
import { StorageError } from '../storage/errors.js';

export class Reading {
  #main;
  #services;
  #subject;
  #place;
  #clock;
  #ending = new AbortController();
  #hasMoved = false;

  /**
   * @param {HTMLElement} main in which the text is drawn
   * @param {Subject} subject
   * @param {Services} services
   */
  constructor(main, subject, services) {
    this.#main = main;
    this.#subject = subject;
    this.#services = services;
    this.hash = subject.hash;
    this.bar = this.#makeBar();
    this.#place = new TextPlace(this.#body, () => this.#edges());
    const { words, lang } = subject.article;
    this.#clock = new ReadingClock(timeToRead(words, lang), () => void this.#finish());
  }

  /** Begins, once the text and the bar are in the document. */
  start() {
    const { signal } = this.#ending;
    this.#place.onmove = () => this.#showPlace();
    this.#place.onhold = () => this.bar.settle();
    this.#place.onrest = () => void this.#keepPlace();
    this.#place.start();
    this.#showPlace();
    this.#services.marks.addEventListener('change', () => this.#showMarks(), { signal });
    this.#showMarks();
    const hide = () => void this.#keepPlace();
    addEventListener('pagehide', hide, { signal });
    document.addEventListener('visibilitychange', hide, { signal });
    this.#main.addEventListener('click', (event) => this.#take(event), { signal });
  }

  stop() {
    void this.#keepPlace();
    this.#ending.abort();
    this.#place.stop();
    this.#clock.stop();
  }

  /** @returns {Anchor | null} where the reader is; null at the start */
  get anchor() {
    return this.#place.line && { ...this.#place.line, hash: this.hash };
  }

  set anchor(anchor) {
    if (anchor) this.#place.goTo(anchor);
  }

  /**
   * Goes to the part that the address names, else to where the reader stopped in a text that was
   * begun and not finished.
   *
   * @returns {boolean} whether there was such a place
   */
  resume() {
    const { hash } = location;
    if (hash && this.#showPart(partIn(hash))) return true;
    const { read, place } = this.#marked;
    if (read || !place || place.share >= 1 || scrollY > 0) return false;
    const index = this.#subject.blockHashes.indexOf(place.block);
    // What was rewritten there is found again by how far it was.
    const line = index < 0 ? this.#place.lineAt(place.share) : { index, offset: place.offset };
    if (line.index === 0 && line.offset === 0) return false;
    this.#place.goTo({ ...line, top: this.#place.top });
    toast(say('ar.resumed'), { words: say('ar.resumed.start'), take: () => this.goToStart() });
    return true;
  }

  /** @type {import('../components/shortcuts.js').Keys} */
  get keys() {
    return {
      a: () => void openReadingSettings(this.bar.settings),
      '+': () => toast(stepSize(1)),
      '-': () => toast(stepSize(-1)),
      s: () => this.save(),
      m: () => this.markRead(),
      t: () => this.openPlace(),
      n: () => this.#goTo(this.neighbours.next),
      p: () => this.#goTo(this.neighbours.previous),
      Escape: () => this.bar.goBack(),
    };
  }

  get article() {
    return this.#subject.article;
  }

  get neighbours() {
    return this.#subject.neighbours;
  }

  get isRead() {
    return this.#marked.read;
  }

  /** The contents that stand with the text, if it has any. */
  get contents() {
    return this.#main.querySelector('.contents');
  }

  save() {
    void save(this.#services.marks, this.article.id, !this.#marked.saved);
  }

  /** As the reader says, and no other way from then on. */
  markRead() {
    this.#clock.stop();
    void markRead(this.#services.marks, this.article.id, !this.isRead);
  }

  goToStart() {
    scrollTo({ top: 0, behavior: 'instant' });
    this.#main.querySelector('h1')?.focus({ preventScroll: true });
  }

  /**
   * Goes to a part of the text as a link does: back leads to where it was followed.
   *
   * @param {string} id
   * @param {HTMLAnchorElement | null} [link] the one in the text that was followed
   */
  goToPart(id, link = null) {
    const followed = link && placeOfLink(link);
    const left = { ...history.state, y: scrollY, anchor: this.anchor, link: followed };
    if (!this.#showPart(id)) return;
    const address = `#${encodeURIComponent(id)}`;
    if (partIn(location.hash) === id) return;
    history.replaceState(left, '');
    // The bar leads to where the text was opened, past all moves within it.
    const moves = (left.moves ?? 0) + 1;
    history.pushState({ from: left.from, list: left.list, moves }, '', address);
  }

  openPlace() {
    openContents(this, this.bar.place);
  }

  get #marked() {
    return this.#services.marks.of(this.article.id);
  }

  get #body() {
    return /** @type {HTMLElement} */ (this.#main.querySelector('article-body'));
  }

  #makeBar() {
    const bar = /** @type {ArticleBar} */ (document.createElement('article-bar'));
    bar.back = this.#subject.back;
    bar.language = this.article.lang;
    bar.acts = {
      place: () => this.openPlace(),
      settings: () => void openReadingSettings(bar.settings),
      save: () => this.save(),
      more: () => openMore(this, bar.more),
      turnPage: (by) => this.#turnPage(by),
    };
    return bar;
  }

  /** @param {1 | -1} by screens; two lines stay in view */
  #turnPage(by) {
    const { top, bottom } = this.#edges();
    const line = parseFloat(getComputedStyle(this.#body).lineHeight) || 0;
    scrollBy({ top: by * Math.max(line, bottom - top - 2 * line), behavior: 'instant' });
  }

  #edges() {
    const { start, end } = this.bar.covers;
    return { top: start, bottom: innerHeight - end };
  }

  #showPlace() {
    const { share, top } = this.#place;
    this.#clock.atEnd = share === 1;
    this.bar.showPlace(share, timeLeft(this.article, share));
    if (this.contents) markPart(this.contents, top + innerHeight / 4);
  }

  #showMarks() {
    const { read, saved } = this.#marked;
    this.bar.saved = saved;
    const mark = this.#main.querySelector('.mark-read');
    if (mark) mark.textContent = say(read ? 'lib.mark-unread' : 'lib.mark-read');
  }

  async #keepPlace() {
    const { line, share } = this.#place;
    const block = line && this.#subject.blockHashes[line.index];
    this.#hasMoved ||= line !== null;
    if (!this.#hasMoved) return;
    await this.#mark({ place: line && block ? { block, offset: line.offset, share } : null });
  }

  /** Its end was seen, and long enough was read. */
  async #finish() {
    await this.#mark({ read: true });
  }

  /**
   * What the app marks by itself is a comfort: where it cannot be kept, nobody is told at each line.
   *
   * @param {import('../shelf/marks.js').Wishes} wishes
   */
  async #mark(wishes) {
    try {
      await this.#services.marks.set(this.article.id, wishes);
    } catch (error) {
      if (!(error instanceof StorageError)) throw error;
    }
  }

  /** @param {Row | null} row */
  #goTo(row) {
    if (row) this.#services.go(addressOf('article', { slug: row.slug }));
  }

  /**
   * @param {string} id as it stands in the page, or as the publisher wrote it
   * @returns {boolean} whether the text has such a part
   */
  #showPart(id) {
    // The app has ids of its own, and so a part may be meant by the second name though the first is there.
    const named = [id, ID_PREFIX + id].map((each) => document.getElementById(each));
    const part = named.find((each) => each && this.#body.contains(each));
    if (!part) return false;
    part.tabIndex = -1;
    part.focus({ preventScroll: true });
    part.scrollIntoView({ behavior: 'instant' });
    // It was no scrolling on, which sends the bar away.
    this.bar.settle();
    return true;
  }

  /**
   * What a click in the text asks for.
   *
   * @param {MouseEvent} event
   */
  #take(event) {
    const aim = event.target instanceof Element ? event.target.closest('a, button') : null;
    if (aim instanceof HTMLAnchorElement) this.#follow(event, aim);
    if (!(aim instanceof HTMLButtonElement)) return;
    const { part } = aim.dataset;
    if (part) void this.#copyLink(part, aim);
    if (aim.classList.contains('copy-code')) void copyCode(aim);
  }

  /**
   * @param {MouseEvent} event
   * @param {HTMLAnchorElement} link
   */
  #follow(event, link) {
    const { button, metaKey, ctrlKey, shiftKey, altKey } = event;
    if (button !== 0 || metaKey || ctrlKey || shiftKey || altKey) return;
    if (!leadsWithin(link)) {
      this.#followOutside(event, link);
      return;
    }
    event.preventDefault();
    const sheet = openNote(link, (id) => this.goToPart(id, link));
    if (!sheet) this.goToPart(partOf(link), link);
    sheet?.element.addEventListener('click', (inSheet) => {
      const outside = inSheet.target instanceof Element ? inSheet.target.closest('a') : null;
      if (outside) this.#followOutside(inSheet, outside);
    });
  }

  /**
   * @param {string} part
   * @param {HTMLElement} opener
   */
  async #copyLink(part, opener) {
    const { origin, pathname } = location;
    await copy(`${origin}${pathname}#${encodeURIComponent(part)}`, opener);
  }

  /**
   * @param {MouseEvent} event
   * @param {HTMLAnchorElement} link
   */
  #followOutside(event, link) {
    if (link.origin === location.origin || !/^https?:$/.test(link.protocol)) return;
    const isOffline = !navigator.onLine || this.#services.replica.state.trouble?.code === 'offline';
    if (!isOffline) return;
    event.preventDefault();
    closeSheet();
    toast(say('ar.outside'), {
      words: say('act.copy-link'),
      take: () => void copy(link.href, link),
    });
  }
}
