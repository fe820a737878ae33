/**
 * The phone's copy of a library: what screens read from, and what keeps itself up to date.
 *
 * It starts from what is stored, asks the head when it is told of a moment, brings the packs that
 * are missing, and switches to a new edition in one transaction when all of it is stored and
 * checked. Until then the old edition is read. Events: `change` when the state is another, `here`
 * when other articles are here while not all are, `edition` when the rows are others, `erased` when
 * another tab has erased everything.
 *
 * @typedef {import('./types.js').Article} Article
 * @typedef {import('./types.js').Counts} Counts
 * @typedef {import('./types.js').Row} Row
 * @typedef {import('./types.js').Withdrawal} Withdrawal
 * @typedef {import('../storage/corpus-database.js').CorpusRecord} CorpusRecord
 *
 * @typedef {object} State
 * @property {'none' | 'downloading' | 'ready' | 'damaged'} corpus
 * @property {boolean} lost the browser has removed what was kept, and it is not here again yet
 * @property {number} edition 0 where nothing is kept
 * @property {string | null} title
 * @property {number} articles
 * @property {{ bytes: number, articles: number } | null} consent what waits for the reader's tap
 * @property {{ got: number, all: number, articles: number, total: number } | null} progress in
 *   bytes on the wire
 * @property {{ counts: Counts | null, bytes: number } | null} update the edition that is coming, or
 *   the last that came; what it changes may be known only when it is here
 * @property {'tab' | 'paused' | 'network' | null} waiting for another tab, for the reader, or for
 *   the next try, which comes by itself
 * @property {import('./fault.js').Trouble | null} trouble
 * @property {number | null} checked when the server last answered
 *
 * @typedef {object} Parts what a replica is made of; tests give others
 * @property {import('../storage/corpus-database.js').CorpusDatabase} database
 * @property {import('../storage/file-store.js').FileStore} packs
 * @property {import('../storage/file-store.js').FileStore} snapshots
 * @property {import('../storage/file-store.js').FileStore} history
 * @property {import('./workbench.js').Bench} bench
 * @property {Pick<LockManager, 'request'> | null} locks null where the browser has none
 * @property {Pick<BroadcastChannel, 'postMessage' | 'onmessage' | 'close'> | null} channel
 * @property {import('./request.js').Network} network
 * @property {import('./schedule.js').Clock} clock
 * @property {() => boolean} savesData whether the reader asked for less data
 * @property {() => boolean} asksFirst whether the reader wants to be asked before any update
 * @property {import('../storage/keepsake.js').Keepsake} keepsake
 * @property {() => Promise<void>} persist asks the browser not to clear what is stored
 */
import { CorpusDatabase } from '../storage/corpus-database.js';
import { FileStore } from '../storage/file-store.js';
import { KEEPSAKE } from '../storage/keepsake.js';
import { persist } from '../storage/persistence.js';
import { preference } from '../storage/preferences.js';
import { trustedScriptURL } from '../lib/trusted-types.js';
import { Arrival, shown } from './arrival.js';
import { Corpus } from './corpus.js';
import { asFault, waitsForReader } from './fault.js';
import { NETWORK } from './request.js';
import { CLOCK, Schedule } from './schedule.js';
import { HISTORY, PACKS, SNAPSHOTS } from './stores.js';
import { Workbench } from './workbench.js';
import { Robbed, Writer } from './writer.js';

/** The state before anything is known. @type {State} */
export const NOTHING = {
  corpus: 'none',
  lost: false,
  edition: 0,
  title: null,
  articles: 0,
  consent: null,
  progress: null,
  update: null,
  waiting: null,
  trouble: null,
  checked: null,
};

export class Replica extends EventTarget {
  #isLooking = false;
  #looksAgain = false;
  #parts;
  #corpus;
  #schedule;
  #writer;
  #arrival;
  #state = NOTHING;
  /** @type {Promise<void> | null} */
  #asking = null;
  #stop = new AbortController();
  #isOpen = false;

