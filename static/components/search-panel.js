/**
 * <search-panel>: the field, what narrows and sorts, and what was found, with each key.
 *
 * @typedef {import('../corpus/search-rows.js').Hit} Hit
 * @typedef {import('../corpus/search-rows.js').Results} Results
 * @typedef {import('../corpus/search-rows.js').Search} Search
 * @typedef {import('../corpus/types.js').Row} Row
 * @typedef {import('./search-list.js').FoundList} FoundList
 *
 * @typedef {object} Question
 * @property {string} query
 * @property {string | null} section '' for what stands in none
 * @property {'best' | 'newest'} sort
 *
 * @typedef {object} Ground what it works with
 * @property {Search} search
 * @property {Row[]} rows all that are searched
 * @property {import('../shelf/marks.js').Marks} marks
 * @property {(question: Question, how: { push: boolean }) => void} readdress
 */
import { termsOf } from '../corpus/search-words.js';
import { articleRow, updateRow } from './article-row.js';
import { button, element } from './element.js';
import { icon } from './icon.js';
import './search-list.js';
import { forgetSearches, lastSearches, rememberSearch } from './search-memory.js';
import { openSearchSections } from './search-sections.js';
import { cutAround, Highlights } from './search-snippet.js';
import { nameOfSection } from './sections-sheet.js';
import { say } from './words.js';

/** Typing that has stopped for so many milliseconds has come to rest: the address follows. */
const REST = 250;

/** After so many the count is told to who listens. */
const HEARD = 500;

const SORTS = Object.freeze({ best: 'newest', newest: 'best' });

export class SearchPanel extends HTMLElement {
  /** @type {Ground | null} */
  #ground = null;
  /** @type {Question} */
  #question = { query: '', section: null, sort: 'best' };
  /** @type {Hit[]} */
  #hits = [];
  #stop = new AbortController();
  #leaving = new AbortController();
  #highlights = new Highlights();
  #resting = 0;
  #hearing = 0;
  /** Whether the question was meant as it stands, so that the next one is another. */
  #isSettled = false;

