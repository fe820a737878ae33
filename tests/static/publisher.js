/** Publishes editions as docs/format.md says, from articles that tests write. */
import { createHash } from 'node:crypto';
import { gzipSync } from 'node:zlib';

export function sha256(data) {
  return createHash('sha256').update(data).digest('hex');
}

/** An article with all keys; what a test does not care about is as plain as possible. */
export function article(id, fields = {}) {
  return {
    id,
    slug: id,
    title: `Title of ${id}`,
    byline: null,
    published: '2026-01-01',
    modified: null,
    lang: 'en',
    dir: 'ltr',
    section: null,
    tags: [],
    summary: null,
    source: null,
    words: 2,
    note: null,
    blocks: [`<p>Text of ${id}.</p>`],
    ...fields,
  };
}

export function packBytes(lines) {
  return Buffer.from(lines.length ? `[\n${lines.join(',\n')}\n]\n` : '[\n]\n');
}

export function stateHash(lines) {
  const state = [...lines].map(([id, line]) => `${id} ${sha256(line)}\n`).sort();
  return sha256(state.join(''));
}

export class Publisher {
  /** Every published file by its name. */
  files = new Map();
  edition = 0;
  title = 'The Harbour Library';
  #lines = new Map();
  #withdrawals = new Map();
  #pending = new Map();
  #base = [];
  #baseEdition = 0;
  #changes = [];
  #packLines;

  /** @param {{ library?: string, packLines?: number }} [how] packLines: lines of a pack */
  constructor({ library = 'harbour', packLines = 10 } = {}) {
    this.library = library;
    this.#packLines = packLines;
  }

  write(...articles) {
    for (const each of articles) this.#pending.set(each.id, each);
  }

  withdraw(id, reason = 'It was wrong.') {
    const { slug, title } = JSON.parse(this.#lines.get(id));
    this.#pending.set(id, { id, slug, withdrawn: '2026-11-20', title, reason });
  }

  /**
   * Publishes what is pending as a new edition.
   *
   * @param {{ rebase?: boolean, purged?: string[], change?: (root: object) => void }} [how] change:
   *   spoils or extends the root before it is written
   * @returns its root
   */
  publish({ rebase = false, purged = [], change = () => {} } = {}) {
    this.edition += 1;
    const counts = this.#apply();
    if (this.edition > 1) {
      const range = { from: this.edition - 1, to: this.edition, ...counts };
      const lines = [...this.#pending.values()].map((each) => JSON.stringify(each));
      this.#changes.push({ ...this.#pack(lines), ...range });
    }
    if (rebase || this.edition === 1) this.#rebase();
    this.#pending.clear();
    const root = {
      format: 1,
      library: this.library,
      edition: this.edition,
      title: this.title,
      lang: 'en',
      languages: ['en'],
      articles: { count: this.#lines.size, sha256: stateHash(this.#lines) },
      base_edition: this.#baseEdition,
      base: this.#base,
      changes: this.#changes,
      purged,
    };
    change(root);
    const { file } = this.#file('root', Buffer.from(JSON.stringify(root)));
    const head = { format: 1, library: this.library, edition: this.edition };
    this.head({ ...head, published: '2026-11-20T08:30:00Z', root: file });
    return root;
  }

  /** Replaces the head alone. */
  head(head) {
    this.files.set('head.json', Buffer.from(JSON.stringify(head)));
  }

  /** The ids of all live articles, sorted. */
  get ids() {
    return [...this.#lines.keys()].sort();
  }

  line(id) {
    return this.#lines.get(id);
  }

  #apply() {
    const counts = { added: 0, corrected: 0, withdrawn: 0 };
    for (const [id, each] of this.#pending) {
      if ('withdrawn' in each) counts.withdrawn += 1;
      else if (this.#lines.has(id)) counts.corrected += 1;
      else counts.added += 1;
      this.#lines.delete(id);
      this.#withdrawals.delete(id);
      ('withdrawn' in each ? this.#withdrawals : this.#lines).set(id, JSON.stringify(each));
    }
    return counts;
  }

  #rebase() {
    const lines = [...this.#lines.values(), ...this.#withdrawals.values()];
    this.#base = [];
    for (let at = 0; at < lines.length; at += this.#packLines) {
      this.#base.push(this.#pack(lines.slice(at, at + this.#packLines)));
    }
    this.#baseEdition = this.edition;
  }

  #pack(lines) {
    const { file, bytes } = this.#file('pack', packBytes(lines));
    return { file, articles: lines.length, newest: null, bytes };
  }

  #file(kind, data) {
    const file = `${kind}-${sha256(data)}.json`;
    const packed = gzipSync(data);
    this.files.set(file, data);
    this.files.set(`${file}.gz`, packed);
    return { file, bytes: { plain: data.length, gzip: packed.length, br: packed.length } };
  }
}
