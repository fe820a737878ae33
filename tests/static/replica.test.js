import assert from 'node:assert/strict';
import { test } from 'node:test';

import { expectSame, idOf, library, numbered } from './library.js';
import { whenState } from './phone.js';
import { Publisher, article } from './publisher.js';

const MINUTE = 60_000;

function packsIn(files) {
  return files.filter((file) => file.startsWith('pack-'));
}

test('a first visit brings the whole library, and the head decides which', async (context) => {
  const { publisher, phone } = await library(context);
  const replica = await phone.open();
  assert.equal(replica.state.corpus, 'none');
  assert.deepEqual(await replica.rows(), []);
  await replica.check({ by: 'moment' });
  const { corpus, title, trouble, progress, update } = replica.state;
  assert.deepEqual(
    { corpus, title, trouble, progress, update },
    {
      corpus: 'ready',
      title: 'The Harbour Library',
      trouble: null,
      progress: null,
      update: null,
    },
  );
  await expectSame(replica, publisher, assert);
});

test('what was kept is read after a restart without any network', async (context) => {
  const { publisher, server, phone } = await library(context);
  await phone.openAndCheck();
  await server.stop();
  context.mock.method(server, 'stop', async () => {});
  const replica = await phone.open();
  assert.equal(replica.state.corpus, 'ready');
  await expectSame(replica, publisher, assert);
  await replica.check({ by: 'moment' });
  assert.equal(replica.state.trouble.code, 'offline');
  assert.equal(replica.state.corpus, 'ready');
  await expectSame(replica, publisher, assert);
});

test('an update fetches what changed and nothing else', async (context) => {
  const { publisher, server, phone } = await library(context);
  const replica = await phone.openAndCheck();
  server.takeAsked();
  publisher.write(numbered(3, { title: 'Corrected' }), numbered(99));
  publisher.withdraw(idOf(5));
  const root = publisher.publish();
  const events = [];
  replica.addEventListener('edition', () => events.push(replica.state.edition));
  await replica.check({ by: 'reader' });
  assert.equal(packsIn(server.takeAsked()).length, 1);
  assert.deepEqual(events, [2]);
  const { counts, bytes } = replica.state.update;
  assert.deepEqual(counts, { added: 1, corrected: 1, withdrawn: 1 });
  assert.equal(bytes, root.changes[0].bytes.br);
  await expectSame(replica, publisher, assert);
});

test('what several editions changed is counted once, when it is here', async (context) => {
  const { publisher, phone } = await library(context);
  const replica = await phone.openAndCheck();
  for (const title of ['Once', 'Twice', 'Thrice']) {
    publisher.write(numbered(3, { title }));
    publisher.publish();
  }
  publisher.write(numbered(99));
  publisher.publish();
  publisher.withdraw(idOf(99));
  publisher.publish();
  const shown = [];
  replica.addEventListener('change', () => shown.push(replica.state.update));
  await replica.check({ by: 'reader' });
  const before = shown.find(Boolean);
  assert.equal(before.counts, null);
  assert.ok(before.bytes > 0);
  assert.deepEqual(replica.state.update.counts, { added: 0, corrected: 1, withdrawn: 0 });
  assert.equal(replica.state.update.bytes, before.bytes);
});

test('an edition that can only be taken whole is compared with what was kept', async (context) => {
  const { publisher, phone } = await library(context);
  const replica = await phone.openAndCheck();
  phone.snapshots.files.clear();
  publisher.write(numbered(3, { title: 'Corrected' }), numbered(98), numbered(99));
  publisher.withdraw(idOf(5));
  publisher.publish({ rebase: true, change: (root) => (root.changes = []) });
  await replica.check({ by: 'reader' });
  assert.deepEqual(replica.state.update.counts, { added: 2, corrected: 1, withdrawn: 1 });
  await expectSame(replica, publisher, assert);
});

