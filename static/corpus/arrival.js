/**
 * Brings what is kept up to date: asks the head, finds the cheapest way to its edition, and, in one
 * tab at a time, fetches what is missing, checks it and switches.
 *
 * Nothing here decides when; what goes wrong is thrown.
 *
 * @typedef {import('./types.js').Head} Head
 * @typedef {import('./types.js').Root} Root
 * @typedef {import('./cover.js').Way} Way
 * @typedef {import('./replica.js').State} State
 * @typedef {import('../storage/corpus-database.js').CorpusRecord} CorpusRecord
 *
 * @typedef {object} Told who is told how far it is
 * @property {(change: Partial<State>) => void} change
 * @property {() => void} edition the rows are others now
 * @property {() => void} stored something came as it should
 * @property {() => Promise<void>} reopen see what another tab may have stored
 */
import { cheapestWay, wayFromNothing } from './cover.js';
import { Download } from './download.js';
import { Fault } from './fault.js';
import { fetchHead } from './head.js';
import { fetchRoot } from './root.js';

/** Up to so many bytes on the wire come without asking. */
export const WITHOUT_ASKING = 5_000_000;

/** Progress is shown so often at most, in milliseconds. */
const PROGRESS_INTERVAL = 100;

export class Arrival {
  #parts;
  #corpus;
  #writer;
  #told;
  /** A root to which the changes did not lead; the whole does. @type {string | null} */
  #takeWhole = null;
  /** What the reader may agree to. @type {{ library: string, bytes: number } | null} */
  #offer = null;
  #isSwept = false;

  /**
   * @param {import('./replica.js').Parts} parts
   * @param {import('./corpus.js').Corpus} corpus
   * @param {import('./writer.js').Writer} writer
   * @param {Told} told
   */
  constructor(parts, corpus, writer, told) {
    this.#parts = parts;
    this.#corpus = corpus;
    this.#writer = writer;
    this.#told = told;
  }

  /** What waits for the reader's tap. */
  get offer() {
    return this.#offer;
  }

  /**
   * Asks the head, and brings what is new or lost, unless the reader has to agree to it first.
   *
   * @param {AbortSignal} signal
   */
  async bring(signal) {
    const { network, clock } = this.#parts;
    const head = await fetchHead(network);
    this.#told.change({ checked: clock.now() });
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
    await this.#alone(() => this.#arrive(root, head, signal), signal);
  }

