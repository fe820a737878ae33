/**
 * The work that is too heavy for the page: what a download worker does, and tests do directly.
 *
 * @typedef {import('./types.js').Contents} Contents
 * @typedef {import('./types.js').Counts} Counts
 * @typedef {import('./types.js').PackEntry} PackEntry
 * @typedef {import('./types.js').PlacedRow} PlacedRow
 * @typedef {import('./fetch-pack.js').Manner} Manner
 * @typedef {import('../storage/file-store.js').FileStore} FileStore
 *
 * @typedef {object} Derived what came out of a row of packs
 * @property {string} state the state hash
 * @property {Counts | null} counts what changed since the packs that were read before; null if that
 *   was not asked, or they cannot be read any more
 * @property {string[]} broken packs that are not there or cannot be read
 */
import { StorageError } from '../storage/errors.js';
import { countChanges, liveContents, stateHash } from './contents.js';
import { fetchPack } from './fetch-pack.js';
import { repack } from './repack.js';
import { readSnapshot, writeSnapshot } from './snapshot.js';

/** @typedef {ReturnType<typeof jobsOver>} Jobs */

/**
 * @param {object} ground
 * @param {FileStore} ground.packs
 * @param {FileStore} ground.snapshots
 * @param {import('./request.js').Network} [ground.network]
 */
export function jobsOver({ packs: store, snapshots, network }) {
  /**
   * @param {string[]} packs
   * @param {string[] | null} since
   * @param {() => void} [onStep]
   * @returns {Promise<Derived>}
   */
  async function derive(packs, since, onStep) {
    const contents = await liveContents(packs, store, onStep);
    if (!contents.broken.length) await keepSnapshot(packs, contents);
    const { rows, broken } = contents;
    const counts = since && !broken.length ? await changesSince(since, rows) : null;
    return { state: await stateHash(rows), counts, broken };
  }

  /**
   * @param {string[]} packs
   * @param {PlacedRow[]} rows
   */
  async function changesSince(packs, rows) {
    const snapshot = await readSnapshot(packs, snapshots);
    if (snapshot) return countChanges(snapshot.rows, rows);
    const before = await liveContents(packs, store);
    return before.broken.length ? null : countChanges(before.rows, rows);
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
     * @param {{ packs: string[], since: string[] | null }} order since: packs of an edition that is
     *   to be compared with this one
     * @param {(share: number) => void} onShare
     */
    derive: ({ packs, since }, onShare) => derive(packs, since, () => onShare(0)),

    /**
     * @param {{ packs: string[], origins: Record<string, string[]> }} order
     */
    async repack({ packs, origins }) {
      const repacked = await repack(packs, origins, store);
      if (repacked) await derive(repacked.packs, null);
      return repacked;
    },
  };
}