test('what cannot be read any more is not compared', async (context) => {
  const { publisher, phone } = await library(context);
  await phone.openAndCheck();
  phone.snapshots.files.clear();
  phone.packs.files.clear();
  publisher.write(numbered(3, { title: 'Corrected' }));
  publisher.publish({ rebase: true });
  const replica = await phone.openAndCheck();
  assert.equal(replica.state.update, null);
  await expectSame(replica, publisher, assert);
});

test('a browser without locks downloads and follows all the same', async (context) => {
  const { publisher, phone } = await library(context);
  phone.locks = null;
  const replica = await phone.openAndCheck();
  await expectSame(replica, publisher, assert);
  publisher.write(numbered(60));
  publisher.publish();
  const other = await phone.open();
  await Promise.all([replica.check({ by: 'reader' }), other.check({ by: 'reader' })]);
  await expectSame(replica, publisher, assert);
  await expectSame(other, publisher, assert);
});

test('a withdrawn article is explained and not read', async (context) => {
  const { publisher, phone } = await library(context);
  await phone.openAndCheck();
  publisher.withdraw(idOf(5), 'It named the wrong harbour.');
  publisher.publish();
  phone.clock.pass(MINUTE);
  const replica = await phone.openAndCheck();
  const { kind, withdrawal } = await replica.find(idOf(5));
  assert.equal(kind, 'withdrawn');
  assert.equal(withdrawal.reason, 'It named the wrong harbour.');
  assert.equal(await replica.article(idOf(5)), null);
  assert.equal(await replica.find('nothing-like-it'), null);
});

test('a withdrawn article may come back', async (context) => {
  const { publisher, phone } = await library(context);
  publisher.withdraw(idOf(5));
  publisher.publish();
  await phone.openAndCheck();
  publisher.write(numbered(5, { title: 'Once more' }));
  publisher.publish();
  const replica = await phone.openAndCheck();
  assert.equal((await replica.article(idOf(5))).title, 'Once more');
});

test('an edition that only has another title is an edition', async (context) => {
  const { publisher, phone } = await library(context);
  await phone.openAndCheck();
  publisher.title = 'The Lighthouse Library';
  publisher.publish();
  publisher.title = 'The Quay Library';
  publisher.publish();
  const replica = await phone.openAndCheck();
  assert.equal(replica.state.title, 'The Quay Library');
  await expectSame(replica, publisher, assert);
});

test('rows come newest first, and the dateless last, as on the server', async (context) => {
  const { publisher, phone } = await library(context, { articles: 0 });
  publisher.write(
    article('a', { published: null, title: 'A' }),
    article('b', { published: '2026-02-01', title: '\u{1F600}' }),
    article('c', { published: '2026-02-01', title: '\uFFFD' }),
    article('d', { published: '2026-03-01' }),
    article('f', { published: null, title: 'A' }),
    article('e', { published: '2026-02-01', title: 'Z' }),
  );
  publisher.publish();
  const replica = await phone.openAndCheck();
  assert.deepEqual(
    (await replica.rows()).map(({ id }) => id),
    ['d', 'e', 'c', 'b', 'a', 'f'],
  );
});

test('a head that has not changed costs one request', async (context) => {
  const { server, phone } = await library(context);
  const replica = await phone.openAndCheck();
  server.asked.length = 0;
  await replica.check({ by: 'reader' });
  assert.deepEqual(server.asked, ['head.json']);
  assert.equal(replica.state.checked, phone.clock.now());
});

test('moments ask once a minute, the reader is answered at once', async (context) => {
  const { server, phone } = await library(context);
  const replica = await phone.openAndCheck();
  server.asked.length = 0;
  await replica.check({ by: 'moment' });
  assert.equal(server.asked.length, 0);
  await replica.check({ by: 'reader' });
  assert.equal(server.asked.length, 1);
  phone.clock.pass(MINUTE);
  await replica.check({ by: 'moment' });
  assert.equal(server.asked.length, 2);
});

