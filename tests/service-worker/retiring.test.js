import assert from 'node:assert/strict';
import { test } from 'node:test';

import { start } from '../../service-worker/retiring-worker.js';
import { BUILD, FakeBrowser, never } from './fakes.js';

/** A window that notes where it is sent. */
class FakeWindow {
  sent = [];

  constructor(url) {
    this.url = url;
  }

  async navigate(url) {
    this.sent.push(url);
  }
}

test('a retiring worker asks nobody, and answers no request', async () => {
  const browser = new FakeBrowser(BUILD, start);
  await browser.install();
  assert.equal(browser.skips, 1);
  assert.deepEqual(browser.listeners.sort(), ['activate', 'install']);
});

test('it drops the files of every build, and nothing else', async () => {
  const browser = new FakeBrowser(BUILD, start);
  for (const name of ['octavo-shell-aaaaaaaa', 'octavo-corpus', 'octavo-shell-bbbbbbbb', 'other']) {
    await browser.caches.open(name);
  }
  await browser.activate();
  assert.deepEqual(await browser.caches.keys(), ['octavo-corpus', 'other']);
});

test('it ends itself, and the pages that it had load anew where they are', async () => {
  const browser = new FakeBrowser(BUILD, start);
  const window = new FakeWindow('https://library.example/articles/a');
  browser.windows = [window];
  await browser.activate();
  assert.equal(browser.registration.isRegistered, false);
  assert.deepEqual(window.sent, ['https://library.example/articles/a']);
});

for (const [name, fault] of [
  ['throws', () => Promise.reject(new Error('broken'))],
  ['never answers', never],
]) {
  test(`a storage that ${name} does not keep it from ending`, async () => {
    const browser = new FakeBrowser(BUILD, start);
    browser.caches.break(fault);
    await browser.clock.runOutUntilSettled(browser.activate());
    assert.equal(browser.registration.isRegistered, false);
  });
}

test('a window that cannot be sent anywhere is left as it is', async () => {
  const browser = new FakeBrowser(BUILD, start);
  browser.windows = [{ url: '/', navigate: () => Promise.reject(new TypeError('no')) }];
  await browser.activate();
  assert.equal(browser.registration.isRegistered, false);
});