  #field = element('input', {
    type: 'search',
    'aria-label': say('se.field'),
    placeholder: say('se.field'),
    dir: 'auto',
    enterkeyhint: 'search',
    autocomplete: 'off',
    autocapitalize: 'off',
    spellcheck: 'false',
  });
  #clear = element(
    'button',
    { type: 'button', class: 'icon-button', 'aria-label': say('se.clear'), title: say('se.clear') },
    icon('close'),
  );
  #section = button('', () => this.#chooseSection(), 'small');
  #sort = button('', () => this.#turnSort(), 'small');
  #tools = element('div', { class: 'search-tools' }, this.#section, this.#sort);
  #count = element('p', { class: 'search-count', 'aria-hidden': 'true' });
  #heard = element('p', { class: 'unseen', 'aria-live': 'polite' });
  #empty = element('div', { class: 'search-empty' });
  #list = /** @type {FoundList} */ (document.createElement('found-list'));

  constructor() {
    super();
    this.#list.name = say('se.results');
    this.#field.addEventListener('input', () => this.#typed());
    this.#field.addEventListener('keydown', (event) => this.#take(event));
    this.#clear.addEventListener('click', () => this.#ask(''));
    this.#list.addEventListener('click', (event) => this.#follow(event));
  }

  connectedCallback() {
    this.#leaving = new AbortController();
    this.#ground?.marks.addEventListener('change', (event) => this.#remark(event), {
      signal: this.#leaving.signal,
    });
    const box = element('div', { class: 'search-box' }, icon('search'), this.#field, this.#clear);
    const form = element('form', { role: 'search', 'aria-label': say('se.title') }, box);
    form.addEventListener('submit', (event) => {
      event.preventDefault();
      this.#settle();
    });
    this.replaceChildren(form, this.#tools, this.#count, this.#heard, this.#empty, this.#list);
    this.#highlights.show();
  }

  disconnectedCallback() {
    this.#stop.abort();
    this.#leaving.abort();
    clearTimeout(this.#resting);
    clearTimeout(this.#hearing);
    this.#highlights.clear();
  }

  /**
   * Shows a question that has its answer.
   *
   * @param {Ground} ground
   * @param {Question} question
   * @param {Results | null} results null for a question without a word
   */
  begin(ground, question, results) {
    this.#ground = ground;
    this.#question = question;
    this.#field.value = question.query;
    this.#isSettled = question.query !== '';
    // Only where nothing is asked yet: else the results are what was wanted.
    this.#field.toggleAttribute('data-arrival', !question.query);
    this.#show(results);
  }

  /**
   * Goes on over other rows, with what is being typed.
   *
   * @param {Ground} ground
   */
  continue(ground) {
    this.#ground = ground;
    void this.#search();
  }

  #typed() {
    const { value } = this.#field;
    this.#question = { ...this.#question, query: value };
    void this.#search();
    clearTimeout(this.#resting);
    clearTimeout(this.#hearing);
    this.#resting = window.setTimeout(() => this.#readdress(), REST);
    this.#hearing = window.setTimeout(() => this.#tell(), HEARD);
  }

  /** @param {KeyboardEvent} event */
  #take(event) {
    if (event.isComposing) return;
    if (event.key === 'ArrowDown' && this.#list.first) {
      event.preventDefault();
      this.#list.first.focus();
    }
    if (event.key === 'Escape' && this.#field.value) {
      event.preventDefault();
      this.#ask('');
    }
  }

  /**
   * Asks what was not typed.
   *
   * @param {string} query
   */
  #ask(query) {
    this.#field.value = query;
    this.#field.focus();
    this.#typed();
    if (query) this.#settle();
    else this.#readdress();
  }

  /** The reader means the question as it stands. */
  #settle() {
    if (!this.#question.query.trim()) return;
    this.#readdress();
    this.#isSettled = true;
    rememberSearch(this.#question.query);
    // A keyboard on the screen covers what was found.
    if (matchMedia('(pointer: coarse)').matches) this.#field.blur();
  }

  #readdress() {
    clearTimeout(this.#resting);
    this.#resting = 0;
    this.#ground?.readdress(this.#question, { push: this.#isSettled });
    this.#isSettled = false;
  }

  /** @param {MouseEvent} event */
  #follow({ target }) {
    if (!(target instanceof Element) || !target.closest('a')) return;
    if (this.#resting) this.#readdress();
    rememberSearch(this.#question.query);
  }

  #chooseSection() {
    if (!this.#ground) return;
    openSearchSections(this.#section, this.#ground.rows, this.#question.section, (section) =>
      this.#turn({ section }),
    );
  }

  #turnSort() {
    this.#turn({ sort: /** @type {Question['sort']} */ (SORTS[this.#question.sort]) });
  }

  /** @param {Partial<Question>} change */
  #turn(change) {
    this.#question = { ...this.#question, ...change };
    this.#isSettled = false;
    this.#readdress();
    void this.#search().then(() => this.#tell());
  }

  async #search() {
    this.#stop.abort();
    this.#stop = new AbortController();
    const { signal } = this.#stop;
    const { query, section, sort } = this.#question;
    try {
      const results = await this.#ground?.search.search(query, { section, sort, signal });
      if (results && !signal.aborted) this.#show(termsOf(query).length ? results : null);
    } catch (error) {
      if (!signal.aborted) throw error;
    }
  }

  /** @param {Results | null} results */
  #show(results) {
    const { query, section, sort } = this.#question;
    const rows = this.#ground?.rows ?? [];
    this.#section.textContent = say('lib.section', { name: nameOfSection(section) });
    this.#sort.textContent = say('se.sort', { name: say(`se.sort.${sort}`) });
    this.#clear.hidden = !this.#field.value;
    this.#tools.hidden = !results;
    this.#section.hidden = section === null && !hasSections(rows);
    this.#count.textContent = results
      ? say('se.count', { n: results.total })
      : say('se.hint', { n: rows.length });
    this.#empty.replaceChildren(...this.#insteadOf(results, query));
    this.#highlights.clear();
    this.#hits = results?.hits ?? [];
    const terms = termsOf(query);
    const ids = this.#hits.map(({ row }) => row.id);
    this.#list.show(ids, (place) => this.#row(this.#hits[place], terms));
  }

  /**
   * What stands where results would.
   *
   * @param {Results | null} results
   * @param {string} query
   */
  #insteadOf(results, query) {
    if (results?.total) return [];
    if (results) return [element('p', { class: 'notice' }, say('se.none', { q: query.trim() }))];
    const searches = lastSearches();
    if (!searches.length) return [];
    const forget = button(say('se.forget'), () => {
      forgetSearches();
      this.#empty.replaceChildren();
      this.#field.focus();
    }, 'small');
    return [
      element('h2', {}, say('se.recent')),
      element(
        'ul',
        { class: 'search-recent', role: 'list' },
        ...searches.map((search) => element('li', {}, this.#again(search))),
      ),
      element('p', {}, forget),
    ];
  }

  /** @param {string} search */
  #again(search) {
    const made = button('', () => this.#ask(search), 'small');
    made.append(element('bdi', {}, search));
    return made;
  }

  /**
   * @param {Hit} hit
   * @param {import('../corpus/search-words.js').Term[]} terms
   */
  #row({ row, passage }, terms) {
    const item = articleRow(row, this.#stateOf(row.id));
    this.#highlights.mark(item.querySelector('a'), terms);
    if (passage) {
      const snippet = element('p', { class: 'snippet' }, cutAround(passage, terms));
      this.#highlights.mark(snippet, terms);
      item.querySelector('h3')?.after(snippet);
    }
    return item;
  }

  /** @param {string} id */
  #stateOf(id) {
    return { marked: this.#ground?.marks.of(id) ?? null, isGone: false };
  }

  /** @param {Event} event */
  #remark(event) {
    const { ids } = /** @type {CustomEvent<{ ids: string[] }>} */ (event).detail;
    for (const item of this.#list.querySelectorAll('.row')) {
      const id = item.getAttribute('data-id') ?? '';
      const hit = ids.includes(id) && this.#hits.find(({ row }) => row.id === id);
      if (hit) updateRow(item, hit.row, this.#stateOf(id));
    }
  }

  #tell() {
    if (this.isConnected) this.#heard.textContent = this.#count.textContent;
  }
}

/** @param {Row[]} rows */
function hasSections(rows) {
  return rows.some(({ section }) => section !== rows[0].section);
}

customElements.define('search-panel', SearchPanel);
