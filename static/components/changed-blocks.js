/**
 * Shows what differs between two versions of an article: the blocks that changed, as they were and
 * as they are, with the words that went struck out and those that came underlined.
 *
 * Blocks are compared by their text. Each stands as it does in the article, so that a list or a
 * table stays one.
 *
 * @typedef {import('../corpus/types.js').Article} Article
 * @typedef {import('./block-diff.js').Piece} Piece
 * @typedef {'was' | 'now'} Side
 */
import './article-body.js';
import { changedBlocks, changedWords } from './block-diff.js';
import { cleanHTML } from './clean-html.js';
import { element } from './element.js';
import { lang, say } from './words.js';

/**
 * @param {Article} was
 * @param {Article} now
 * @returns {HTMLElement[]} one for each change, in the order of the text
 */
export function changedParts(was, now) {
  const before = was.blocks.map(textOf);
  const after = now.blocks.map(textOf);
  const parts = changedBlocks(before, after).map((change) => {
    const [from, to] = [change.was ?? -1, change.now ?? -1];
    if (from < 0) return onlyPart('now', blockOf(now.blocks[to]), now);
    if (to < 0) return onlyPart('was', blockOf(was.blocks[from]), was);
    return bothParts(
      { article: was, block: blockOf(was.blocks[from]), text: before[from] },
      { article: now, block: blockOf(now.blocks[to]), text: after[to] },
    );
  });
  if (was.title === now.title) return parts;
  const title = bothParts(
    { article: was, block: element('p', { class: 'title' }, was.title), text: was.title },
    { article: now, block: element('p', { class: 'title' }, now.title), text: now.title },
  );
  return [title, ...parts];
}

/** @param {string} html */
function textOf(html) {
  return cleanHTML(html).textContent ?? '';
}

/**
 * @param {string} html
 * @returns {HTMLElement}
 */
function blockOf(html) {
  const body = /** @type {import('./article-body.js').ArticleBody} */ (
    document.createElement('article-body')
  );
  body.className = 'text';
  body.blocks = [html];
  // Here it is a quotation: both versions would have the same places, and lead to none.
  for (const place of body.querySelectorAll('[id]')) place.removeAttribute('id');
  for (const link of body.querySelectorAll('a[href^="#"]')) link.removeAttribute('href');
  return body;
}

/** @typedef {{ article: Article, block: HTMLElement, text: string }} Version */

/**
 * @param {Version} was
 * @param {Version} now
 */
function bothParts(was, now) {
  const changes = changedWords(was.text, now.text, now.article.lang);
  mark(was.block, changes.was, 'del');
  mark(now.block, changes.now, 'ins');
  return change(
    labelled(say('ar.changes.was'), 'was', was),
    labelled(say('ar.changes.now'), 'now', now),
  );
}

/**
 * A block that the other version does not have.
 *
 * @param {Side} side
 * @param {HTMLElement} block
 * @param {Article} article
 */
function onlyPart(side, block, article) {
  const name = side === 'was' ? 'del' : 'ins';
  const text = block.textContent ?? '';
  mark(block, [{ end: text.length, changed: true }], name);
  const words = say(side === 'was' ? 'ar.changes.removed' : 'ar.changes.added');
  return change(labelled(words, side, { article, block, text }));
}

/** @param {...HTMLElement} parts */
function change(...parts) {
  return element('section', { class: 'change' }, ...parts);
}

/**
 * @param {string} words
 * @param {Side} side
 * @param {Version} version
 */
function labelled(words, side, { article, block }) {
  return element(
    'div',
    { class: side },
    element('h2', { lang }, words),
    element('div', { class: 'article', lang: article.lang, dir: article.dir }, block),
  );
}

/**
 * Wraps what changed, text by text, so that whatever stands around it stays.
 *
 * @param {HTMLElement} block
 * @param {Piece[]} pieces of its text
 * @param {'del' | 'ins'} name
 */
function mark(block, pieces, name) {
  const walker = document.createTreeWalker(block, NodeFilter.SHOW_TEXT);
  /** @type {Text[]} */
  const texts = [];
  while (walker.nextNode()) texts.push(/** @type {Text} */ (walker.currentNode));
  let start = 0;
  for (const text of texts) {
    const end = start + text.data.length;
    text.replaceWith(...markedText(text, start, pieces, name));
    start = end;
  }
}

/**
 * @param {Text} text
 * @param {number} start its place in the block's text
 * @param {Piece[]} pieces
 * @param {'del' | 'ins'} name
 * @returns {(Node | string)[]}
 */
function markedText({ data }, start, pieces, name) {
  // Between the parts of a table there is nothing but space, and no place for an element.
  if (!data.trim()) return [data];
  /** @type {(Node | string)[]} */
  const parts = [];
  let at = 0;
  for (const { end, changed } of pieces) {
    const upTo = Math.min(end - start, data.length);
    if (upTo <= at) continue;
    const part = data.slice(at, upTo);
    parts.push(changed ? element(name, {}, part) : part);
    at = upTo;
  }
  return parts;
}
