/**
 * Holds the reader's line of a text in its place, whatever happens to size, face or window, until the
 * reader scrolls: then the place is another one.
 *
 * @typedef {import('./text-lines.js').Line} Line
 * @typedef {Line & { top: number }} HeldLine `top` in px from the window's
 */
import { TextLines } from './text-lines.js';

/** Scrolling that has stopped for so many milliseconds has come to rest. */
const REST = 250;

export class TextPlace {
  #body;
  #lines;
  #edges;
  /** @type {HeldLine | null} */
  #line = null;
  #ownScroll = -1;
  #resting = 0;
  #frame = 0;
  #ending = new AbortController();
  #watch = new ResizeObserver(() => this.#hold());

  /** The place is another one: called once a frame. */
  onmove = () => {};

  /** The window was scrolled so that the line stays. */
  onhold = () => {};

  /** The reader has come to rest somewhere. */
  onrest = () => {};

  /**
   * @param {Element} body
   * @param {() => { top: number, bottom: number }} edges between which the text is seen, in px from
   *   the window's top
   */
  constructor(body, edges) {
    this.#body = body;
    this.#lines = new TextLines(body);
    this.#edges = edges;
  }

  start() {
    const { signal } = this.#ending;
    this.#line = this.#lineNow();
    this.#watch.observe(this.#body);
    addEventListener('scroll', () => this.#follow(), { passive: true, signal });
  }

  stop() {
    this.#ending.abort();
    this.#watch.disconnect();
    clearTimeout(this.#resting);
    cancelAnimationFrame(this.#frame);
  }

  /** The line at the top of the window; null where the page stands at its start. */
  get line() {
    return this.#line;
  }

  /** The share of the text that was seen, up to its last line in view. */
  get share() {
    return this.#lines.shareAbove(this.#edges().bottom);
  }

  /** @param {HeldLine} line where it is to stand */
  goTo(line) {
    this.#line = line;
    this.#hold();
    this.onmove();
  }

  /**
   * The line at a share of the text, for where a block is no more.
   *
   * @param {number} share
   * @returns {Line}
   */
  lineAt(share) {
    return this.#lines.lineAt(share);
  }

  /** Where the text begins to be seen. */
  get top() {
    return this.#edges().top;
  }

  #follow() {
    if (Math.abs(scrollY - this.#ownScroll) < 1) return;
    this.#ownScroll = -1;
    clearTimeout(this.#resting);
    this.#resting = window.setTimeout(() => this.onrest(), REST);
    this.#frame ||= requestAnimationFrame(() => {
      this.#frame = 0;
      this.#line = this.#lineNow();
      this.onmove();
    });
  }

  #lineNow() {
    if (scrollY <= 0) return null;
    const line = this.#lines.at(this.#edges().top);
    const top = line && this.#lines.topOf(line);
    return line && top !== null ? { ...line, top } : null;
  }

  /** Before the next paint: the observer is told after layout. */
  #hold() {
    const top = this.#line && this.#lines.topOf(this.#line);
    if (this.#line && top !== null && Math.abs(top - this.#line.top) >= 1) {
      scrollBy({ top: top - this.#line.top, behavior: 'instant' });
      this.#ownScroll = scrollY;
      this.onhold();
    }
    this.onmove();
  }
}