test('a kill in the middle loses nothing that was stored', async (context) => {
  const { publisher, server, phone } = await library(context, { articles: 100 });
  const killed = await phone.open();
  let started = 0;
  killed.bench.before = (job) => {
    if (job === 'fetch' && ++started === 6) killed.close();
  };
  await killed.check({ by: 'moment' });
  const held = [...phone.packs.files.keys()];
  assert.ok(held.length > 0 && held.length < 10);
  server.takeAsked();
  const replica = await phone.openAndCheck();
  const asked = server.takeAsked();
  assert.ok(held.every((pack) => !asked.includes(pack)));
  await expectSame(replica, publisher, assert);
});

test('the old edition is read until the switch, and purged packs go after it', async (context) => {
  const { publisher, phone } = await library(context);
  const replica = await phone.openAndCheck();
  const before = [...phone.packs.files.keys()];
  publisher.write(
    ...Array.from({ length: 35 }, (_, number) => numbered(number, { title: 'Corrected' })),
  );
  publisher.publish({ rebase: true, purged: before });
  let atSwitch = null;
  const switchTo = phone.database.switchTo.bind(phone.database);
  phone.database.switchTo = async (record) => {
    atSwitch ??= {
      title: (await replica.article(idOf(1))).title,
      packs: [...phone.packs.files.keys()],
    };
    await switchTo(record);
  };
  await replica.check({ by: 'reader' });
  assert.equal(atSwitch.title, `Title of ${idOf(1)}`);
  assert.ok(before.every((pack) => atSwitch.packs.includes(pack)));
  assert.equal((await replica.article(idOf(1))).title, 'Corrected');
  assert.ok(before.every((pack) => !phone.packs.files.has(pack)));
});

test('a kill between the switch and the sweep leaves nothing behind for long', async (context) => {
  const { phone } = await library(context);
  await phone.openAndCheck();
  await phone.packs.put('pack-of-an-older-edition', ['bytes']);
  await phone.openAndCheck();
  assert.ok(!phone.packs.files.has('pack-of-an-older-edition'));
});

test('a stale mirror is not followed', async (context) => {
  const { publisher, server, phone } = await library(context);
  const old = publisher.files.get('head.json');
  publisher.write(numbered(50));
  publisher.publish();
  const replica = await phone.openAndCheck();
  const now = publisher.files.get('head.json');
  publisher.files.set('head.json', old);
  server.takeAsked();
  await replica.check({ by: 'reader' });
  assert.equal(replica.state.trouble.code, 'stale');
  assert.deepEqual(server.takeAsked(), []);
  await expectSame(replica, publisher, assert);
  publisher.files.set('head.json', now);
  await replica.check({ by: 'reader' });
  assert.equal(replica.state.trouble, null);
});

test('another library waits for consent and then replaces this one', async (context) => {
  const { server, publisher, phone } = await library(context);
  const replica = await phone.openAndCheck();
  const other = new Publisher({ library: 'lighthouse' });
  other.title = 'Another';
  other.write(article('x'));
  other.publish();
  server.serve(other);
  await replica.check({ by: 'reader' });
  assert.equal(replica.state.trouble.code, 'other-library');
  assert.equal(replica.state.title, 'The Harbour Library');
  assert.equal(replica.state.consent.articles, 1);
  await expectSame(replica, publisher, assert);
  await replica.accept();
  assert.equal(replica.state.trouble, null);
  assert.equal(replica.state.title, 'Another');
  await expectSame(replica, other, assert);
});

test('a newer format keeps the old corpus and is asked for again at moments only', async (context) => {
  const { publisher, phone } = await library(context);
  const replica = await phone.openAndCheck();
  publisher.head({ format: 2 });
  await replica.check({ by: 'reader' });
  assert.equal(replica.state.trouble.code, 'format-newer');
  assert.equal(replica.state.waiting, null);
  assert.equal(phone.clock.timers.size, 0);
  assert.equal(replica.state.corpus, 'ready');
});

