/** Which articles are here while not all of them are. */
import assert from 'node:assert/strict';
import { test } from 'node:test';

import { library, numbered } from './library.js';

/** What the rows say, by pack. */
async function saidByPack(replica) {
  const said = new Map();
  for (const row of await replica.rows()) {
    const { pack } = row.place;
    said.set(pack, [...(said.get(pack) ?? []), replica.isHere(row)]);
  }
  return said;
}

/** Each row says what is so: its article opens, or it does not. */
async function expectTrue(replica) {
  for (const row of await replica.rows()) {
    const said = replica.isHere(row);
    if (said) assert.ok(await replica.article(row.slug), `${row.title} is said to be here`);
  }
}

test('where all are here, or nothing is, rows are not asked', async (context) => {
  const { publisher, phone } = await library(context);
  const replica = await phone.open();
  assert.equal(replica.isHere, null);
  await replica.check({ by: 'moment' });
  assert.equal(replica.isHere, null);
  publisher.write(numbered(60));
  publisher.publish();
  await replica.check({ by: 'reader' });
  assert.equal(replica.isHere, null);
});

test('after a pack was removed its articles are not here, and the others are', async (context) => {
  const { server, phone } = await library(context);
  await phone.openAndCheck();
  await server.stop();
  context.mock.method(server, 'stop', async () => {});
  const [gone] = phone.packs.files.keys();
  await phone.packs.delete(gone);
  const replica = await phone.open();
  assert.equal(replica.state.corpus, 'damaged');
  const said = await saidByPack(replica);
  assert.ok(said.size > 1);
  for (const [pack, each] of said) assert.deepEqual(new Set(each), new Set([pack !== gone]));
  await expectTrue(replica);
});

test('after everything was removed no article is here', async (context) => {
  const { phone } = await library(context);
  await phone.openAndCheck();
  phone.packs.files.clear();
  const replica = await phone.open();
  assert.equal(replica.state.lost, true);
  const said = [...(await saidByPack(replica)).values()].flat();
  assert.equal(said.length, 35);
  assert.ok(said.every((each) => each === false));
  // What the server lists in its place knows of no pack.
  assert.equal(replica.isHere({ id: 'id-0001' }), false);
});

test('damage that shows while one reads is said of all articles of that pack', async (context) => {
  const { server, phone } = await library(context);
  const replica = await phone.openAndCheck();
  await server.stop();
  context.mock.method(server, 'stop', async () => {});
  const [rotten] = phone.packs.files.keys();
  await phone.packs.rot(rotten);
  const row = (await replica.rows()).find(({ place }) => place.pack === rotten);
  assert.equal(replica.isHere, null, 'nobody knows it yet');
  assert.equal(await replica.article(row.slug), null);
  const said = await saidByPack(replica);
  for (const [pack, each] of said) assert.deepEqual(new Set(each), new Set([pack !== rotten]));
  await expectTrue(replica);
});

test('a pack that came with an update is not taken for lost when another one is', async (context) => {
  const { publisher, server, phone } = await library(context);
  const replica = await phone.openAndCheck();
  publisher.write(numbered(60));
  publisher.publish();
  await replica.check({ by: 'reader' });
  await server.stop();
  context.mock.method(server, 'stop', async () => {});
  const [rotten] = phone.packs.files.keys();
  await phone.packs.rot(rotten);
  const row = (await replica.rows()).find(({ place }) => place.pack === rotten);
  await replica.article(row.slug);
  const added = (await replica.rows()).find(({ id }) => id === numbered(60).id);
  assert.equal(replica.isHere(added), true);
  assert.equal(replica.isHere(row), false);
});

test('while a repair goes on, what has come is here; when it is done nothing is said', async (context) => {
  const { phone } = await library(context, { articles: 120 });
  await phone.openAndCheck();
  const names = [...phone.packs.files.keys()];
  const lost = names.slice(0, 2);
  assert.ok(names.length > lost.length);
  for (const name of lost) await phone.packs.delete(name);
  const replica = await phone.open();
  const rows = await replica.rows();
  const here = () => rows.filter((row) => replica.isHere?.(row) ?? true).length;
  const counts = [here()];
  replica.addEventListener('here', () => counts.push(here()));
  replica.bench.before = () => {
    phone.clock.pass(200);
  };
  await replica.check({ by: 'reader' });
  assert.equal(replica.state.corpus, 'ready');
  assert.equal(replica.isHere, null);
  assert.ok(counts[0] < rows.length);
  assert.ok(counts.some((count) => count > counts[0]), String(counts));
  assert.deepEqual(counts, [...counts].sort((one, other) => one - other), 'never fewer');
});

test('to ask costs nothing: it is one function until the answer is another', async (context) => {
  const { phone } = await library(context);
  await phone.openAndCheck();
  await phone.packs.delete([...phone.packs.files.keys()][0]);
  const replica = await phone.open();
  const asked = replica.isHere;
  await replica.rows();
  assert.equal(replica.isHere, asked);
  await replica.check({ by: 'reader' });
  assert.equal(replica.isHere, null);
});
