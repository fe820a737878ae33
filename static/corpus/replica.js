/**
 * The phone's copy of a library: what screens read from, and what keeps itself up to date.
 *
 * It starts from what is stored, asks the head when it is told of a moment, brings the packs that
 * are missing, and switches to a new edition in one transaction when all of it is stored and
 * checked. Until then the old edition is read. Events: `change` when the state is another,
 * `edition` when the rows are others.
 *
 * @typedef {import('./types.js').Article} Article
 * @typedef {import('./types.js').Head} Head
 * @typedef {import('./types.js').Root} Root
 * @typedef {import('./types.js').Row} Row
 * @typedef {import('./types.js').Withdrawal} Withdrawal
 * @typedef {import('./cover.js').Way} Way
 * @typedef {import('../storage/corpus-database.js').CorpusRecord} CorpusRecord
 *
 * @typedef {object} State
 * @property {'none' | 'downloading' | 'ready' | 'damaged'} corpus
 * @property {number} edition 0 where nothing is kept
 * @property {string | null} title
 * @property {string | null} lang
 * @property {number} articles
 * @property {{ bytes: number, articles: number } | null} consent what waits for the reader's tap
 * @property {{ got: number, all: number, articles: number, total: number } | null} progress in
 *   bytes on the wire
 * @property {{ from: number, to: number, added: number, corrected: number, withdrawn: number,
 *   bytes: number } | null} update the edition that is coming, or the last that came
 * @property {'tab' | 'paused' | 'network' | null} waiting for another tab, for the reader, or for
 *   the next try, which comes by itself
 * @property {import('./fault.js').Trouble | null} trouble
 * @property {number | null} checked when the server last answered
 *
 * @typedef {object} Parts what a replica is made of; tests give others
 * @property {import('../storage/corpus-database.js').CorpusDatabase} database
 * @property {import('../storage/file-store.js').FileStore} packs
 * @property {import('../storage/file-store.js').FileStore} snapshots
 * @property {import('./workbench.js').Bench} bench
 * @property {Pick<LockManager, 'request'> | null} locks null where the browser has none
 * @property {Pick<BroadcastChannel, 'postMessage' | 'onmessage' | 'close'> | null} channel
 * @property {import('./request.js').Network} network
 * @property {import('./schedule.js').Clock} clock
 * @property {() => boolean} savesData whether the reader asked for less data
 */
import { CorpusDatabase } from '../storage/corpus-database.js';
import { FileStore } from '../storage/file-store.js';
import { trustedScriptURL } from '../lib/trusted-types.js';
import { Corpus } from './corpus.js';
import { cheapestWay, wayFromNothing } from './cover.js';
import { Download } from './download.js';
import { Fault, asFault, waitsForReader } from './fault.js';
import { fetchHead } from './head.js';
import { NETWORK } from './request.js';
import { fetchRoot } from './root.js';
import { CLOCK, Schedule } from './schedule.js';
import { PACKS, SNAPSHOTS } from './stores.js';
import { Workbench } from './workbench.js';
import { Robbed, Writer } from './writer.js';

/** Up to so many bytes on the wire come without asking. */
const WITHOUT_ASKING = 5_000_000;

/** Progress is shown so often at most, in milliseconds. */
const PROGRESS_INTERVAL = 100;

/** @type {State} */
const NOTHING = {
  corpus: 'none',
  edition: 0,
  title: null,
  lang: null,
  articles: 0,
  consent: null,
  progress: null,
  update: null,
  waiting: null,
  trouble: null,
  checked: null,
};

export class Replica extends EventTarget {
  #parts;
  #corpus;
  #schedule;
  #writer;
  #state = NOTHING;
  /** A root to which the changes did not lead; the whole does. @type {string | null} */
  #takeWhole = null;
  /** What the reader may agree to. @type {{ library: string, bytes: number } | null} */
  #offer = null;
  /** @type {Promise<void> | null} */
  #asking = null;
  #stop = new AbortController();
  #isOpen = false;
  #isSwept = false;

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
    if (!this.#offer) return;
    const { library, bytes } = this.#offer;
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

  /** Ends everything that runs. What is stored stays. */
  close() {
    this.#isOpen = false;
    this.#schedule.cancel();
    this.#halt();
    this.#parts.channel?.close();
  }

  /** @returns {Promise<Row[]>} all live articles, newest first */
  async rows() {
    return this.#corpus.rows();
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
    this.#change({ corpus: 'damaged' });
    void this.check({ by: 'reader' });
    return null;
  }

  /**
   * Sees what is stored, also by another tab.
   *
   * @param {CorpusRecord | null} before what this replica has shown until now
   */
  async #reopen(before = this.#corpus.record) {
    await this.#corpus.open();
    const { record } = this.#corpus;
    if (!record) return;
    this.#showRecord(record, (await this.#corpus.isWhole()) ? 'ready' : 'damaged');
    if (before && before.root !== record.root) this.dispatchEvent(new Event('edition'));
  }