  /** @param {Head} head */
  #isForeign({ library }) {
    const { record } = this.#corpus;
    return record !== null && record.library !== library;
  }

  /** @param {Head} head */
  #isNewer({ edition }) {
    const { record } = this.#corpus;
    return record !== null && record.edition < edition;
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
    const done = { consent: null, progress: null, waiting: null };
    this.#told.change({ corpus: 'ready', lost: false, ...done });
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
    // To mend what is kept is no update.
    if (this.#isNewer(head) && bytes && this.#parts.asksFirst()) return false;
    return bytes <= WITHOUT_ASKING && !(bytes && this.#parts.savesData());
  }

  /**
   * Says what is about to come.
   *
   * @param {Root} root
   * @param {Way} way
   */
  #showWay(root, way) {
    const { bytes, missing, isUpdate, counts } = way;
    const coming = missing.reduce((total, { articles }) => total + articles, 0);
    const { record, intent } = this.#corpus;
    const isNewer = (record?.edition ?? 0) < root.edition;
    this.#corpus.expect(way.packs, root.base.map(({ file }) => file));
    this.#told.change({
      consent: this.#offer && { bytes, articles: isUpdate ? coming : root.articles.count },
      update: isUpdate && isNewer ? { counts, bytes } : null,
      waiting: null,
      ...(record ? {} : { title: root.title }),
    });
    if (!intent?.paused) return;
    this.#showProgress(root, new Download(way, this.#parts.bench).progress);
    this.#told.change({ waiting: 'paused' });
  }

  /**
   * @param {Root} root
   * @param {import('./download.js').Progress} progress
   */
  #showProgress({ articles: { count } }, { got, all, lacking }) {
    const progress = { got, all, articles: Math.max(0, count - lacking), total: count };
    this.#told.change({ progress });
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
    await this.#told.reopen();
    signal.throwIfAborted();
    if (await this.#isCurrent(head)) return this.#settle();
    const way = await this.#wayTo(root, head);
    await this.#download(root, way);
    signal.throwIfAborted();
    const { record } = this.#corpus;
    const isNews = record?.library === head.library && record.root !== head.root;
    const { state, counts } = await this.#derive(way, root, head, isNews ? record : null);
    signal.throwIfAborted();
    if (state !== root.articles.sha256) this.#refuseState(way, root, head);

    const { library, edition, title, lang, articles } = root;
    const { count, sha256 } = articles;
    const origins = originsOf(way.packs, record);
    const said = { library, edition, root: head.root, title, lang, articles: count, state: sha256 };
    const update = isNews && counts ? { counts, bytes: way.bytes } : null;
    await this.#switchTo({ ...said, packs: way.packs, origins }, { update });
    this.#told.edition();
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
    let shownAt = -Infinity;
    // Before the changes are here, nobody knows what of the base is still so.
    const missing = [...way.missing].sort((one, other) => rankOf(one) - rankOf(other));
    const download = new Download({ ...way, missing }, bench, (progress) => {
      if (clock.now() - shownAt < PROGRESS_INTERVAL) return;
      shownAt = clock.now();
      this.#showProgress(root, progress);
      channel?.postMessage({ type: 'at-work' });
    });
    if (!this.#corpus.record) this.#told.change({ corpus: 'downloading' });
    this.#showProgress(root, download.progress);
    try {
      await download.run();
    } finally {
      this.#showProgress(root, download.progress);
      if (download.stored) this.#told.stored();
    }
  }

  /**
   * What the packs amount to, held against the edition before; where there is none, against the
   * edition of the base, so that a new device too can tell what has changed of late.
   *
   * @param {Way} way
   * @param {Root} root
   * @param {Head} head
   * @param {CorpusRecord | null} before
   */
  async #derive({ packs, missing, entries, bytes }, root, head, before) {
    this.#corpus.trust(missing.map(({ file }) => file));
    const base = root.base.map(({ file }) => file);
    const isRepair = this.#corpus.record?.root === head.root;
    const coming = {
      library: root.library,
      from: before?.edition ?? root.base_edition,
      edition: root.edition,
      published: head.published ?? null,
      bytes: before ? bytes : sizeOf(entries.filter(({ file }) => !base.includes(file))),
    };
    const since = before?.packs ?? (isRepair ? null : base);
    const derived = await this.#parts.bench.run('derive', { packs, since, coming });
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
  #refuseState({ isUpdate }, { edition }, head) {
    if (isUpdate) this.#takeWhole = head.root;
    const by = isUpdate ? 'the changes do' : 'base and changes do';
    throw new Fault('hash', 'root', `${by} not lead to the state that edition ${edition} promises`);
  }

  /**
   * @param {CorpusRecord} record
   * @param {Pick<State, 'update'> | null} [news] what it brings
   */
  async #switchTo(record, news = null) {
    await this.#corpus.switchTo(record);
    this.#offer = null;
    this.#takeWhole = null;
    this.#parts.keepsake.leave();
    const done = { lost: false, consent: null, progress: null, waiting: null, trouble: null };
    this.#told.change({ ...done, ...news, ...shown(record, 'ready') });
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
    this.#told.change({ waiting: 'tab' });
    const begin = () => {
      this.#told.change({ waiting: null });
      return work();
    };
    await this.#writer.aloneInTurn(begin, signal);
  }
}

/**
 * @param {import('./types.js').PackEntry} entry
 * @returns {number} 0 for changes, 1 for the base
 */
function rankOf(entry) {
  return 'from' in entry ? 0 : 1;
}

/**
 * @param {import('./types.js').PackEntry[]} entries
 * @returns {number} bytes on the wire
 */
function sizeOf(entries) {
  return entries.reduce((total, { bytes }) => total + bytes.br, 0);
}

/**
 * What the screens are shown of an edition.
 *
 * @param {CorpusRecord} record
 * @param {'ready' | 'damaged'} corpus
 */
export function shown({ edition, title, articles }, corpus) {
  return { corpus, edition, title, articles };
}

/**
 * @param {string[]} packs
 * @param {CorpusRecord | null} record
 */
function originsOf(packs, record) {
  const known = Object.entries(record?.origins ?? {});
  return Object.fromEntries(known.filter(([pack]) => packs.includes(pack)));
}
