/** What updates brought is remembered with the switch, within bounds, and lost harmlessly. */
import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { test } from 'node:test';

import {
  History,
  MOST_BYTES,
  MOST_CORRECTED,
  MOST_LISTED,
  MOST_UPDATES,
} from '../../static/corpus/history.js';
import { StorageFull } from '../../static/storage/errors.js';
import { expectSame, idOf, library, numbered } from './library.js';
import { MemoryFiles } from './phone.js';
import { Publisher, article } from './publisher.js';

/** What a new edition has in place of an article. */
const corrected = (number, words) => numbered(number, { blocks: [`<p>${words}</p>`] });

async function bring(replica, publisher) {
  const root = publisher.publish();
  await replica.check({ by: 'reader' });
  return root;
}

test('an update is remembered with its price, its date, and the texts that it corrected', async (context) => {
  const { publisher, phone } = await library(context);
  const replica = await phone.openAndCheck();
  publisher.write(corrected(3, 'Better.'), numbered(99));
  publisher.withdraw(idOf(5));
  const root = await bring(replica, publisher);
  const [update] = await replica.updates();
  assert.deepEqual(update, {
    from: 1,
    edition: 2,
    published: '2026-11-20T08:30:00Z',
    bytes: root.changes[0].bytes.br,
    counts: { added: 1, corrected: 1, withdrawn: 1 },
    added: [idOf(99)],
    corrected: [idOf(3)],
    withdrawn: [idOf(5)],
  });
  assert.deepEqual(await replica.earlier(idOf(3)), numbered(3));
  assert.equal(await replica.earlier(idOf(4)), null);
  assert.equal(await replica.earlier(idOf(99)), null);
});

test('the newest update stands first, and the last correction counts', async (context) => {
  const { publisher, phone } = await library(context);
  const replica = await phone.openAndCheck();
  for (const words of ['Better.', 'Best.']) {
    publisher.write(corrected(3, words));
    await bring(replica, publisher);
  }
  const updates = await replica.updates();
  assert.deepEqual(
    updates.map(({ from, edition }) => [from, edition]),
    [
      [2, 3],
      [1, 2],
      [1, 1],
    ],
  );
  assert.deepEqual((await replica.earlier(idOf(3))).blocks, ['<p>Better.</p>']);
});

test('editions that come together are one update, with what they amount to', async (context) => {
  const { publisher, phone } = await library(context);
  const replica = await phone.openAndCheck();
  for (const words of ['Better.', 'Best.']) {
    publisher.write(corrected(3, words));
    publisher.publish();
  }
  await replica.check({ by: 'reader' });
  const [{ from, edition, counts }] = await replica.updates();
  assert.deepEqual({ from, edition }, { from: 1, edition: 3 });
  assert.deepEqual(counts, { added: 0, corrected: 1, withdrawn: 0 });
  assert.deepEqual((await replica.earlier(idOf(3))).blocks, numbered(3).blocks);
});

test('a new device tells what has changed since the base, with the texts before', async (context) => {
  const { publisher, phone } = await library(context);
  publisher.write(corrected(3, 'Better.'), numbered(99));
  publisher.publish();
  publisher.withdraw(idOf(5));
  const { changes } = publisher.publish();
  const replica = await phone.openAndCheck();
  assert.equal(replica.state.update, null);
  const [{ from, edition, counts, bytes }, ...rest] = await replica.updates();
  assert.deepEqual({ from, edition }, { from: 1, edition: 3 });
  assert.deepEqual(counts, { added: 1, corrected: 1, withdrawn: 1 });
  assert.equal(bytes, changes[0].bytes.br + changes[1].bytes.br);
  assert.deepEqual(rest, []);
  assert.deepEqual(await replica.earlier(idOf(3)), numbered(3));
});

test('the texts outlive the packs that held them', async (context) => {
  const { publisher, phone } = await library(context, { packLines: 5 });
  const replica = await phone.openAndCheck();
  const packs = new Set(await phone.packs.names());
  publisher.write(...Array.from({ length: 30 }, (_, number) => corrected(number, 'Better.')));
  await bring(replica, publisher);
  const left = [...(await phone.packs.names())].filter((name) => packs.has(name));
  assert.ok(left.length < packs.size);
  await expectSame(replica, publisher, assert);
  for (let number = 0; number < 30; number += 1) {
    assert.deepEqual(await replica.earlier(idOf(number)), numbered(number));
  }
});

test('an update that is killed before its switch is not told, and then told once', async (context) => {
  const { publisher, phone } = await library(context);
  const replica = await phone.openAndCheck();
  publisher.write(corrected(3, 'Better.'));
  publisher.publish();
  const { switchTo } = phone.database;
  phone.database.switchTo = () => new Promise(() => {});
  const killed = new Promise((resolve) => {
    phone.history.put = async (...file) => {
      await Object.getPrototypeOf(phone.history).put.apply(phone.history, file);
      if (file[0].startsWith('update-2')) resolve();
    };
  });
  void replica.check({ by: 'reader' });
  await killed;
  phone.close();
  phone.database.switchTo = switchTo;
  phone.locks = null; // a tab that is killed holds no lock

  const again = await phone.open();
  assert.deepEqual((await again.updates()).map(({ edition }) => edition), [1]);
  assert.equal(await again.earlier(idOf(3)), null);
  const last = await phone.openAndCheck();
  assert.deepEqual((await last.updates()).map(({ edition }) => edition), [2, 1]);
  assert.deepEqual(await last.earlier(idOf(3)), numbered(3));
});

