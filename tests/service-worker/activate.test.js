import assert from 'node:assert/strict';
import { test } from 'node:test';

import { BUILD, FakeBrowser, cacheOf, never } from './fakes.js';

async function browserWithPast() {
  const browser = new FakeBrowser();
  await browser.hold('aaaaaaa1');
  await browser.hold('aaaaaaa2');
  await browser.hold('aaaaaaa3', { complete: false });
  await browser.hold('aaaaaaa4');
  await browser.caches.open('octavo-corpus');
  await browser.caches.open('another-apps-shell');
  await browser.install();
  return browser;
}

test('activate keeps the two complete builds before this one and what is not its own', async () => {
  const browser = await browserWithPast();
  await browser.activate();
  assert.deepEqual(await browser.caches.keys(), [
    cacheOf('aaaaaaa2'),
    cacheOf('aaaaaaa4'),
    'octavo-corpus',
    'another-apps-shell',
    cacheOf(BUILD),
  ]);
});

for (const state of ['installing', 'waiting']) {
  test(`activate deletes nothing while a newer build is ${state}`, async () => {
    const browser = await browserWithPast();
    const before = await browser.caches.keys();
    browser.registration[state] = {};
    await browser.activate();
    assert.deepEqual(await browser.caches.keys(), before);
  });
}

test('activate takes charge of the open pages', async () => {
  const browser = await browserWithPast();
  await browser.activate();
  assert.equal(browser.claims, 1);
});

test('activate takes charge also when the storage throws', async () => {
  const browser = await browserWithPast();
  browser.caches.break(() => {
    throw new Error('the storage is broken');
  });
  await browser.activate();
  assert.equal(browser.claims, 1);
});

test('activate takes charge also when the storage hangs', async () => {
  const browser = await browserWithPast();
  browser.caches.break(never);
  await browser.clock.runOutUntilSettled(browser.activate());
  assert.equal(browser.claims, 1);
});

test('activate ends when the browser does not hand over the pages', async () => {
  const browser = await browserWithPast();
  browser.scope.clients.claim = never;
  await assert.rejects(browser.clock.runOutUntilSettled(browser.activate()), /not done within/);
});
