/**
 * The root: the immutable document that describes one edition.
 *
 * @typedef {import('./types.js').Head} Head
 * @typedef {import('./types.js').Root} Root
 * @typedef {import('./request.js').Network} Network
 */
import { sha256 } from '../lib/hash.js';
import { Fault } from './fault.js';
import { isCount, refuseNewer } from './head.js';
import { FOLDER, request } from './request.js';

const PACK_NAME = /^pack-[0-9a-f]{64}\.json$/;
const HASH = /^[0-9a-f]{64}$/;

/**
 * @param {Head} head
 * @param {Network} [network]
 * @returns {Promise<Root>}
 */
export async function fetchRoot(head, network) {
  const { bytes } = await request(
    FOLDER + head.root,
    { what: 'root', cache: 'no-store' },
    network,
  );
  return readRoot(bytes, head);
}

/**
 * @param {Uint8Array<ArrayBuffer>} bytes
 * @param {Head} head
 * @returns {Promise<Root>}
 */
export async function readRoot(bytes, head) {
  const hash = await sha256(bytes);
  if (head.root !== `root-${hash}.json`) {
    throw new Fault('hash', 'root', `what came for ${head.root} has the hash ${hash}`);
  }
  const root = JSON.parse(new TextDecoder().decode(bytes));
  refuseNewer(root, 'root');
  for (const [wrong, words] of shapeOf(root, head)) {
    if (wrong) throw new Fault('format', 'root', words);
  }
  return root;
}

/**
 * Its bytes are what the head names, so this finds publishers' errors and not those of the way.
 *
 * @param {any} root
 * @param {Head} head
 * @returns {Iterable<[boolean, string]>} whether something is wrong, and what
 */
function* shapeOf(root, { library, edition }) {
  yield [root.library !== library, `it is of library ${root.library}; the head says ${library}`];
  yield [root.edition !== edition, `it is of edition ${root.edition}; the head says ${edition}`];
  yield [
    typeof root.title !== 'string' || typeof root.lang !== 'string',
    'it has no title or lang',
  ];
  yield [
    !isCount(root.articles?.count) || !HASH.test(root.articles?.sha256),
    'it counts no articles',
  ];
  yield [!isCount(root.base_edition) || root.base_edition > edition, 'its base is of no edition'];
  yield [!Array.isArray(root.base) || !root.base.every(isPack), 'its base names no packs'];
  yield [
    !Array.isArray(root.changes) || !root.changes.every(isChanges),
    'its changes are no ranges',
  ];
  yield [!Array.isArray(root.purged), 'it has no list of purged packs'];
}

/** @param {any} entry */
function isPack({ file, articles, bytes }) {
  return (
    PACK_NAME.test(file) &&
    isCount(articles) &&
    isCount(bytes?.plain) &&
    isCount(bytes?.gzip) &&
    isCount(bytes?.br)
  );
}

/** @param {any} entry */
function isChanges(entry) {
  const { from, to, added, corrected, withdrawn } = entry;
  return (
    isPack(entry) && isCount(from) && from < to && [to, added, corrected, withdrawn].every(isCount)
  );
}
