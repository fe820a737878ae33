/**
 * <download-card>: asks before data is spent, and then shows how far it is.
 *
 * Above 5 MB, or when the reader saves data, nothing is fetched before the one tap that names the
 * size. Who said "not now" is not asked again in this tab; the status line keeps the offer.
 *
 * @typedef {import('../corpus/replica.js').State} State
 */
import { button, element } from './element.js';
import { size } from './formats.js';
import { paused, running } from './states.js';
import { say } from './words.js';

const LATER = 'octavo-later';

export class DownloadCard extends HTMLElement {
  /** @type {(act: 'get' | 'pause' | 'resume') => void} */
  onact = () => {};

  /** @type {'' | 'asking' | 'started' | 'running' | 'paused' | 'done'} */
  #shows = '';
  #figures = element('p', { class: 'figures' });
  #progress = element('progress', { 'aria-label': say('fv.progress') });

  /** @param {State} state */
  show(state) {
    const { consent, progress, corpus } = state;
    // What was here before is no first visit: the status line offers to bring it again.
    if (consent && corpus === 'none' && !state.lost) this.#ask(consent);
    else if (this.#shows && progress) this.#run(state, progress);
    else if (this.#shows && corpus === 'ready') this.#end(state);
    else if (this.#shows === 'asking') this.#clear();
  }

  /** @param {NonNullable<State['consent']>} consent */
  #ask({ bytes, articles }) {
    if (this.#shows || wasDeclined()) return;
    this.#shows = 'asking';
    const { start } = document.documentElement.dataset;
    this.#fill(
      start && element('p', { class: 'start', dir: 'auto' }, start),
      element('h2', {}, say('fv.title')),
      element('p', {}, say('fv.body', { n: articles, size: size(bytes) })),
      element(
        'div',
        { class: 'acts' },
        button(say('fv.get', { size: size(bytes) }), () => this.#start(bytes), 'primary'),
        button(say('fv.later'), () => this.#decline()),
      ),
    );
  }

  /**
   * @param {State} state
   * @param {NonNullable<State['progress']>} progress
   */
  #run(state, progress) {
    const shows = state.waiting === 'paused' ? 'paused' : 'running';
    this.#progress.max = Math.max(1, progress.all);
    this.#progress.value = progress.got;
    this.#figures.textContent = shows === 'paused' ? paused(progress) : running(state, progress);
    if (shows === this.#shows) return;
    this.#shows = shows;
    this.#fill(
      this.#figures,
      this.#progress,
      element('p', { class: 'quiet' }, say('fv.leave')),
      element(
        'div',
        { class: 'acts' },
        shows === 'paused'
          ? button(say('st.resume'), () => this.onact('resume'))
          : button(say('st.pause'), () => this.onact('pause')),
      ),
    );
  }

  /** @param {State} state */
  #end({ articles }) {
    if (this.#shows === 'done') return;
    this.#shows = 'done';
    this.#fill(element('p', {}, say('fv.ready', { n: articles })));
  }

  /** @param {number} bytes */
  #start(bytes) {
    this.#shows = 'started';
    this.#fill(element('p', { class: 'figures' }, say('fv.started', { size: size(bytes) })));
    this.onact('get');
  }

  #clear() {
    this.#shows = '';
    this.replaceChildren();
  }

  #decline() {
    this.#clear();
    try {
      sessionStorage.setItem(LATER, 'yes');
    } catch {
      // A browser that keeps nothing asks again on the next page.
    }
  }

  /** @param {...(HTMLElement | '' | undefined)} parts */
  #fill(...parts) {
    const hadFocus = this.contains(document.activeElement);
    this.replaceChildren(
      element('section', { class: 'card', 'data-shows': this.#shows }, ...parts),
    );
    if (hadFocus) this.querySelector('button')?.focus();
  }
}

function wasDeclined() {
  try {
    return sessionStorage.getItem(LATER) === 'yes';
  } catch {
    return false;
  }
}

customElements.define('download-card', DownloadCard);
