/** What of a first download can be read before all of it is here. */
import assert from 'node:assert/strict';
import { test } from 'node:test';

import { Partial } from '../../static/corpus/partial.js';
import { idOf, library, numbered } from './library.js';

const packsIn = (files) => files.filter((file) => file.startsWith('pack-'));

/** A library whose base is older than its last edition, and a tab that stops after some packs. */
async function stopped(context, packs) {
  const ground = await library(context, { articles: 100 });
  const { publisher, phone } = ground;
  publisher.write(numbered(3, { title: 'Corrected' }), numbered(200));
  publisher.withdraw(idOf(5));
  const { changes } = publisher.publish();
  const replica = await phone.open();
  let started = 0;
  replica.bench.before = async (job) => {
    if (job === 'fetch' && ++started === packs + 1) await replica.pause();
  };
  const told = new Promise((resolve) => {
    replica.addEventListener('here', async () => (await replica.arrived()).length && resolve(null));
  });
  await replica.check({ by: 'moment' });
  assert.equal(replica.state.waiting, 'paused');
  if (packs > 1) await told;
  return { ...ground, replica, changes };
}

async function expectAsPublished(replica, publisher) {
  for (const row of await replica.arrived()) {
    assert.equal(replica.isHere(row), true);
    const { article } = await replica.arrivedArticle(row.slug);
    assert.equal(JSON.stringify(article), publisher.line(row.id));
  }
}

test('what has come of a first download is read, and the rest is only online', async (context) => {
  const { publisher, replica } = await stopped(context, 4);
  const ids = (await replica.arrived()).map(({ id }) => id);
  assert.ok(ids.length > 5 && ids.length < 100, String(ids.length));
  await expectAsPublished(replica, publisher);
  const others = publisher.ids.filter((id) => !ids.includes(id));
  assert.ok(others.every((id) => replica.isHere({ id }) === false));
});

test('changes come first: what they correct or withdraw is never read as it was', async (context) => {
  const { server, replica, changes } = await stopped(context, 6);
  assert.equal(packsIn(server.takeAsked())[0], changes[0].file);
  const arrived = await replica.arrived();
  const corrected = arrived.find(({ id }) => id === idOf(3));
  assert.equal(corrected?.title, 'Corrected');
  assert.ok(!arrived.some(({ id }) => id === idOf(5)), 'it is withdrawn');
  assert.ok(arrived.some(({ id }) => id === idOf(200)));
});

test('before the changes are here nothing of the base is said to be', async (context) => {
  const { phone, publisher, replica, changes } = await stopped(context, 4);
  replica.close();
  await phone.packs.delete(changes[0].file);
  const again = await phone.open();
  await again.check({ by: 'moment' });
  assert.equal(again.state.waiting, 'paused');
  assert.deepEqual(await again.arrived(), []);
  assert.ok(publisher.ids.every((id) => again.isHere({ id }) === false));
});

test('a restart that reaches the server knows again what is here, and the whole ends it', async (context) => {
  const { publisher, phone, replica } = await stopped(context, 4);
  const before = (await replica.arrived()).map(({ id }) => id);
  replica.close();
  const again = await phone.open();
  const told = new Promise((resolve) => again.addEventListener('here', resolve, { once: true }));
  await again.check({ by: 'moment' });
  await told;
  assert.deepEqual((await again.arrived()).map(({ id }) => id), before);
  await expectAsPublished(again, publisher);
  await again.resume();
  assert.equal(again.state.corpus, 'ready');
  assert.equal(again.isHere, null);
  assert.deepEqual(await again.arrived(), []);
});

test('a storage that fails once does not end what is told of the packs after it', async (context) => {
  const { phone, changes } = await stopped(context, 4);
  const held = await phone.packs.names();
  const later = changes.map(({ file }) => file);
  const base = [...held].filter((name) => !later.includes(name));
  let isBusy = true;
  const store = {
    async get(name) {
      if (!isBusy) return phone.packs.get(name);
      throw new Error('the storage is busy');
    },
  };
  const partial = new Partial([...base, ...later], base, store);
  await assert.rejects(partial.see(held), /busy/);
  assert.equal(partial.size, 0);
  isBusy = false;
  await partial.see(held);
  assert.ok(partial.size > 5);
  assert.equal((await partial.rows()).length, partial.size);
});