test('above 5 MB, one tap that names the size comes first', async (context) => {
  const { publisher, server, phone } = await library(context);
  publisher.write(numbered(90));
  publisher.publish({ change: (root) => root.base.forEach(({ bytes }) => (bytes.br = 2_000_000)) });
  const replica = await phone.openAndCheck();
  assert.equal(replica.state.consent.articles, 36);
  assert.ok(replica.state.consent.bytes > 8_000_000);
  assert.equal(replica.state.corpus, 'none');
  assert.deepEqual(packsIn(server.takeAsked()), []);
  assert.equal(phone.persistAsked, 0);
  await replica.accept();
  assert.equal(phone.persistAsked, 1);
  assert.equal(replica.state.consent, null);
  await expectSame(replica, publisher, assert);
});

test('consent outlives a kill: the download goes on by itself', async (context) => {
  const { publisher, phone } = await library(context);
  publisher.write(numbered(90));
  publisher.publish({ change: (root) => root.base.forEach(({ bytes }) => (bytes.br = 6_000_000)) });
  const killed = await phone.openAndCheck();
  let started = 0;
  killed.bench.before = () => ++started === 2 && killed.close();
  await killed.accept();
  const replica = await phone.openAndCheck();
  assert.equal(replica.state.consent, null);
  await expectSame(replica, publisher, assert);
});

test('who saves data is asked for every size', async (context) => {
  const { publisher, server, phone } = await library(context);
  phone.savesData = true;
  const replica = await phone.openAndCheck();
  assert.ok(replica.state.consent.bytes > 0);
  assert.deepEqual(packsIn(server.takeAsked()), []);
  await replica.accept();
  await expectSame(replica, publisher, assert);
  await replica.check({ by: 'reader' });
  assert.equal(replica.state.consent, null);
});

test('a pause ends the transfer, outlives a restart, and goes on where it was', async (context) => {
  const { publisher, server, phone } = await library(context, { articles: 100 });
  const paused = await phone.open();
  let started = 0;
  paused.bench.before = (job) => job === 'fetch' && ++started === 5 && paused.pause();
  await paused.check({ by: 'moment' });
  assert.equal(paused.state.waiting, 'paused');
  const held = phone.packs.files.size;
  paused.close();

  const replica = await phone.openAndCheck();
  assert.equal(replica.state.waiting, 'paused');
  const { got, all, articles, total } = replica.state.progress;
  assert.ok(got > 0 && got < all);
  assert.deepEqual([articles, total], [10 * held, 100]);
  await replica.resume();
  assert.equal(replica.state.waiting, null);
  await expectSame(replica, publisher, assert);
});

test('progress grows from nothing to everything, in bytes on the wire', async (context) => {
  const { phone } = await library(context, { articles: 100 });
  const replica = await phone.open();
  const seen = [];
  replica.addEventListener(
    'change',
    () => replica.state.progress && seen.push(replica.state.progress),
  );
  const now = phone.clock.now;
  phone.clock.now = () => (phone.clock.time += 1_000) && now();
  await replica.check({ by: 'reader' });
  const first = seen[0];
  const last = seen[seen.length - 1];
  assert.deepEqual([first.got, first.articles, first.total], [0, 0, 100]);
  assert.deepEqual([last.got, last.articles], [last.all, 100]);
  assert.deepEqual(
    seen.map(({ got }) => got),
    seen.map(({ got }) => got).sort((a, b) => a - b),
  );
});

test('lost packs are noticed at the start and fetched again, and only they', async (context) => {
  const { publisher, server, phone } = await library(context);
  await phone.openAndCheck();
  const [lost] = phone.packs.files.keys();
  await phone.packs.delete(lost);
  const replica = await phone.open();
  assert.equal(replica.state.corpus, 'damaged');
  assert.equal((await replica.rows()).length, 35);
  server.takeAsked();
  await replica.check({ by: 'moment' });
  assert.deepEqual(packsIn(server.takeAsked()), [lost]);
  assert.equal(replica.state.corpus, 'ready');
  await expectSame(replica, publisher, assert);
});

