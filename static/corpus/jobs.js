/**
 * The work that is too heavy for the page: what a download worker does, and tests do directly.
 *
 * @typedef {import('./types.js').PackEntry} PackEntry
 * @typedef {import('./fetch-pack.js').Manner} Manner
 * @typedef {import('../storage/file-store.js').FileStore} FileStore
 *
 * @typedef {object} Derived what came out of a row of packs
 * @property {string} state the state hash
 * @property {number} articles how many are live
 * @property {string[]} broken packs that are not there or cannot be read
 */
import { StorageError } from '../storage/errors.js';
import { liveContents, stateHash } from './contents.js';
import { fetchPack } from './fetch-pack.js';
import { repack } from './repack.js';
import { writeSnapshot } from './snapshot.js';

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
   * @param {() => void} [onStep]
   * @returns {Promise<Derived>}
   */
  async function derive(packs, onStep) {
    const contents = await liveContents(packs, store, onStep);
    if (!contents.broken.length) await keepSnapshot(packs, contents);
    const { rows, broken } = contents;
    return { state: await stateHash(rows), articles: rows.length, broken };
  }

  /**
   * @param {string[]} packs
   * @param {import('./contents.js').Contents} contents
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
     * @param {{ packs: string[] }} order
     * @param {(share: number) => void} onShare
     */
    derive: ({ packs }, onShare) => derive(packs, () => onShare(0)),

    /**
     * @param {{ packs: string[], origins: Record<string, string[]> }} order
     */
    async repack({ packs, origins }) {
      const repacked = await repack(packs, origins, store);
      if (repacked) await derive(repacked.packs);
      return repacked;
    },
  };
}
