import assert from 'node:assert/strict';
import { test } from 'node:test';

import { expectSame, library, numbered } from './library.js';

test('a check counts the articles in packs that have changed on the disk', async (context) => {
  const { publisher, server, phone } = await library(context);
  const replica = await phone.openAndCheck();
  const steps = [];
  const onPack = (done, all) => steps.push([done, all]);
  assert.equal(await replica.verify(onPack), 0);
  const all = phone.packs.files.size;
  assert.deepEqual(steps, [...Array(all + 1).keys()].map((done) => [done, all]));
  assert.equal(replica.state.corpus, 'ready');

  const [name] = phone.packs.files.keys();
  await phone.packs.rot(name);
  const damaged = await replica.verify(() => {});
  assert.ok(damaged > 0 && damaged <= publisher.ids.length);
  assert.equal(replica.state.corpus, 'damaged');

  server.takeAsked();
  await replica.check({ by: 'reader' });
  assert.ok(server.takeAsked().includes(name));
  assert.equal(await replica.verify(() => {}), 0);
  assert.equal(replica.state.corpus, 'ready');
  await expectSame(replica, publisher, assert);
});

test('a pack that is gone is damaged as well', async (context) => {
  const { publisher, phone } = await library(context);
  const replica = await phone.openAndCheck();
  await replica.rows();
  for (const name of [...phone.packs.files.keys()]) await phone.packs.delete(name);
  assert.equal(await replica.verify(() => {}), publisher.ids.length);
});

test('who wants to be asked first is asked for each update and no repair', async (context) => {
  const { publisher, phone } = await library(context);
  phone.asksFirst = true;
  const replica = await phone.openAndCheck();
  assert.equal(replica.state.edition, 1, 'the first download is no update');

  await phone.packs.rot([...phone.packs.files.keys()][0]);
  await replica.verify(() => {});
  await replica.check({ by: 'reader' });
  assert.equal(replica.state.corpus, 'ready');

  publisher.write(numbered(3, { title: 'Corrected' }));
  publisher.publish();
  await replica.check({ by: 'reader' });
  const { edition, corpus, consent, update } = replica.state;
  assert.deepEqual({ edition, corpus, articles: consent.articles }, {
    edition: 1,
    corpus: 'ready',
    articles: 1,
  });
  assert.equal(update.counts.corrected, 1);
  await replica.accept();
  assert.equal(replica.state.edition, 2);
  assert.equal(replica.state.consent, null);
  await expectSame(replica, publisher, assert);

  publisher.write(numbered(4, { title: 'Corrected too' }));
  publisher.publish();
  await replica.check({ by: 'reader' });
  assert.equal(replica.state.edition, 2);
  phone.asksFirst = false;
  await replica.check({ by: 'reader' });
  assert.equal(replica.state.edition, 3);
});

test('what is looked up by id is an article, a withdrawal, or not there', async (context) => {
  const { publisher, phone } = await library(context);
  publisher.withdraw(numbered(5).id);
  publisher.withdraw(numbered(6).id);
  publisher.publish();
  const replica = await phone.openAndCheck();
  const ids = [numbered(5).id, numbered(3).id, 'nobody'];
  const found = await replica.findEach(ids);
  assert.deepEqual(
    ids.map((id) => found.get(id)?.kind ?? null),
    ['withdrawn', 'article', null],
  );
  assert.equal(found.size, 2);
  assert.ok((await replica.size()) > 0);
});
