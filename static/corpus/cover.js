/**
 * The cheapest way to an edition, in bytes on the wire. Pure.
 *
 * @typedef {import('./types.js').Root} Root
 * @typedef {import('./types.js').PackEntry} PackEntry
 * @typedef {import('./types.js').ChangesEntry} ChangesEntry
 * @typedef {import('./types.js').Counts} Counts
 * @typedef {import('../storage/corpus-database.js').CorpusRecord} CorpusRecord
 *
 * @typedef {object} Way
 * @property {string[]} packs of the corpus that it leads to, in the order of precedence
 * @property {PackEntry[]} entries those of them that this way brings
 * @property {PackEntry[]} missing those of these that must be fetched
 * @property {number} bytes what that costs on the wire
 * @property {boolean} isUpdate whether it starts from what is kept, not from nothing
 * @property {Counts | null} counts what changes, where that is known before it is here: from one
 *   range, since what several say of the same article does not add up
 */
import { Fault } from './fault.js';

/**
 * The row of ranges that leads from one edition to another and costs least; null if none does. It
 * is a shortest path: editions are the nodes, and every range leads forward, so that one pass in
 * the order of `to` finds it.
 *
 * @param {ChangesEntry[]} changes several entries of one range all belong to it
 * @param {number} from
 * @param {number} to
 * @param {(entry: PackEntry) => number} costOf
 * @returns {ChangesEntry[] | null} in the order of precedence
 */
export function cheapestCover(changes, from, to, costOf) {
  /** @type {Map<number, { cost: number, entries: ChangesEntry[] }>} the best way to each edition */
  const best = new Map([[from, { cost: 0, entries: [] }]]);
  for (const range of rangesOf(changes)) {
    const before = best.get(range[0].from);
    if (!before || range[0].to > to) continue;
    const cost = before.cost + sum(range, costOf);
    const known = best.get(range[0].to);
    if (known && known.cost <= cost) continue;
    best.set(range[0].to, { cost, entries: [...before.entries, ...range] });
  }
  return best.get(to)?.entries ?? null;
}

/**
 * The cheaper one of the two ways to a root's edition: from the edition that is kept, or from
 * nothing. Packs that are held already cost nothing.
 *
 * @param {Root} root
 * @param {CorpusRecord | null} record what is kept of the same library
 * @param {Set<string>} held names of the packs that are stored whole
 * @returns {Way}
 */
export function cheapestWay(root, record, held) {
  const whole = wayFromNothing(root, held);
  const update = record && wayFrom(record, root, held);
  return update && update.bytes <= whole.bytes ? update : whole;
}

/**
 * @param {Root} root
 * @param {Set<string>} held
 * @returns {Way}
 */
export function wayFromNothing(root, held) {
  const cover = cheapestCover(root.changes, root.base_edition, root.edition, costUnless(held));
  if (!cover) {
    const { base_edition, edition } = root;
    throw new Fault(
      'format',
      'root',
      `no changes lead from its base (${base_edition}) to ${edition}`,
    );
  }
  const packs = [...root.base, ...cover];
  return {
    ...toFetch(packs, held),
    packs: inOrder(packs.map(({ file }) => file)),
    isUpdate: false,
    counts: null,
  };
}

/**
 * @param {CorpusRecord} record
 * @param {Root} root
 * @param {Set<string>} held
 * @returns {Way | null}
 */
function wayFrom(record, root, held) {
  const purged = new Set(root.purged);
  const isPurged = (/** @type {string} */ file) =>
    purged.has(file) || record.origins[file]?.some((origin) => purged.has(origin));
  if (record.edition > root.edition || record.packs.some(isPurged)) return null;

  const cover = cheapestCover(root.changes, record.edition, root.edition, costUnless(held));
  if (!cover) return null;
  const named = new Map([...root.base, ...root.changes].map((entry) => [entry.file, entry]));
  const lost = record.packs.filter((file) => !held.has(file)).map((file) => named.get(file));
  if (!lost.every((entry) => entry !== undefined)) return null;

  return {
    ...toFetch([...lost, ...cover], held),
    packs: inOrder([...record.packs, ...cover.map(({ file }) => file)]),
    isUpdate: true,
    counts: countsOf(cover),
  };
}

/**
 * @param {ChangesEntry[]} cover
 * @returns {Counts | null}
 */
function countsOf(cover) {
  if (rangesOf(cover).length !== 1) return null;
  return {
    added: sum(cover, (entry) => entry.added),
    corrected: sum(cover, (entry) => entry.corrected),
    withdrawn: sum(cover, (entry) => entry.withdrawn),
  };
}

/**
 * @param {PackEntry[]} packs
 * @param {Set<string>} held
 */
function toFetch(packs, held) {
  const entries = [...new Map(packs.map((entry) => [entry.file, entry])).values()];
  const missing = entries.filter(({ file }) => !held.has(file));
  return { entries, missing, bytes: sum(missing, ({ bytes }) => bytes.br) };
}

/**
 * Each name once. Editions that undo one another share packs: the last place of a pack counts,
 * since there its lines are the newest of their ids.
 *
 * @param {string[]} packs
 */
function inOrder(packs) {
  return [...new Set([...packs].reverse())].reverse();
}

/** @param {Set<string>} held */
function costUnless(held) {
  return (/** @type {PackEntry} */ { file, bytes }) => (held.has(file) ? 0 : bytes.br);
}

/**
 * @param {ChangesEntry[]} changes
 * @returns {ChangesEntry[][]} the entries of each range together, in the order of `to`
 */
function rangesOf(changes) {
  /** @type {Map<string, ChangesEntry[]>} */
  const ranges = new Map();
  for (const entry of changes) {
    const key = `${entry.from} ${entry.to}`;
    ranges.set(key, [...(ranges.get(key) ?? []), entry]);
  }
  return [...ranges.values()].sort(([a], [b]) => a.to - b.to);
}

/**
 * @template T
 * @param {T[]} items
 * @param {(item: T) => number} valueOf
 */
function sum(items, valueOf) {
  return items.reduce((total, item) => total + valueOf(item), 0);
}
