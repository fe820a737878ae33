/**
 * The shapes that travel (docs/format.md), and those in which the phone keeps them.
 *
 * @typedef {object} Metadata what an article says of itself, without its text
 * @property {string} id
 * @property {string} slug
 * @property {string} title
 * @property {string | null} byline
 * @property {string | null} published
 * @property {string | null} modified
 * @property {string} lang
 * @property {'ltr' | 'rtl'} dir
 * @property {string | null} section
 * @property {string[]} tags
 * @property {string | null} summary
 * @property {string | null} source
 * @property {number} words
 * @property {string | null} note
 *
 * @typedef {Metadata & { blocks: string[] }} Article
 *
 * @typedef {Metadata & { hash: string }} Row `hash` is that of the article's line
 *
 * @typedef {object} Withdrawal
 * @property {string} id
 * @property {string} slug
 * @property {string} withdrawn
 * @property {string} title
 * @property {string | null} reason
 *
 * @typedef {object} Head
 * @property {number} format
 * @property {string} library
 * @property {number} edition
 * @property {string} [published] when, in UTC
 * @property {string} root file name of the root
 *
 * @typedef {object} PackEntry a pack as a root names it
 * @property {string} file
 * @property {number} articles
 * @property {string | null} newest
 * @property {{ plain: number, gzip: number, br: number }} bytes
 *
 * @typedef {object} Counts
 * @property {number} added
 * @property {number} corrected
 * @property {number} withdrawn
 *
 * @typedef {PackEntry & Counts & { from: number, to: number }} ChangesEntry
 *
 * @typedef {object} Root
 * @property {number} format
 * @property {string} library
 * @property {number} edition
 * @property {string} title
 * @property {string} lang
 * @property {{ count: number, sha256: string }} articles
 * @property {number} base_edition
 * @property {PackEntry[]} base
 * @property {ChangesEntry[]} changes
 * @property {string[]} purged
 *
 * @typedef {object} Place where an article's line lies in a stored pack
 * @property {string} pack
 * @property {number} start of the chunk, in bytes of the stored pack
 * @property {number} end
 * @property {number} line number of the line in the chunk
 *
 * @typedef {Row & { place: Place }} PlacedRow
 *
 * @typedef {object} Contents what lives in one stored pack or in a row of them, without any text
 * @property {PlacedRow[]} rows of a row of packs: newest first
 * @property {Withdrawal[]} withdrawals
 */

/** The keys of an article's metadata, in the order in which they travel. */
export const METADATA_KEYS = Object.freeze(
  /** @type {const} */ ([
    'id',
    'slug',
    'title',
    'byline',
    'published',
    'modified',
    'lang',
    'dir',
    'section',
    'tags',
    'summary',
    'source',
    'words',
    'note',
  ]),
);