  /**
   * What other tabs say.
   *
   * @param {{ type: string }} message
   */
  #hear({ type }) {
    this.#writer.hear();
    if (type === 'edition') void this.#reopen().catch(() => {});
  }

  /**
   * @param {CorpusRecord} record
   * @param {'ready' | 'damaged'} corpus
   */
  #showRecord({ edition, title, lang, articles }, corpus) {
    this.#change({ corpus, edition, title, lang, articles });
  }

  // Bringing it up to date

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
      await this.#bringUpToDate();
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

  async #bringUpToDate() {
    const { network, clock } = this.#parts;
    const head = await fetchHead(network);
    this.#change({ checked: clock.now() });
    this.#refuseStale(head);
    if (await this.#isCurrent(head)) {
      this.#settle();
      return this.#sweepOnce();
    }
    const root = await fetchRoot(head, network);
    const way = await this.#wayTo(root, head);
    this.#offer = this.#mayFetch(way, head) ? null : { library: head.library, bytes: way.bytes };
    this.#showWay(root, way);
    const { intent } = this.#corpus;
    if (this.#isForeign(head) && intent?.library !== head.library) {
      throw new Fault('other-library', 'head', `${head.library} is at this address now`);
    }
    if (this.#offer || intent?.paused) return;
    const { signal } = this.#stop;
    await this.#alone(() => this.#arrive(root, head, signal), signal);
  }

  /** @param {Head} head */
  #isForeign({ library }) {
    const { record } = this.#corpus;
    return record !== null && record.library !== library;
  }

  /**
   * A mirror that is behind may still answer.
   *
   * @param {Head} head
   */
  #refuseStale(head) {
    const kept = this.#corpus.record?.edition ?? 0;
    if (this.#isForeign(head) || head.edition >= kept) return;
    const detail = `the server offers edition ${head.edition}; edition ${kept} is kept here`;
    throw new Fault('stale', 'head', detail);
  }

  /** @param {Head} head */
  async #isCurrent({ root }) {
    return this.#corpus.record?.root === root && this.#corpus.isWhole();
  }

  /** There is nothing to bring. */
  #settle() {
    this.#offer = null;
    this.#change({ corpus: 'ready', consent: null, progress: null, waiting: null });
  }

  /**
   * @param {Root} root
   * @param {Head} head
   */
  async #wayTo(root, head) {
    const held = await this.#corpus.held();
    if (this.#isForeign(head) || this.#takeWhole === head.root) return wayFromNothing(root, held);
    return cheapestWay(root, this.#corpus.record, held);
  }

  /**
   * @param {Way} way
   * @param {Head} head
   */
  #mayFetch({ bytes }, head) {
    const { intent } = this.#corpus;
    if (intent?.library === head.library && bytes <= intent.agreed) return true;
    if (this.#isForeign(head)) return false;
    return bytes <= WITHOUT_ASKING && !(bytes && this.#parts.savesData());
  }

  /**
   * Says what is about to come.
   *
   * @param {Root} root
   * @param {Way} way
   */
  #showWay(root, way) {
    const { bytes, missing, counts } = way;
    const coming = missing.reduce((total, { articles }) => total + articles, 0);
    const { record, intent } = this.#corpus;
    const from = record?.edition ?? 0;
    const isUpdate = counts && from < root.edition;
    this.#change({
      consent: this.#offer && { bytes, articles: counts ? coming : root.articles.count },
      update: isUpdate ? { from, to: root.edition, ...counts, bytes } : null,
      waiting: null,
      ...(record ? {} : { title: root.title, lang: root.lang }),
    });
    if (!intent?.paused) return;
    this.#showProgress(root, new Download(way, this.#parts.bench).progress);
    this.#change({ waiting: 'paused' });
  }

  /**
   * @param {Root} root
   * @param {import('./download.js').Progress} progress
   */
  #showProgress({ articles: { count } }, { got, all, lacking }) {
    const progress = { got, all, articles: Math.max(0, count - lacking), total: count };
    this.#change({ progress });
  }

  /**
   * Fetches, checks and switches. It runs in one tab at a time, so what another tab did while this
   * one waited is seen first.
   *
   * @param {Root} root
   * @param {Head} head
   * @param {AbortSignal} signal
   */
  async #arrive(root, head, signal) {
    await this.#reopen();
    signal.throwIfAborted();
    if (await this.#isCurrent(head)) return this.#settle();
    const way = await this.#wayTo(root, head);
    await this.#download(root, way);
    signal.throwIfAborted();
    const { state } = await this.#derive(way);
    signal.throwIfAborted();
    if (state !== root.articles.sha256) this.#distrust(way, root, head);

    const { library, edition, title, lang, articles } = root;
    const { count, sha256 } = articles;
    const origins = originsOf(way.packs, this.#corpus.record);
    const told = { library, edition, root: head.root, title, lang, articles: count, state: sha256 };
    await this.#switchTo({ ...told, packs: way.packs, origins });
    this.dispatchEvent(new Event('edition'));
    await this.#repack();
    await this.#corpus.sweep();
    this.#isSwept = true;
  }

  /**
   * @param {Root} root
   * @param {Way} way
   */
  async #download(root, way) {
    const { bench, clock, channel } = this.#parts;
    let shown = -Infinity;
    const download = new Download(way, bench, (progress) => {
      if (clock.now() - shown < PROGRESS_INTERVAL) return;
      shown = clock.now();
      this.#showProgress(root, progress);
      channel?.postMessage({ type: 'at-work' });
    });
    if (!this.#corpus.record) this.#change({ corpus: 'downloading' });
    this.#showProgress(root, download.progress);
    try {
      await download.run();
    } finally {
      this.#showProgress(root, download.progress);
      if (download.stored) this.#schedule.succeed();
    }
  }

  /** @param {Way} way */
  async #derive({ packs, missing }) {
    this.#corpus.trust(missing.map(({ file }) => file));
    const derived = await this.#parts.bench.run('derive', { packs });
    if (!derived.broken.length) return derived;
    this.#corpus.distrust(derived.broken);
    throw new Fault('hash', 'pack', `stored packs cannot be read: ${derived.broken.join(', ')}`);
  }

  /**
   * All packs are what their names promise, but together they are not the edition.
   *
   * @param {Way} way
   * @param {Root} root
   * @param {Head} head
   * @returns {never}
   */
  #distrust({ counts }, { edition }, head) {
    if (counts) this.#takeWhole = head.root;
    const by = counts ? 'the changes do' : 'base and changes do';
    throw new Fault('hash', 'root', `${by} not lead to the state that edition ${edition} promises`);
  }

  /** @param {CorpusRecord} record */
  async #switchTo(record) {
    await this.#corpus.switchTo(record);
    this.#offer = null;
    this.#takeWhole = null;
    this.#change({ consent: null, progress: null, waiting: null, trouble: null });
    this.#showRecord(record, 'ready');
    this.#parts.channel?.postMessage({ type: 'edition' });
  }

  /** Frees what dead lines take, if that is much. */
  async #repack() {
    const { record } = this.#corpus;
    if (!record) return;
    const { packs, origins } = record;
    const repacked = await this.#parts.bench.run('repack', { packs, origins }).catch(() => null);
    if (repacked) await this.#switchTo({ ...record, ...repacked });
  }

  /** Deletes what a kill between a switch and its sweep left over, unless a tab is at work. */
  async #sweepOnce() {
    if (this.#isSwept) return;
    this.#isSwept = true;
    await this.#writer.alone(() => this.#corpus.sweep());
  }

  /**
   * Does what one tab may do at a time.
   *
   * @param {() => Promise<void>} work
   * @param {AbortSignal} signal
   */
  async #alone(work, signal) {
    if (await this.#writer.alone(work)) return;
    this.#change({ waiting: 'tab' });
    const begin = () => {
      this.#change({ waiting: null });
      return work();
    };
    await this.#writer.aloneInTurn(begin, signal);
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
 * @param {string[]} packs
 * @param {CorpusRecord | null} record
 */
function originsOf(packs, record) {
  const known = Object.entries(record?.origins ?? {});
  return Object.fromEntries(known.filter(([pack]) => packs.includes(pack)));
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
    bench: new Workbench(start),
    locks: globalThis.navigator?.locks ?? null,
    channel: 'BroadcastChannel' in globalThis ? new BroadcastChannel(PACKS) : null,
    network: NETWORK,
    clock: CLOCK,
    savesData: () => Boolean(Reflect.get(globalThis.navigator, 'connection')?.saveData),
  };
}
