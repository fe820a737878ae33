/**
 * <saved-panel>: the rows of what is saved, the last saved first, and a field that searches them.
 *
 * @typedef {import('../corpus/types.js').Row} Row
 * @typedef {import('../corpus/types.js').Withdrawal} Withdrawal
 * @typedef {import('../shelf/marks.js').Marks} Marks
 * @typedef {import('./search-list.js').FoundList} FoundList
 *
 * @typedef {{ kind: 'article', row: Row } | { kind: 'withdrawn', withdrawal: Withdrawal }} Found
 * @typedef {(ids: string[]) => Promise<Map<string, Found>>} Find by id; what is nowhere is left out
 */
import { fold, placeOf, termsOf } from '../corpus/search-words.js';
import { addressOf } from './addresses.js';
import { articleRow } from './article-row.js';
import { element, metaLine } from './element.js';
import { icon } from './icon.js';
import { save } from './marking.js';
import './search-list.js';
import { say } from './words.js';

/** So many rows are found by looking at them. */
const EASILY_SEEN = 20;

export class SavedPanel extends HTMLElement {
  /** @type {Marks | null} */
  #marks = null;
  /** @type {Find} */
  #find = async () => new Map();
  /** @type {Map<string, Found>} */
  #found = new Map();
  /** In order; what is removed keeps its place for as long as it can be undone. @type {string[]} */
  #ids = [];
  #leaving = new AbortController();

  #field = element('input', {
    type: 'search',
    'aria-label': say('sv.field'),
    placeholder: say('sv.field'),
    dir: 'auto',
    autocomplete: 'off',
    spellcheck: 'false',
  });
  #form = element(
    'form',
    { role: 'search', 'aria-label': say('sv.field') },
    element('div', { class: 'search-box' }, icon('search'), this.#field),
  );
  #words = element('p', { class: 'notice', 'aria-live': 'polite' });
  #gone = element('p', { class: 'after-list' });
  #list = /** @type {FoundList} */ (document.createElement('found-list'));

  constructor() {
    super();
    this.#list.name = say('sv.articles');
    this.#field.addEventListener('input', () => this.#show('show'));
    this.#form.addEventListener('submit', (event) => event.preventDefault());
    this.#list.addEventListener('click', (event) => this.#take(event));
  }

  /**
   * @param {Marks} marks
   * @param {Find} find
   * @param {Map<string, Found>} found what is saved now
   */
  begin(marks, find, found) {
    this.#marks = marks;
    this.#find = find;
    this.#found = found;
    this.#ids = marks.saved();
  }

  connectedCallback() {
    this.#leaving = new AbortController();
    const { signal } = this.#leaving;
    this.#marks?.addEventListener('change', () => void this.#follow(), { signal });
    this.replaceChildren(this.#form, this.#words, this.#list, this.#gone);
    this.#show('show');
  }

  disconnectedCallback() {
    this.#leaving.abort();
  }

  /**
   * Shows the same from another edition.
   *
   * @param {Find} find
   */
  async refresh(find) {
    this.#find = find;
    this.#found = await find(this.#ids);
    this.#show('change');
  }

  /** Follows what is marked, here and in other tabs. */
  async #follow() {
    const saved = this.#marks?.saved() ?? [];
    const news = saved.filter((id) => !this.#ids.includes(id));
    this.#ids = [...news, ...this.#ids];
    if (news.length) for (const [id, each] of await this.#find(news)) this.#found.set(id, each);
    this.#show('change');
  }

  /** @param {'show' | 'change'} how */
  #show(how) {
    const saved = this.#ids.filter((id) => this.#marks?.of(id).saved);
    const here = saved.filter((id) => this.#found.has(id));
    this.#form.hidden = here.length <= EASILY_SEEN && !this.#field.value;
    const wanted = here.filter(this.#isWanted());
    const refocus = this.#focusKeeper(wanted);
    this.#list[how](wanted, (place) => this.#row(wanted[place]));
    refocus();
    const lost = saved.length - here.length;
    this.#gone.textContent = lost ? say('sv.gone', { n: lost }) : '';
    if (wanted.length || lost) this.#words.textContent = '';
    else this.#words.textContent = say(saved.length ? 'sv.none' : 'sv.empty');
    this.#words.hidden = !this.#words.textContent;
  }

  /** @returns {(id: string) => boolean} */
  #isWanted() {
    const terms = termsOf(this.#field.value);
    return (id) => {
      const found = this.#found.get(id);
      const text = found?.kind === 'article' ? wordsOf(found.row) : found?.withdrawal.title;
      const folded = fold(text ?? '');
      return terms.every((term) => placeOf(folded, term) >= 0);
    };
  }

  /** @param {string} id */
  #row(id) {
    const found = /** @type {Found} */ (this.#found.get(id));
    const { title } = found.kind === 'article' ? found.row : found.withdrawal;
    const item = found.kind === 'article' ? this.#articleRow(found.row) : goneRow(found.withdrawal);
    const name = say('sv.remove', { title });
    const attributes = { type: 'button', class: 'icon-button row-remove', 'aria-label': name };
    item.append(element('button', { ...attributes, title: name }, icon('saved')));
    return item;
  }

  /** @param {Row} row */
  #articleRow(row) {
    const marked = this.#marks?.of(row.id) ?? null;
    // That it is saved is what the whole list says.
    return articleRow(row, { marked: marked && { ...marked, saved: false }, isGone: false });
  }

  /** @param {MouseEvent} event */
  #take({ target }) {
    const remove = target instanceof Element && target.closest('.row-remove');
    const id = remove && remove.closest('.row')?.getAttribute('data-id');
    if (id && this.#marks) void save(this.#marks, id, false);
  }

  /**
   * What had the focus keeps it; where its row has gone, the next row has it.
   *
   * @param {string[]} ids of the rows that will be there
   * @returns {() => void}
   */
  #focusKeeper(ids) {
    const had = this.#list.contains(document.activeElement) ? document.activeElement : null;
    const rows = [...this.#list.querySelectorAll('.row')].map((row) => row.getAttribute('data-id'));
    const at = rows.indexOf(had?.closest('.row')?.getAttribute('data-id') ?? '');
    if (!had || at < 0) return () => {};
    const nearest = [...rows.slice(at), ...rows.slice(0, at).reverse()];
    const next = nearest.find((id) => ids.includes(id ?? ''));
    const what = had.matches('a') ? 'a' : '.row-remove';
    return () => {
      const row = next ? this.#list.rowOf(next) : null;
      const aim = row?.querySelector(what) ?? this.parentElement?.querySelector('h1');
      if (aim instanceof HTMLElement) aim.focus({ preventScroll: true });
    };
  }
}

/** @param {Row} row */
function wordsOf({ title, summary }) {
  return `${title}\n${summary ?? ''}`;
}

/**
 * @param {Withdrawal} withdrawal
 * @returns {HTMLLIElement}
 */
function goneRow({ id, slug, title }) {
  const link = element('a', { href: addressOf('article', { slug }), dir: 'auto' }, title);
  return element(
    'li',
    { class: 'row', 'data-id': id },
    element('h3', {}, link),
    metaLine(element('bdi', {}, say('row.withdrawn'))),
  );
}

customElements.define('saved-panel', SavedPanel);
