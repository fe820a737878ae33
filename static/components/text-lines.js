/**
 * Lines of a text by what is written there: a block and a number of characters into it. Such a place
 * outlives another size, face, width or window, which a number of pixels does not.
 *
 * @typedef {object} Line
 * @property {number} index of the block
 * @property {number} offset characters of its text before the line
 */
export class TextLines {
  #body;
  /** @type {Block[] | null} */
  #measured = null;

  /** @param {Element} body whose children are the blocks */
  constructor(body) {
    this.#body = body;
  }

  /** How many characters the text has. */
  get length() {
    const last = this.#blocks.at(-1);
    return last ? last.before + last.length : 0;
  }

  /**
   * The first line that ends below a height.
   *
   * @param {number} y px from the window's top
   * @returns {Line | null} null where the whole text is above
   */
  at(y) {
    const index = firstThat(this.#blocks.length, (place) => this.#bottomOf(place) > y);
    const block = this.#blocks[index];
    if (!block) return null;
    return { index, offset: firstThat(block.length, (at) => bottomAt(block.texts, at) > y) };
  }

  /**
   * Where a line is now.
   *
   * @param {Line} line
   * @returns {number | null} px from the window's top; null where there is no such block
   */
  topOf({ index, offset }) {
    const block = this.#blocks[index];
    if (!block) return null;
    const top = offset > 0 ? rectAt(block.texts, Math.min(offset, block.length - 1))?.top : null;
    return top ?? block.element.getBoundingClientRect().top;
  }

  /**
   * The share of the text that stands above a height.
   *
   * @param {number} y px from the window's top
   * @returns {number} 0 to 1
   */
  shareAbove(y) {
    const line = this.at(y);
    if (!line) return 1;
    const before = this.#blocks[line.index]?.before ?? 0;
    return this.length > 0 ? (before + line.offset) / this.length : 0;
  }

  /**
   * The line at a share of the text.
   *
   * @param {number} share 0 to 1
   * @returns {Line}
   */
  lineAt(share) {
    const characters = Math.floor(share * this.length);
    const index = Math.max(0, this.#blocks.findLastIndex(({ before }) => before <= characters));
    return { index, offset: characters - (this.#blocks[index]?.before ?? 0) };
  }

  /** @param {number} place */
  #bottomOf(place) {
    return this.#blocks[place]?.element.getBoundingClientRect().bottom ?? Infinity;
  }

  get #blocks() {
    this.#measured ??= measure(this.#body);
    return this.#measured;
  }
}

/** @typedef {{ element: Element, texts: Text[], length: number, before: number }} Block */

/**
 * @param {Element} body
 * @returns {Block[]} `before` counts the characters of the blocks above
 */
function measure(body) {
  let before = 0;
  return [...body.children].map((element) => {
    const texts = textsOf(element);
    const length = texts.reduce((sum, text) => sum + text.length, 0);
    const block = { element, texts, length, before };
    before += length;
    return block;
  });
}

/** @param {Element} element */
function textsOf(element) {
  /** @type {Text[]} */
  const texts = [];
  const shown = NodeFilter.SHOW_TEXT | NodeFilter.SHOW_ELEMENT;
  const walker = document.createTreeWalker(element, shown, takeText);
  while (walker.nextNode()) texts.push(/** @type {Text} */ (walker.currentNode));
  return texts;
}

/**
 * A button among the words is the app's, and no part of them.
 *
 * @param {Node} node
 */
function takeText(node) {
  if (node instanceof Text) return NodeFilter.FILTER_ACCEPT;
  return node instanceof HTMLButtonElement ? NodeFilter.FILTER_REJECT : NodeFilter.FILTER_SKIP;
}

/**
 * The least number from 0 to `count` for which something holds, if it holds for all above it.
 *
 * @param {number} count
 * @param {(number: number) => boolean} holds
 */
function firstThat(count, holds) {
  let low = 0;
  let high = count;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (holds(middle)) high = middle;
    else low = middle + 1;
  }
  return low;
}

/**
 * @param {Text[]} texts
 * @param {number} offset
 */
function bottomAt(texts, offset) {
  return rectAt(texts, offset)?.bottom ?? -Infinity;
}

/**
 * The box of one character, or of the one after it.
 *
 * @param {Text[]} texts
 * @param {number} offset
 */
function rectAt(texts, offset) {
  let rest = offset;
  for (const text of texts) {
    if (rest >= text.length) {
      rest -= text.length;
      continue;
    }
    const range = document.createRange();
    range.setStart(text, rest);
    // A space at the end of a line has no box of its own; what follows it has.
    range.setEnd(text, Math.min(rest + 2, text.length));
    return range.getClientRects()[0] ?? null;
  }
  return null;
}