  /**
   * @param {object} page
   * @param {string} page.workerURL that of download-worker.js in this build
   * @param {() => boolean} [page.isVisible] a page that the reader does not see tries nothing again
   *   by itself
   * @param {Parts} [parts]
   */
  constructor({ workerURL, isVisible = () => true }, parts = partsOfBrowser(workerURL)) {
    super();
    this.#parts = parts;
    this.#corpus = new Corpus(parts);
    this.#schedule = new Schedule(parts.clock, isVisible, () => void this.#ask());
    this.#writer = new Writer(parts.locks, parts.clock, isVisible);
    this.#arrival = new Arrival(parts, this.#corpus, this.#writer, {
      change: (change) => this.#hearOf(change),
      edition: () => this.dispatchEvent(new Event('edition')),
      stored: () => this.#schedule.succeed(),
      reopen: () => this.#reopen(),
    });
  }

  get state() {
    return this.#state;
  }

  /** Opens what is stored. Rejects where the browser can store nothing. */
  async start() {
    const { channel } = this.#parts;
    if (channel) channel.onmessage = ({ data }) => this.#hear(data);
    await this.#reopen();
    this.#isOpen = true;
  }

  /**
   * Asks whether there is a newer edition, and brings it.
   *
   * @param {{ by: 'reader' | 'moment' }} who the reader is answered at once, a moment at most once
   *   a minute
   */
  async check({ by }) {
    if (!this.#isOpen) return;
    const waits = this.#state.trouble && waitsForReader(this.#state.trouble);
    if (by === 'moment' && (waits || !this.#schedule.isDue)) return;
    await this.#ask();
  }

  /** The reader agrees to what `state.consent` names. */
  async accept() {
    const { offer } = this.#arrival;
    if (!offer) return;
    // Not awaited: a browser may ask the reader, and the download needs no answer.
    void this.#parts.persist();
    const { library, bytes } = offer;
    await this.#corpus.want({ library, agreed: bytes, paused: false });
    await this.#askAnew();
  }

  async pause() {
    this.#schedule.cancel();
    this.#halt();
    this.#change({ waiting: 'paused' });
    const { record, intent } = this.#corpus;
    const { library = record?.library ?? '', agreed = 0 } = intent ?? {};
    await this.#corpus.want({ library, agreed, paused: true });
  }

  async resume() {
    const { intent } = this.#corpus;
    if (intent) await this.#corpus.want({ ...intent, paused: false });
    this.#change({ waiting: null });
    await this.#askAnew();
  }

  /** Ends the work of all tabs: what is stored is about to be erased. */
  beginErasing() {
    this.#parts.channel?.postMessage({ type: 'erasing' });
    this.#rest();
  }

  /** Tells the other tabs that nothing is stored any more: they have an `erased` event. */
  endErasing() {
    this.#parts.channel?.postMessage({ type: 'erased' });
  }

  /** Ends everything that runs. What is stored stays. */
  close() {
    this.#rest();
    this.#parts.channel?.close();
  }

  /** @returns {Promise<Row[]>} all live articles, newest first */
  async rows() {
    const rows = await this.#corpus.rows();
    if (this.#corpus.isBroken && this.#state.corpus === 'ready') this.#repair();
    return rows;
  }

  /**
   * Whether an article opens without a connection; null where that is the same for all. It is the
   * same function until a `here` or `change` event.
   *
   * @returns {((row: Row) => boolean) | null}
   */
  get isHere() {
    if (!this.#isPartial) return null;
    return /** @type {(row: Row) => boolean} */ (this.#corpus.isHere);
  }

  /** Damage is being mended, or a first download goes on or waits. */
  get #isPartial() {
    const { corpus, progress } = this.#state;
    return corpus === 'damaged' || (corpus !== 'ready' && progress !== null);
  }

  /** @returns {Promise<Row[]>} what has come of a first download and can be read, newest first */
  async arrived() {
    return this.#corpus.arrived();
  }

  /**
   * @param {string} slug
   * @returns {Promise<{ article: Article, hash: string } | null>} an article of these, checked
   */
  async arrivedArticle(slug) {
    return this.#corpus.arrivedArticle(slug);
  }

  /**
   * @param {string} slug
   * @returns {Promise<{ kind: 'article', row: Row } | { kind: 'withdrawn', withdrawal: Withdrawal }
   *   | null>}
   */
  async find(slug) {
    return this.#corpus.find(slug);
  }

  /**
   * @param {string} slug
   * @returns {Promise<Article | null>} whole and checked; null if there is none, or it is damaged
   *   and is fetched again
   */
  async article(slug) {
    const { record } = this.#corpus;
    const article = await this.#corpus.article(slug);
    if (this.#corpus.record !== record) await this.#reopen(record);
    if (article !== 'damaged') return article;
    this.#repair();
    return null;
  }

  /**
   * @param {string[]} ids
   * @returns {Promise<Map<string, import('./corpus.js').Found>>} by id; what is not in the edition is
   *   left out
   */
  async findEach(ids) {
    return this.#corpus.findEach(ids);
  }

  /** @returns {Promise<import('./history.js').Update[]>} the last updates, the newest first */
  async updates() {
    return this.#corpus.updates();
  }

  /**
   * @param {string} id
   * @returns {Promise<Article | null>} as it was before it was corrected last, if that is kept
   */
  async earlier(id) {
    return this.#corpus.earlier(id);
  }

  /** @returns {Promise<number>} bytes that the stored packs take */
  async size() {
    return this.#corpus.size();
  }

  /**
   * Holds everything that is stored against its hashes. What is damaged is not fetched again before
   * the reader says so: the next check brings it.
   *
   * @param {(done: number, all: number) => void} onPack
   * @returns {Promise<number>} how many articles are damaged
   */
  async verify(onPack) {
    const damaged = await this.#corpus.verify(onPack);
    if (this.#corpus.isBroken) this.#change({ corpus: 'damaged' });
    return damaged;
  }

  /** What is stored turned out to be damaged. */
  #repair() {
    this.#change({ corpus: 'damaged' });
    void this.check({ by: 'reader' });
  }

  /**
   * Sees what is stored, also by another tab.
   *
   * @param {CorpusRecord | null} before what this replica has shown until now
   */
  async #reopen(before = this.#corpus.record) {
    await this.#corpus.open();
    const { record } = this.#corpus;
    if (!record) return this.#change({ lost: this.#parts.keepsake.isThere });
    const share = await this.#corpus.share();
    const kept = shown(record, share === 'all' ? 'ready' : 'damaged');
    this.#change({ ...kept, lost: share === 'none' });
    if (before && before.root !== record.root) this.dispatchEvent(new Event('edition'));
  }

  /**
   * What other tabs say.
   *
   * @param {{ type: string }} message
   */
  #hear({ type }) {
    this.#writer.hear();
    if (type === 'erasing') this.#rest();
    if (type === 'erased') this.dispatchEvent(new Event('erased'));
    if (type === 'edition') void this.#reopen().catch(() => {});
  }

  /** @returns {Promise<void>} */
  #ask() {
    this.#asking ??= this.#attempt().finally(() => (this.#asking = null));
    return this.#asking;
  }

  /** Asks with what the reader has just said, not with what was so before. */
  async #askAnew() {
    await this.#asking;
    await this.#ask();
  }

  async #attempt() {
    this.#schedule.note();
    this.#stop = new AbortController();
    try {
      await this.#arrival.bring(this.#stop.signal);
      this.#schedule.succeed();
      this.#change({ trouble: null, ...(this.#state.waiting === 'network' && { waiting: null }) });
    } catch (error) {
      if (this.#stop.signal.aborted) return;
      if (error instanceof Robbed) return this.#yield();
      const fault = asFault(error, 'pack');
      if (fault.mendsByItself) this.#schedule.retry();
      const waiting = fault.mendsByItself ? 'network' : null;
      this.#change({ trouble: fault.trouble, waiting });
    }
  }

  /** Does nothing more by itself. */
  #rest() {
    this.#isOpen = false;
    this.#schedule.cancel();
    this.#halt();
  }

  #halt() {
    this.#stop.abort();
    this.#parts.bench.stop();
  }

  /** Another tab took over while this one was frozen: wait for it as for any other. */
  #yield() {
    this.#halt();
    this.#schedule.retry();
    this.#change({ waiting: 'tab' });
  }

  /**
   * What the arrival tells: where more articles are here than before, it is seen which.
   *
   * @param {Partial<State>} change
   */
  #hearOf(change) {
    const before = this.#state.progress?.articles;
    this.#change(change);
    const { progress } = this.#state;
    if (!this.#isPartial || !progress || progress.articles === before) return;
    void this.#look();
  }

  /** One look at a time: each asks the browser for the names of all packs. */
  async #look() {
    this.#looksAgain = true;
    if (this.#isLooking) return;
    this.#isLooking = true;
    while (this.#looksAgain) {
      this.#looksAgain = false;
      try {
        await this.#corpus.look();
        this.dispatchEvent(new Event('here'));
      } catch {
        // What cannot be read now may be readable with the next pack.
      }
    }
    this.#isLooking = false;
  }

  /** @param {Partial<State>} change */
  #change(change) {
    const changed = Object.entries(change).some(
      ([key, value]) => this.#state[/** @type {keyof State} */ (key)] !== value,
    );
    if (!changed) return;
    this.#state = { ...this.#state, ...change };
    this.dispatchEvent(new Event('change'));
  }
}

/**
 * @param {string} workerURL
 * @returns {Parts}
 */
function partsOfBrowser(workerURL) {
  const start = () => {
    const url = /** @type {string} */ (trustedScriptURL(workerURL));
    return new Worker(url, { type: 'module', name: 'octavo-download' });
  };
  return {
    database: new CorpusDatabase(),
    packs: new FileStore(PACKS),
    snapshots: new FileStore(SNAPSHOTS),
    history: new FileStore(HISTORY),
    bench: new Workbench(start),
    locks: globalThis.navigator?.locks ?? null,
    channel: 'BroadcastChannel' in globalThis ? new BroadcastChannel(PACKS) : null,
    network: NETWORK,
    clock: CLOCK,
    keepsake: KEEPSAKE,
    persist,
    asksFirst: () => preference('updates') === 'ask',
    savesData: () => Boolean(Reflect.get(globalThis.navigator, 'connection')?.saveData),
  };
}
