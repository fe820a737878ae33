/**
 * Stands in for a phone: stores in memory that outlive a replica, a clock that only tests move, and
 * tabs that share both.
 */
import { jobsOver } from '../../static/corpus/jobs.js';
import { Replica } from '../../static/corpus/replica.js';
import { Stopped } from '../../static/corpus/workbench.js';
import { StorageError, StorageFull } from '../../static/storage/errors.js';

export class MemoryFiles {
  files = new Map();
  /** How many more files there is room for. */
  room = Infinity;

  async names() {
    return new Set(this.files.keys());
  }

  async get(name) {
    return this.files.get(name) ?? null;
  }

  async put(name, parts, about = '') {
    if (!this.files.has(name) && this.files.size >= this.room) throw new StorageFull('no room');
    this.files.set(name, { blob: new Blob(parts), about });
  }

  async delete(name) {
    this.files.delete(name);
  }

  /** Replaces what is stored by other bytes of the same length, as a failing disk does. */
  async rot(name) {
    const { blob, about } = this.files.get(name);
    const bytes = new Uint8Array(await blob.arrayBuffer());
    for (let at = Number(about.split(' ')[0]); at < bytes.length; at += 1) bytes[at] ^= 0xff;
    this.files.set(name, { blob: new Blob([bytes]), about });
  }
}

export class MemoryDatabase {
  rows = {};
  broken = false;

  async record() {
    return structuredClone(this.#read().record) ?? null;
  }

  async intent() {
    return structuredClone(this.#read().intent) ?? null;
  }

  async switchTo(record) {
    this.#read();
    this.rows = { record: structuredClone(record) };
  }

  async want(intent) {
    this.rows.intent = structuredClone(intent);
  }

  #read() {
    if (this.broken) throw new StorageError('the database refused');
    return this.rows;
  }
}

/** Time that stands still until a test lets it pass. */
export class FakeClock {
  time = 1_000_000;
  timers = new Map();
  #last = 0;

  now = () => this.time;
  random = () => 1;

  setTimeout = (work, milliseconds) => {
    this.#last += 1;
    this.timers.set(this.#last, { work, at: this.time + milliseconds });
    return this.#last;
  };

  clearTimeout = (timer) => {
    this.timers.delete(timer);
  };

  /** How long until the next timer. */
  get nextIn() {
    return Math.min(...[...this.timers.values()].map(({ at }) => at)) - this.time;
  }

  pass(milliseconds) {
    this.time += milliseconds;
    for (const [timer, { work, at }] of [...this.timers]) {
      if (at > this.time) continue;
      this.timers.delete(timer);
      work();
    }
  }
}

/** Web Locks among the tabs of one phone. */
class MemoryLocks {
  /** @type {null | ((reason: Error) => void)} takes the lock away from its holder */
  #rob = null;
  #queue = [];

  async request(name, { ifAvailable = false, steal = false, signal }, work) {
    if (this.#rob && ifAvailable) return work(null);
    if (steal) this.#rob?.(new DOMException('stolen', 'AbortError'));
    else if (this.#rob) await this.#wait(signal);
    return new Promise((resolve, reject) => {
      this.#rob = reject;
      const release = () => {
        if (this.#rob !== reject) return;
        this.#rob = null;
        this.#queue.shift()?.();
      };
      work({ name }).finally(release).then(resolve, reject);
    });
  }

  #wait(signal) {
    return new Promise((resolve, reject) => {
      this.#queue.push(resolve);
      signal?.addEventListener('abort', () => {
        this.#queue = this.#queue.filter((each) => each !== resolve);
        reject(signal.reason);
      });
    });
  }
}

/** Does the jobs of a worker in place. A job that is stopped stores nothing any more. */
class DirectBench {
  #ground;
  #stops = new Set();
  /** Called before each job; what it returns is waited for. */
  before = () => {};

  constructor(ground) {
    this.#ground = ground;
  }

  run(job, order, onShare = () => {}) {
    return new Promise((resolve, reject) => {
      let stopped = false;
      const stop = () => {
        stopped = true;
        reject(new Stopped());
      };
      this.#stops.add(stop);
      const packs = Object.create(this.#ground.packs);
      packs.put = async (...file) => stopped || this.#ground.packs.put(...file);
      Promise.resolve(this.before(job, order))
        .then(() => jobsOver({ ...this.#ground, packs })[job](order, onShare))
        .then(resolve, reject)
        .finally(() => this.#stops.delete(stop));
    });
  }

  stop() {
    for (const stop of this.#stops) stop();
  }
}

export class Phone {
  database = new MemoryDatabase();
  packs = new MemoryFiles();
  snapshots = new MemoryFiles();
  history = new MemoryFiles();
  clock = new FakeClock();
  locks = new MemoryLocks();
  savesData = false;
  asksFirst = false;
  /** How often the browser was asked not to clear what is stored. */
  persistAsked = 0;
  keepsake = {
    isThere: false,
    leave() {
      this.isThere = true;
    },
  };
  isVisible = true;
  #network;
  #tabs = new Set();
  #replicas = new Set();

  constructor(network) {
    this.#network = network;
  }

  /** Another network from the next tab on. */
  set network(network) {
    this.#network = network;
  }

  /** Opens the app in a tab of its own. */
  async open() {
    const { database, packs, snapshots, history, locks, clock } = this;
    const network = this.#network;
    const bench = new DirectBench({ packs, snapshots, history, network });
    const channel = this.#channel();
    const savesData = () => this.savesData;
    const asksFirst = () => this.asksFirst;
    const persist = async () => void (this.persistAsked += 1);
    const keepsake = this.keepsake;
    const stores = { database, packs, snapshots, history, keepsake };
    const replica = new Replica(
      { workerURL: '', isVisible: () => this.isVisible },
      { ...stores, bench, locks, channel, network, clock, savesData, asksFirst, persist },
    );
    this.#replicas.add(replica);
    await replica.start();
    return Object.assign(replica, { bench });
  }

  /** Closes every tab; what is stored stays. */
  close() {
    for (const replica of this.#replicas) replica.close();
  }

  /** Opens the app and lets it do what it does at its start. */
  async openAndCheck() {
    const replica = await this.open();
    await replica.check({ by: 'moment' });
    return replica;
  }

  #channel() {
    const tab = { onmessage: null, close: () => this.#tabs.delete(tab) };
    tab.postMessage = (data) => {
      for (const other of this.#tabs) if (other !== tab) other.onmessage?.({ data });
    };
    this.#tabs.add(tab);
    return tab;
  }
}

/** When the state of a replica is so. */
export function whenState(replica, isSo) {
  return new Promise((resolve) => {
    const look = () => {
      if (!isSo(replica.state)) return;
      replica.removeEventListener('change', look);
      resolve();
    };
    replica.addEventListener('change', look);
    look();
  });
}