test('an edition that was killed before its switch, and overtaken, is told within the next', async (context) => {
  const { publisher, phone } = await library(context);
  const replica = await phone.openAndCheck();
  publisher.write(corrected(3, 'Better.'));
  publisher.publish();
  const { switchTo } = phone.database;
  phone.database.switchTo = async () => {
    throw new StorageFull('no room');
  };
  await replica.check({ by: 'reader' });
  assert.equal(replica.state.edition, 1);
  phone.database.switchTo = switchTo;
  publisher.write(corrected(4, 'Better.'));
  await bring(replica, publisher);
  const updates = await replica.updates();
  assert.deepEqual(
    updates.map(({ edition, corrected }) => [edition, corrected.length]),
    [
      [3, 2],
      [1, 0],
    ],
  );
});

test('where there is no room for it the edition comes all the same', async (context) => {
  const { publisher, phone } = await library(context);
  const replica = await phone.openAndCheck();
  phone.history.put = async () => {
    throw new StorageFull('no room');
  };
  publisher.write(corrected(3, 'Better.'));
  await bring(replica, publisher);
  await expectSame(replica, publisher, assert);
  assert.deepEqual((await replica.updates()).map(({ edition }) => edition), [1]);
});

test('what is lost or spoilt of it is left out', async (context) => {
  const { publisher, phone } = await library(context);
  const replica = await phone.openAndCheck();
  publisher.write(corrected(3, 'Better.'));
  await bring(replica, publisher);
  const names = [...(await phone.history.names())];
  const [spoilt] = names.filter((name) => name.startsWith('update-1-'));
  await phone.history.rot(spoilt);
  assert.deepEqual((await replica.updates()).map(({ edition }) => edition), [2]);
  const [earlier] = names.filter((name) => name.startsWith('earlier-2-'));
  await phone.history.rot(earlier);
  assert.equal(await replica.earlier(idOf(3)), null);
  await phone.history.delete(earlier);
  assert.equal(await replica.earlier(idOf(3)), null);
});

test('of very much that is corrected at once only some is listed, and no text kept', async (context) => {
  const many = MOST_LISTED + 1;
  const { publisher, phone } = await library(context, { articles: many, packLines: many });
  const replica = await phone.openAndCheck();
  publisher.write(...Array.from({ length: many }, (_, number) => corrected(number, 'Better.')));
  await bring(replica, publisher);
  const [update] = await replica.updates();
  assert.equal(update.counts.corrected, many);
  assert.equal(update.corrected.length, MOST_LISTED);
  assert.equal(await replica.earlier(idOf(0)), null);

  for (let number = 0; number < MOST_CORRECTED; number += 1) {
    publisher.write(corrected(number, 'Best.'));
  }
  await bring(replica, publisher);
  assert.deepEqual((await replica.earlier(idOf(0))).blocks, ['<p>Better.</p>']);
});

test('old updates are forgotten, and so are texts beyond their share of room', async () => {
  const files = new MemoryFiles();
  const history = new History(files);
  const counts = { added: 0, corrected: 1, withdrawn: 0 };
  for (let edition = 1; edition <= MOST_UPDATES + 1; edition += 1) {
    const lists = { added: [], corrected: [`id-${edition}`], withdrawn: [] };
    const news = { from: edition - 1, edition, published: null, bytes: 1 };
    // What cannot be compressed takes half of its digits.
    const noise = edition > 10 && edition < 16 ? randomBytes(MOST_BYTES / 4).toString('hex') : '';
    const line = Buffer.from(JSON.stringify(article(`id-${edition}`, { blocks: [noise] })));
    await history.keep('harbour', { ...news, ...lists, counts }, [new Uint8Array(line)]);
  }
  const kept = { library: 'harbour', edition: MOST_UPDATES + 1 };
  await history.sweep(kept);
  const editions = (await history.updates(kept)).map(({ edition }) => edition);
  assert.equal(editions.length, MOST_UPDATES);
  assert.deepEqual([editions[0], editions.at(-1)], [MOST_UPDATES + 1, 2]);
  const hasText = async (edition) => Boolean(await history.earlier(kept, `id-${edition}`));
  assert.deepEqual(await Promise.all([31, 16, 15, 13, 11, 10, 2].map(hasText)), [
    ...[true, true, true, true],
    ...[false, false, false],
  ]);
});

test('nothing of one library is told of another, and it does not stay', async (context) => {
  const { publisher, server, phone } = await library(context);
  const replica = await phone.openAndCheck();
  publisher.write(corrected(3, 'Better.'));
  await bring(replica, publisher);
  const other = new Publisher({ library: 'another' });
  other.write(numbered(3));
  for (let edition = 0; edition < 3; edition += 1) other.publish();
  server.serve(other);
  await replica.check({ by: 'reader' });
  await replica.accept();
  assert.equal(replica.state.edition, 3);
  assert.deepEqual((await replica.updates()).map(({ edition }) => edition), [3]);
  assert.equal(await replica.earlier(idOf(3)), null);
  assert.equal((await phone.history.names()).size, 2);
});

test('a repair of what is kept changes nothing of what is told', async (context) => {
  const { publisher, phone } = await library(context);
  const replica = await phone.openAndCheck();
  publisher.write(corrected(3, 'Better.'));
  await bring(replica, publisher);
  const before = await replica.updates();
  const [name] = phone.packs.files.keys();
  await phone.packs.delete(name);
  await replica.check({ by: 'reader' });
  await expectSame(replica, publisher, assert);
  assert.deepEqual(await replica.updates(), before);
  assert.notEqual(await replica.earlier(idOf(3)), null);
});
