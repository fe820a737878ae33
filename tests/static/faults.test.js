import assert from 'node:assert/strict';
import { test } from 'node:test';

import { expectSame, idOf, library, numbered } from './library.js';
import { whenState } from './phone.js';
import { FAULTS } from './server.js';

const PARTS = { head: /^head/, root: /^root/, pack: /^pack/ };

/** Short enough that a hanging server is given up in a test; long enough for an answer. */
const SILENCE = 250;

/** The head has no hash, so what is not JSON is what shows. */
function codeOf(part, fault) {
  if (part === 'head' && FAULTS[fault] === 'hash') return 'not-json';
  return FAULTS[fault];
}

/** Lets the clock run to the next try, which comes by itself, until all is well. */
async function mendsByItself({ replica, phone, server }) {
  assert.equal(replica.state.waiting, 'network');
  server.mend();
  phone.clock.pass(phone.clock.nextIn);
  await whenState(replica, ({ corpus, trouble }) => corpus === 'ready' && !trouble);
}

for (const [part, path] of Object.entries(PARTS)) {
  for (const fault of Object.keys(FAULTS)) {
    if (part === 'head' && fault === 'flip') continue; // may leave a head that is whole: see below

    test(`${fault} in the ${part}: a first download keeps nothing of it and mends by itself`, async (context) => {
      const { publisher, server, phone } = await library(context, { silence: SILENCE });
      server.fault(path, fault);
      const replica = await phone.openAndCheck();
      const { code, what } = replica.state.trouble;
      assert.deepEqual([code, what], [codeOf(part, fault), part]);
      assert.equal(phone.packs.files.size, 0);
      assert.notEqual(replica.state.corpus, 'ready');
      await mendsByItself({ replica, phone, server });
      await expectSame(replica, publisher, assert);
    });

    test(`${fault} in the ${part}: an update leaves the old edition readable and mends by itself`, async (context) => {
      const { publisher, server, phone } = await library(context, { silence: SILENCE });
      await phone.openAndCheck();
      const before = [...phone.packs.files.keys()];
      publisher.write(numbered(1, { title: 'Corrected' }));
      publisher.publish();
      server.fault(path, fault);
      phone.clock.pass(60_000);
      const replica = await phone.openAndCheck();
      const { code, what } = replica.state.trouble;
      assert.deepEqual([code, what], [codeOf(part, fault), part]);
      assert.deepEqual([...phone.packs.files.keys()], before);
      const { corpus, edition } = replica.state;
      assert.deepEqual([corpus, edition], ['ready', 1]);
      assert.equal((await replica.article(idOf(1))).title, `Title of ${idOf(1)}`);
      await mendsByItself({ replica, phone, server });
      await expectSame(replica, publisher, assert);
    });
  }
}

test('a head with a flipped bit is refused, or leads to a root that is not there', async (context) => {
  const { publisher, server, phone } = await library(context);
  const whole = publisher.files.get('head.json');
  const replica = await phone.open();
  const root = JSON.parse(whole).root;
  for (let at = 0; at < whole.length; at += 1) {
    const flipped = Buffer.from(whole);
    flipped[at] ^= 1;
    publisher.files.set('head.json', flipped);
    server.fault(/^pack/, 'broken');
    await replica.check({ by: 'reader' });
    assert.ok(replica.state.trouble);
    if (replica.state.trouble.what === 'pack') assert.equal(JSON.parse(flipped).root, root);
    assert.equal(replica.state.corpus === 'ready', false);
  }
});

test('one pack that fails does not keep the others from coming', async (context) => {
  const { publisher, server, phone } = await library(context, { articles: 100 });
  const bad = publisher.publish().base[4].file;
  server.fault(new RegExp(bad), 'missing');
  const replica = await phone.openAndCheck();
  assert.equal(replica.state.trouble.code, 'status');
  // The nine others of the base, and the pack of the second edition.
  assert.equal(phone.packs.files.size, 10);
  await mendsByItself({ replica, phone, server });
  await expectSame(replica, publisher, assert);
});