test('a loss above 5 MB waits for one tap', async (context) => {
  const { publisher, phone } = await library(context);
  publisher.write(numbered(90));
  publisher.publish({ change: (root) => root.base.forEach(({ bytes }) => (bytes.br = 2_000_000)) });
  await (await phone.openAndCheck()).accept();
  phone.packs.files.clear();
  const replica = await phone.openAndCheck();
  assert.equal(replica.state.corpus, 'damaged');
  assert.ok(replica.state.consent.bytes > 5_000_000);
  await replica.accept();
  assert.equal(replica.state.corpus, 'ready');
  await expectSame(replica, publisher, assert);
});

for (const [what, clear] of [
  ['the packs', (phone) => phone.packs.files.clear()],
  ['the database', (phone) => (phone.database.rows = {})],
  ['packs and database', (phone) => {
    phone.packs.files.clear();
    phone.database.rows = {};
  }],
]) {
  test(`where the browser removed ${what}, that is known, and everything comes again`, async (context) => {
    const { publisher, server, phone } = await library(context);
    await phone.openAndCheck();
    const held = [...phone.packs.files.keys()];
    clear(phone);
    const gone = held.filter((pack) => !phone.packs.files.has(pack));
    const replica = await phone.open();
    assert.equal(replica.state.lost, true);
    server.takeAsked();
    await replica.check({ by: 'moment' });
    assert.deepEqual(packsIn(server.takeAsked()).sort(), gone.sort());
    assert.equal(replica.state.lost, false);
    await expectSame(replica, publisher, assert);
  });
}

test('neither a first visit nor the loss of some packs is taken for the loss of all', async (context) => {
  const { phone } = await library(context);
  const replica = await phone.open();
  assert.equal(replica.state.lost, false);
  await replica.check({ by: 'moment' });
  const [lost, ...rest] = phone.packs.files.keys();
  assert.ok(rest.length);
  await phone.packs.delete(lost);
  assert.equal((await phone.open()).state.lost, false);
});

test('rotten bytes are never shown: their pack is fetched again', async (context) => {
  const { publisher, server, phone } = await library(context);
  const replica = await phone.openAndCheck();
  const [rotten] = phone.packs.files.keys();
  const row = (await replica.rows()).find(({ place }) => place.pack === rotten);
  await phone.packs.rot(rotten);
  server.takeAsked();
  assert.equal(await replica.article(row.slug), null);
  assert.equal(replica.state.corpus, 'damaged');
  await whenState(replica, ({ corpus }) => corpus === 'ready');
  assert.deepEqual(packsIn(server.takeAsked()), [rotten]);
  await expectSame(replica, publisher, assert);
});

test('a pack that vanishes while the app is open is noticed when it is read', async (context) => {
  const { publisher, phone } = await library(context);
  const replica = await phone.openAndCheck();
  const [row] = await replica.rows();
  await phone.packs.delete(row.place.pack);
  assert.equal(await replica.article(row.slug), null);
  assert.equal((await replica.rows()).length, 35);
  await whenState(replica, ({ corpus }) => corpus === 'ready');
  await expectSame(replica, publisher, assert);
});

test('the snapshot of the list may be thrown away, rot, or be of another way of storing', async (context) => {
  const { publisher, phone } = await library(context);
  await phone.openAndCheck();
  const [name] = phone.snapshots.files.keys();
  phone.snapshots.files.clear();
  await expectSame(await phone.open(), publisher, assert);
  assert.deepEqual([...phone.snapshots.files.keys()], [name]);
  await phone.snapshots.rot(name);
  await expectSame(await phone.open(), publisher, assert);
  await phone.snapshots.put(name, ['nothing of the kind'], '7 12');
  await expectSame(await phone.open(), publisher, assert);
});

