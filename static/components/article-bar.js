/**
 * <article-bar>: what one does with a text, in reach of a thumb: back, place, reading settings, save,
 * more; and how far the text is read, as a line on its edge.
 *
 * It leaves while the text is scrolled on and comes back when the reader looks for it. It slides over
 * the text, which never moves.
 *
 * @typedef {object} Acts
 * @property {() => void} place
 * @property {() => void} settings
 * @property {() => void} save
 * @property {() => void} more
 * @property {(by: 1 | -1) => void} turnPage
 */
import { preference } from '../storage/preferences.js';
import { button, element } from './element.js';
import { icon } from './icon.js';
import { lang, say } from './words.js';

/** So many px of scrolling on send it away, and so many back bring it again. */
const AWAY_AFTER = 48;
const BACK_AFTER = 16;

export class ArticleBar extends HTMLElement {
  /** @type {Acts | null} */
  acts = null;
  /** @type {{ address: string, words: string }} */
  back = { address: '/', words: say('nav.library') };
  /** The text's: it gives the bar the text's own width. */
  language = '';

  #left = element('span');
  #save = this.#button('save', say('ar.save'), icon('saved'));

  /** The buttons that open something, to which the focus comes back. */
  place = this.#button('place', '', this.#left);
  settings = this.#button('settings', say('rs.title'), icon('text'));
  more = this.#button('more', say('ar.more'), icon('more'));

  #line = element('div', { class: 'bar-progress', 'aria-hidden': 'true' });
  #ending = new AbortController();
  #turnedAt = 0;
  #wasAt = 0;

  connectedCallback() {
    this.setAttribute('role', 'region');
    this.setAttribute('aria-label', say('ar.bar'));
    const back = say('nav.back', { where: this.back.words });
    this.replaceChildren(
      element(
        'div',
        { class: 'page-buttons' },
        button(say('rs.pages.previous'), () => this.acts?.turnPage(-1)),
        button(say('rs.pages.next'), () => this.acts?.turnPage(1)),
      ),
      element(
        'div',
        {
          class: 'bar-buttons',
          role: 'toolbar',
          'aria-label': say('ar.bar'),
          lang: this.language,
        },
        element(
          'a',
          { class: 'icon-button', href: this.back.address, 'aria-label': back, title: back },
          icon('back'),
        ),
        this.place,
        this.settings,
        this.#save,
        this.more,
      ),
      this.#line,
    );
    for (const child of this.querySelectorAll('.bar-buttons > *')) child.setAttribute('lang', lang);
    for (const opener of [this.place, this.settings, this.more]) {
      opener.setAttribute('aria-haspopup', 'dialog');
    }
    this.#rove();
    this.#ending = new AbortController();
    const { signal } = this.#ending;
    this.#wasAt = this.#turnedAt = scrollY;
    addEventListener('scroll', () => this.#followScroll(), { passive: true, signal });
    document.addEventListener('keydown', ({ key }) => this.#hearKey(key), { signal });
    this.addEventListener('focusin', () => this.#come(), { signal });
  }

  disconnectedCallback() {
    this.#ending.abort();
  }

  /** @param {boolean} isSaved */
  set saved(isSaved) {
    this.#save.setAttribute('aria-pressed', String(isSaved));
  }

  /**
   * @param {number} share of the text that is read, 0 to 1
   * @param {string} left in words
   */
  showPlace(share, left) {
    if (share === 1) this.#come();
    this.#left.textContent = left;
    const name = say('ar.place', { p: Math.floor(100 * share) });
    this.place.setAttribute('aria-label', `${left}. ${name}`);
    this.#line.style.setProperty('--share', String(share));
  }

  /** The window was scrolled, and not by the reader: that sends nothing away. */
  settle() {
    this.#wasAt = this.#turnedAt = scrollY;
  }

  /** Goes back to where the reader came from. */
  goBack() {
    this.querySelector('a')?.click();
  }

  /**
   * How much of the window it stands over, in px. It takes as much when it is away: a line that
   * comes under it as soon as it is back was not at the edge.
   */
  get covers() {
    const { height } = this.getBoundingClientRect();
    const isAtTop = getComputedStyle(this).insetBlockStart === '0px';
    return { start: isAtTop ? height : 0, end: isAtTop ? 0 : height };
  }

  #followScroll() {
    const now = scrollY;
    const isDown = now > this.#wasAt;
    if (isDown !== this.#wasAt > this.#turnedAt) this.#turnedAt = this.#wasAt;
    this.#wasAt = now;
    const far = now - this.#turnedAt;
    if (far > AWAY_AFTER && this.#mayLeave()) this.classList.add('away');
    else if (far < -BACK_AFTER || now <= 0) this.#come();
  }

  #mayLeave() {
    if (preference('bar') === 'stay' || preference('pages') === 'on') return false;
    return !this.dataset.byKeys && !this.contains(document.activeElement);
  }

  /** @param {string} key */
  #hearKey(key) {
    // Who goes by Tab has to see where the focus may go.
    if (key === 'Tab') this.dataset.byKeys = 'yes';
    this.#come();
  }

  #come() {
    this.classList.remove('away');
    this.#turnedAt = scrollY;
  }

  /** One stop for Tab, arrows from there (ARIA Authoring Practices, toolbar). */
  #rove() {
    const stops = /** @type {HTMLElement[]} */ ([...this.querySelectorAll('.bar-buttons > *')]);
    /** @param {HTMLElement} to */
    const stand = (to) => {
      for (const stop of stops) stop.tabIndex = stop === to ? 0 : -1;
    };
    if (stops[0]) stand(stops[0]);
    this.addEventListener('focusin', ({ target }) => stand(/** @type {HTMLElement} */ (target)));
    this.addEventListener('keydown', (event) => {
      const at = stops.indexOf(/** @type {HTMLElement} */ (event.target));
      const isRTL = getComputedStyle(this).direction === 'rtl';
      const by = { ArrowRight: isRTL ? -1 : 1, ArrowLeft: isRTL ? 1 : -1 }[event.key];
      const to = { Home: 0, End: stops.length - 1 }[event.key] ?? (by ? at + by : -1);
      if (at < 0 || !stops[to]) return;
      event.preventDefault();
      stops[to].focus();
    });
  }

  /**
   * @param {Exclude<keyof Acts, 'turnPage'>} act
   * @param {string} name
   * @param {...Node} content
   */
  #button(act, name, ...content) {
    const made = element(
      'button',
      { type: 'button', class: `icon-button ${act}`, 'aria-label': name, title: name || null },
      ...content,
    );
    made.addEventListener('click', () => this.acts?.[act]());
    return made;
  }
}

customElements.define('article-bar', ArticleBar);