test('when every pack comes wrong, few are fetched', async (context) => {
  const { server, phone } = await library(context, { articles: 300 });
  server.fault(/^pack/, 'flip');
  await phone.openAndCheck();
  assert.ok(server.takeAsked().length < 8);
});

test('where the network is gone, nothing more is asked for', async (context) => {
  const { server, phone } = await library(context, { articles: 300, silence: SILENCE });
  server.fault(/^pack/, 'hang');
  const replica = await phone.openAndCheck();
  assert.equal(replica.state.trouble.code, 'timeout');
  assert.equal(server.takeAsked().filter((file) => file.startsWith('pack')).length, 1);
});

test('waits after failures double up to a minute, and a success starts them anew', async (context) => {
  const { publisher, server, phone } = await library(context);
  const replica = await phone.openAndCheck();
  server.fault(/^head/, 'broken');
  const waits = [];
  await replica.check({ by: 'reader' });
  for (let round = 0; round < 7; round += 1) {
    waits.push(phone.clock.nextIn / 1000);
    const asked = server.asked.length;
    phone.clock.pass(phone.clock.nextIn);
    // The question that the timer asked is joined, not asked twice.
    await replica.check({ by: 'reader' });
    assert.equal(server.asked.length, asked + 1);
  }
  assert.deepEqual(waits, [2, 4, 8, 16, 32, 60, 60]);
  server.mend();
  await replica.check({ by: 'reader' });
  assert.equal(phone.clock.timers.size, 0);
  server.fault(/^head/, 'broken');
  await replica.check({ by: 'reader' });
  assert.equal(phone.clock.nextIn, 2_000);
  assert.equal(replica.state.edition, publisher.edition);
});

test('waits are jittered between half and whole', async (context) => {
  const { server, phone } = await library(context);
  phone.clock.random = () => 0;
  server.fault(/^head/, 'broken');
  await phone.openAndCheck();
  assert.equal(phone.clock.nextIn, 1_000);
});

test('a hidden page does not try again by itself; the next moment does', async (context) => {
  const { publisher, server, phone } = await library(context);
  server.fault(/^head/, 'broken');
  const replica = await phone.openAndCheck();
  server.mend();
  phone.isVisible = false;
  server.asked.length = 0;
  phone.clock.pass(phone.clock.nextIn);
  assert.deepEqual(server.asked, []);
  phone.isVisible = true;
  await replica.check({ by: 'moment' });
  await expectSame(replica, publisher, assert);
});

test('a host that does not encode is asked for .gz files after the first pack', async (context) => {
  const { publisher, server, phone } = await library(context);
  server.encodes = false;
  await expectSame(await phone.openAndCheck(), publisher, assert);
  const [, first, ...rest] = server.takeAsked();
  assert.match(first, /^pack-.*\.json$/);
  assert.equal(rest.length, 3);
  for (const file of rest) assert.match(file, /^pack-.*\.json\.gz$/);
});

test('a host that neither encodes nor has .gz files is asked for plain ones', async (context) => {
  const { publisher, server, phone } = await library(context, { articles: 100 });
  server.encodes = false;
  server.hasSiblings = false;
  await expectSame(await phone.openAndCheck(), publisher, assert);
  // The lanes that started together each find out for themselves.
  assert.ok(server.takeAsked().filter((file) => file.endsWith('.gz')).length <= 3);
});

test('a host that labels .gz files as encoded is understood', async (context) => {
  const { publisher, server, phone } = await library(context);
  server.encodes = false;
  server.labelsSiblings = true;
  await expectSame(await phone.openAndCheck(), publisher, assert);
});

for (const fault of ['flip', 'cut', 'foreign']) {
  test(`${fault} in a .gz file is found out by the hash`, async (context) => {
    const { publisher, server, phone } = await library(context);
    server.encodes = false;
    server.fault(/\.gz$/, fault);
    const replica = await phone.openAndCheck();
    assert.equal(replica.state.trouble.code, 'hash');
    assert.equal(phone.packs.files.size, 1);
    await mendsByItself({ replica, phone, server });
    await expectSame(replica, publisher, assert);
  });
}