test('packs that were stored anew with other places are found without their snapshot', async (context) => {
  const { publisher, phone } = await library(context);
  const replica = await phone.openAndCheck();
  const rows = await replica.rows();
  for (const { place } of rows) [place.start, place.end] = [place.start + 1, place.end + 1];
  await expectSame(replica, publisher, assert);
  assert.equal(replica.state.corpus, 'ready');
});

test('a full disk keeps what is complete and waits for the reader', async (context) => {
  const { publisher, server, phone } = await library(context, { articles: 100 });
  phone.packs.room = 4;
  const replica = await phone.openAndCheck();
  assert.equal(replica.state.trouble.code, 'quota');
  assert.equal(phone.packs.files.size, 4);
  assert.equal(replica.state.progress.articles, 40);
  assert.equal(phone.clock.timers.size, 0);
  server.takeAsked();
  phone.clock.pass(MINUTE);
  await replica.check({ by: 'moment' });
  assert.deepEqual(server.asked, []);
  phone.packs.room = Infinity;
  await replica.check({ by: 'reader' });
  assert.equal(packsIn(server.takeAsked()).length, 6);
  await expectSame(replica, publisher, assert);
});

test('no room for the snapshot costs nothing but time', async (context) => {
  const { publisher, phone } = await library(context);
  phone.snapshots.room = 0;
  await expectSame(await phone.openAndCheck(), publisher, assert);
});

test('a browser that stores nothing is told at the start', async (context) => {
  const { phone, server } = await library(context);
  phone.database.broken = true;
  await assert.rejects(phone.open());
  assert.deepEqual(server.asked, []);
});

test('changes that do not lead to the promised state are not switched to: the whole is taken', async (context) => {
  const { publisher, phone } = await library(context);
  const replica = await phone.openAndCheck();
  publisher.write(numbered(1, { title: 'Corrected' }), numbered(70));
  publisher.publish();
  publisher.write(numbered(71));
  publisher.publish({
    rebase: true,
    change: (root) =>
      (root.changes = root.changes.map((range) => ({ ...range, file: root.changes[1].file }))),
  });
  await replica.check({ by: 'reader' });
  assert.equal(replica.state.trouble.code, 'hash');
  assert.equal(replica.state.edition, 1);
  assert.equal((await replica.article(idOf(1))).title, `Title of ${idOf(1)}`);
  phone.clock.pass(phone.clock.nextIn);
  await whenState(replica, ({ edition }) => edition === 3);
  await expectSame(replica, publisher, assert);
});

test('of two tabs one downloads; the other waits and then has it too', async (context) => {
  const { publisher, server, phone } = await library(context, { articles: 100 });
  const [first, second] = [await phone.open(), await phone.open()];
  let go;
  const gate = new Promise((resolve) => (go = resolve));
  first.bench.before = () => gate;
  const both = [first.check({ by: 'moment' })];
  await whenState(first, ({ corpus }) => corpus === 'downloading');
  both.push(second.check({ by: 'reader' }));
  await whenState(second, ({ waiting }) => waiting === 'tab');
  go();
  await Promise.all(both);
  assert.equal(packsIn(server.takeAsked()).length, 10);
  assert.equal(second.state.waiting, null);
  await expectSame(first, publisher, assert);
  await expectSame(second, publisher, assert);
});

test('a writer that is frozen loses its turn to a tab that the reader sees', async (context) => {
  const { publisher, phone } = await library(context, { articles: 100 });
  const [frozen, visible] = [await phone.open(), await phone.open()];
  let thaw;
  const ice = new Promise((resolve) => (thaw = resolve));
  frozen.bench.before = () => ice;
  const thawed = frozen.check({ by: 'moment' });
  await whenState(frozen, ({ corpus }) => corpus === 'downloading');
  const done = visible.check({ by: 'reader' });
  await whenState(visible, ({ waiting }) => waiting === 'tab');
  phone.isVisible = false;
  phone.clock.pass(MINUTE);
  assert.equal(visible.state.waiting, 'tab');
  phone.isVisible = true;
  phone.clock.pass(MINUTE);
  await done;
  await expectSame(visible, publisher, assert);
  thaw();
  await thawed;
  await whenState(frozen, ({ corpus }) => corpus === 'ready');
  await expectSame(frozen, publisher, assert);
});

