/**
 * The work that is too heavy for the page: what a download worker does, and tests do directly.
 *
 * @typedef {import('./types.js').Contents} Contents
 * @typedef {import('./types.js').Counts} Counts
 * @typedef {import('./types.js').PackEntry} PackEntry
 * @typedef {import('./types.js').PlacedRow} PlacedRow
 * @typedef {import('./fetch-pack.js').Manner} Manner
 * @typedef {import('./contents.js').Changes} Changes
 * @typedef {import('../storage/file-store.js').FileStore} FileStore
 *
 * @typedef {import('./history.js').News & { library: string }} Coming an edition that is to be
 *   remembered
 *
 * @typedef {object} Derived what came out of a row of packs
 * @property {string} state the state hash
 * @property {Counts | null} counts what changed since the packs that were read before; null if that
 *   was not asked, or they cannot be read any more
 * @property {string[]} broken packs that are not there or cannot be read
 */
import { StorageError } from '../storage/errors.js';
import { changesBetween, countsOf, liveContents, stateHash } from './contents.js';
import { fetchPack } from './fetch-pack.js';
import { History, MOST_BYTES, MOST_CORRECTED, MOST_LISTED } from './history.js';
import { repack } from './repack.js';
import { readSnapshot, writeSnapshot } from './snapshot.js';
import { lineAt } from './stored-pack.js';

/** @typedef {ReturnType<typeof jobsOver>} Jobs */

/**
 * @param {object} ground
 * @param {FileStore} ground.packs
 * @param {FileStore} ground.snapshots
 * @param {FileStore} ground.history
 * @param {import('./request.js').Network} [ground.network]
 */
export function jobsOver({ packs: store, snapshots, history, network }) {
  /**
   * @param {string[]} packs
   * @param {string[] | null} since
   * @param {Coming | null} coming
   * @param {() => void} [onStep]
   * @returns {Promise<Derived>}
   */
  async function derive(packs, since, coming, onStep) {
    const contents = await liveContents(packs, store, onStep);
    if (!contents.broken.length) await keepSnapshot(packs, contents);
    const { rows, broken } = contents;
    const changes = since && !broken.length ? await changesSince(since, rows, onStep) : null;
    if (changes && coming) await remember(coming, changes);
    return { state: await stateHash(rows), counts: changes && countsOf(changes), broken };
  }

  /**
   * @param {string[]} packs
   * @param {PlacedRow[]} rows
   * @param {() => void} [onStep]
   */
  async function changesSince(packs, rows, onStep) {
    const snapshot = await readSnapshot(packs, snapshots);
    if (snapshot) return changesBetween(snapshot.rows, rows);
    const before = await liveContents(packs, store, onStep);
    return before.broken.length ? null : changesBetween(before.rows, rows);
  }

  /**
   * @param {Coming} coming
   * @param {Changes} changes
   */
  async function remember({ library, from, edition, published, bytes }, changes) {
    const update = {
      ...{ from, edition, published, bytes, counts: countsOf(changes) },
      added: changes.added.slice(0, MOST_LISTED),
      corrected: changes.corrected.slice(0, MOST_LISTED).map(({ id }) => id),
      withdrawn: changes.withdrawn.slice(0, MOST_LISTED),
    };
    try {
      const earlier = await linesOf(changes.corrected);
      await new History(history).keep(library, update, earlier);
    } catch (error) {
      // An edition is not kept from the reader because what it brings cannot be remembered.
      if (!(error instanceof StorageError)) throw error;
    }
  }

  /**
   * What was corrected, as it was: all of it, or what there is room for.
   *
   * @param {PlacedRow[]} rows
   */
  async function linesOf(rows) {
    const lines = [];
    let bytes = 0;
    for (const row of rows.length > MOST_CORRECTED ? [] : rows) {
      const file = await store.get(row.place.pack);
      const line = file && (await lineAt(file, row));
      if (!line || bytes + line.length > MOST_BYTES) continue;
      lines.push(line);
      bytes += line.length;
    }
    return lines;
  }

  /**
   * @param {string[]} packs
   * @param {Contents} contents
   */
  async function keepSnapshot(packs, contents) {
    try {
      await writeSnapshot(packs, contents, snapshots);
    } catch (error) {
      // It only saves time: without room for it the packs are read instead.
      if (!(error instanceof StorageError)) throw error;
    }
  }

  return {
    /**
     * Fetches, checks and stores one pack.
     *
     * @param {{ entry: PackEntry, manner: Manner }} order
     * @param {(share: number) => void} onShare
     */
    fetch: ({ entry, manner }, onShare) => fetchPack(entry, manner, store, onShare, network),

    /**
     * Says what a row of packs amounts to, and leaves a snapshot of it.
     *
     * @param {{ packs: string[], since: string[] | null, coming: Coming | null }} order since:
     *   packs of an edition that is to be compared with this one
     * @param {(share: number) => void} onShare
     */
    derive: ({ packs, since, coming }, onShare) => derive(packs, since, coming, () => onShare(0)),

    /**
     * @param {{ packs: string[], origins: Record<string, string[]> }} order
     */
    async repack({ packs, origins }) {
      const repacked = await repack(packs, origins, store);
      if (repacked) await derive(repacked.packs, null, null);
      return repacked;
    },
  };
}
