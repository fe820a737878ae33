/**
 * The database octavo-marks: what the reader has marked on this device, and what of it no server
 * has acknowledged yet. Nothing of it can be fetched again.
 *
 * @typedef {'read' | 'saved' | 'place'} Kind
 *
 * @typedef {object} Place
 * @property {string} block 16 hex digits of the SHA-256 of the block under the top edge
 * @property {number} offset characters before the place, in that block's text
 * @property {number} share 0 to 1: how much of the article lies before it
 *
 * @typedef {object} Mark one fact about one article; what is false or null was said to be so
 * @property {string} key `<kind>:<article id>`
 * @property {string} article
 * @property {Kind} kind
 * @property {boolean | Place | null} value
 * @property {string} stamp when it was said: the greater string is the later one
 *
 * @typedef {Pick<Mark, 'article' | 'kind' | 'value'>} Wish
 *
 * @typedef {object} Device the only row of its store
 * @property {string} id 16 hex digits by chance
 * @property {string | null} last its last stamp
 */
import { Database } from './database.js';

/** @type {readonly Kind[]} */
export const KINDS = ['read', 'saved', 'place'];

const MARKS = 'marks';
const OUTBOX = 'outbox';
const DEVICE = 'device';

const SELF = 'self';

/** How many marks are read in one transaction. */
const BATCH = 1000;

export class MarksDatabase {
  #database = new Database('octavo-marks', 1, (database) => {
    database.createObjectStore(MARKS, { keyPath: 'key' });
    database.createObjectStore(OUTBOX, { keyPath: 'key' });
    database.createObjectStore(DEVICE);
  });

  /** @returns {AsyncGenerator<Mark[], void, void>} all marks, in batches */
  all() {
    return this.#database.batches(MARKS, BATCH);
  }

  /**
   * @param {string[]} articles
   * @returns {Promise<Mark[]>} what is marked about them
   */
  async about(articles) {
    const keys = articles.flatMap((article) => KINDS.map((kind) => keyOf(kind, article)));
    return (await this.#database.getEach(MARKS, keys)).filter(Boolean);
  }

  /**
   * Makes it so, and returns when it is on the disk. Marks, outbox and clock change together. What
   * is so already is not written again.
   *
   * The stamps are made inside the transaction: transactions of all tabs come one after the other,
   * so that the last wish has the greatest stamp, whichever tab it comes from.
   *
   * @param {Wish[]} wishes
   * @param {(last: string | null, device: string) => string} tick
   * @returns {Promise<Mark[]>} what is marked now about what was wished for
   */
  async write(wishes, tick) {
    /** @type {Mark[]} */
    let marks = [];
    await this.#database.write([MARKS, OUTBOX, DEVICE], (stored, outbox, devices) => {
      const found = wishes.map(({ kind, article }) => stored.get(keyOf(kind, article)));
      // Requests are answered in order: when this one is, the others are.
      const asked = devices.get(SELF);
      asked.onsuccess = () => {
        /** @type {Device} */
        const device = asked.result ?? { id: randomId(), last: null };
        const before = found.map(({ result }) => result);
        const { after, made, last } = fulfil(wishes, before, device, tick);
        for (const mark of made) {
          stored.put(mark);
          outbox.put(mark);
        }
        if (made.length > 0) devices.put({ ...device, last }, SELF);
        marks = after;
      };
    });
    return marks;
  }
}

/**
 * @param {Wish[]} wishes
 * @param {(Mark | undefined)[]} before what is stored, for each wish
 * @param {Device} device
 * @param {(last: string | null, device: string) => string} tick
 * @returns {{ after: Mark[], made: Mark[], last: string | null }} what is to be, what of it is to
 *   be written, and the device's last stamp then
 */
function fulfil(wishes, before, device, tick) {
  /** @type {Mark[]} */
  const after = [];
  /** @type {Mark[]} */
  const made = [];
  let last = device.last;
  for (const [at, { article, kind, value }] of wishes.entries()) {
    const mark = before[at];
    if (isSame(mark?.value ?? null, value)) {
      if (mark) after.push(mark);
      continue;
    }
    last = tick(last, device.id);
    made.push({ key: keyOf(kind, article), article, kind, value, stamp: last });
  }
  return { after: [...after, ...made], made, last };
}

/**
 * @param {Kind} kind
 * @param {string} article
 */
function keyOf(kind, article) {
  return `${kind}:${article}`;
}

/**
 * What was never said is as what was said not to be.
 *
 * @param {Mark['value']} one
 * @param {Mark['value']} other
 */
function isSame(one, other) {
  if (!one || !other || one === true || other === true) return (one || null) === (other || null);
  return one.block === other.block && one.offset === other.offset && one.share === other.share;
}

function randomId() {
  let id = '';
  for (const byte of crypto.getRandomValues(new Uint8Array(8))) {
    id += byte.toString(16).padStart(2, '0');
  }
  return id;
}