test('a writer that gives signs of life keeps its turn', async (context) => {
  const { phone } = await library(context, { articles: 100 });
  const [writer, waiter] = [await phone.open(), await phone.open()];
  const gates = [];
  writer.bench.before = () => new Promise((resolve) => gates.push(resolve));
  void writer.check({ by: 'moment' });
  await whenState(writer, ({ corpus }) => corpus === 'downloading');
  const done = waiter.check({ by: 'reader' });
  await whenState(waiter, ({ waiting }) => waiting === 'tab');
  phone.clock.pass(MINUTE - 1);
  gates.shift()();
  await whenState(writer, ({ progress }) => progress.got > 0);
  phone.clock.pass(MINUTE - 1);
  assert.equal(waiter.state.waiting, 'tab');
  writer.bench.before = () => {};
  for (const open of gates) open();
  await done;
  assert.equal(waiter.state.corpus, 'ready');
});

test('a tab that only reads follows to the next edition', async (context) => {
  const { publisher, phone } = await library(context);
  const [writer, reader] = [await phone.openAndCheck(), await phone.open()];
  assert.equal((await reader.rows()).length, 35);
  publisher.write(numbered(60));
  publisher.publish();
  const followed = new Promise((resolve) => reader.addEventListener('edition', resolve));
  await writer.check({ by: 'reader' });
  await followed;
  await expectSame(reader, publisher, assert);
});

test('a tab that heard nothing still finds an article when its pack is gone', async (context) => {
  const { publisher, phone } = await library(context);
  const [writer, reader] = [await phone.openAndCheck(), await phone.open()];
  await reader.rows();
  reader.close();
  publisher.write(numbered(1, { title: 'Corrected' }));
  const { place } = (await reader.rows()).find(({ id }) => id === idOf(1));
  publisher.publish({ rebase: true, purged: [place.pack] });
  await writer.check({ by: 'reader' });
  assert.equal((await reader.article(idOf(1))).title, 'Corrected');
  await expectSame(reader, publisher, assert);
});

test('an edition that comes out during a download is arrived at in the end', async (context) => {
  const { publisher, phone } = await library(context, { articles: 100 });
  const replica = await phone.open();
  let published = false;
  replica.bench.before = () => {
    if (published) return;
    published = true;
    publisher.write(numbered(200));
    publisher.publish();
  };
  await replica.check({ by: 'reader' });
  assert.equal(replica.state.edition, 1);
  await replica.check({ by: 'reader' });
  await expectSame(replica, publisher, assert);
});

test('when much is dead it is repacked without the network, and nothing is lost', async (context) => {
  const { publisher, server, phone } = await library(context, { articles: 40 });
  const replica = await phone.openAndCheck();
  const bytesOfBase = [...phone.packs.files.keys()];
  for (let number = 0; number < 18; number += 1)
    publisher.write(numbered(number, { title: 'Again' }));
  publisher.withdraw(idOf(39));
  publisher.publish();
  server.takeAsked();
  await replica.check({ by: 'reader' });
  assert.equal(packsIn(server.takeAsked()).length, 1);
  const { packs, origins } = phone.database.rows.record;
  const local = packs.filter((name) => name.startsWith('local-'));
  assert.equal(local.length, 1);
  assert.ok(origins[local[0]].every((name) => bytesOfBase.includes(name)));
  assert.deepEqual([...phone.packs.files.keys()].sort(), [...packs].sort());
  await expectSame(replica, publisher, assert);
  assert.equal((await replica.find(idOf(39))).kind, 'withdrawn');

  publisher.write(numbered(20, { title: 'After that' }), numbered(41));
  publisher.publish();
  await replica.check({ by: 'reader' });
  await expectSame(replica, publisher, assert);
  await expectSame(await phone.open(), publisher, assert);
});
