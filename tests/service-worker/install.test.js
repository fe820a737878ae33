import assert from 'node:assert/strict';
import { test } from 'node:test';

import { BUILD, FakeBrowser, filesOf, integrityOf, never } from './fakes.js';

const APP = `/a/${BUILD}/app.js`;

test('listens to what a worker hears as soon as it starts', () => {
  assert.deepEqual(new FakeBrowser().listeners, ['install', 'activate', 'message', 'fetch']);
});

test('install stores every file of the build and the marker last', async () => {
  const browser = new FakeBrowser();
  await browser.install();
  assert.deepEqual(browser.stored, [...Object.keys(filesOf(BUILD)), `/a/${BUILD}/.complete`]);
});

test('install asks past the HTTP cache, for the very bytes, and follows no redirect', async () => {
  const browser = new FakeBrowser();
  await browser.install();
  for (const { path, init } of browser.server.requests) {
    assert.equal(init.cache, 'reload');
    assert.equal(init.redirect, 'error');
    assert.equal(init.integrity, integrityOf(filesOf(BUILD)[path]));
  }
});

test('install asks for one file at a time', async () => {
  const browser = new FakeBrowser();
  let open = 0;
  let most = 0;
  for (const [path, body] of Object.entries(filesOf(BUILD))) {
    browser.server.pages.set(path, async () => {
      open += 1;
      most = Math.max(most, open);
      await new Promise(setImmediate);
      open -= 1;
      return new Response(body);
    });
  }
  await browser.install();
  assert.equal(most, 1);
});

for (const status of [203, 404, 500, 503]) {
  test(`install fails on status ${status} and leaves no marker`, async () => {
    const browser = new FakeBrowser();
    browser.server.pages.set(APP, () => new Response(filesOf(BUILD)[APP], { status }));
    await assert.rejects(browser.install(), { message: new RegExp(`${APP} .*${status}`) });
    assert.equal(browser.complete, false);
  });
}

test('install fails on a login page with status 200', async () => {
  const browser = new FakeBrowser();
  browser.server.hold({ [APP]: '<h1>Welcome to our Wi-Fi</h1>' });
  await assert.rejects(browser.install(), /integrity/);
  assert.equal(browser.stored.includes(APP), false);
  assert.equal(browser.complete, false);
});

test('install fails when the storage is full and leaves no marker', async () => {
  const browser = new FakeBrowser();
  const cache = await browser.caches.open(`octavo-shell-${BUILD}`);
  cache.put = async () => {
    throw new DOMException('no room', 'QuotaExceededError');
  };
  await assert.rejects(browser.install(), { name: 'QuotaExceededError' });
  assert.equal(browser.complete, false);
});

test('install ends when the server hangs', async () => {
  const browser = new FakeBrowser();
  browser.server.hangs = true;
  await assert.rejects(browser.clock.runOutUntilSettled(browser.install()), /not done within/);
  assert.equal(browser.complete, false);
});

test('install ends when the storage hangs', async () => {
  const browser = new FakeBrowser();
  browser.caches.break(never);
  await assert.rejects(browser.clock.runOutUntilSettled(browser.install()), /not done within/);
});

test('an install that was cut short goes on where it stopped', async () => {
  const browser = new FakeBrowser();
  browser.server.pages.set(APP, () => new Response('', { status: 503 }));
  await assert.rejects(browser.install());
  browser.server.hold(filesOf(BUILD));
  browser.server.requests.length = 0;
  await browser.install();
  assert.deepEqual(browser.server.paths, [APP, `/a/${BUILD}/lazy.js`]);
  assert.equal(browser.complete, true);
});

test('a new build waits: neither install nor activate skips', async () => {
  const browser = new FakeBrowser();
  await browser.install();
  await browser.activate();
  assert.equal(browser.skips, 0);
});

test('the browser is told what it may fetch without the worker', async () => {
  const browser = new FakeBrowser();
  const rules = [];
  await browser.send('install', { addRoutes: async (some) => void rules.push(...some) });
  assert.deepEqual(
    rules.map(({ condition, source }) => [condition.urlPattern, source]),
    ['/api/*', '/corpus/*', '/icons/*', '/manifest.webmanifest'].map((path) => [path, 'network']),
  );
  assert.equal(browser.complete, true);
});

test('a browser that does not take these rules installs the build all the same', async () => {
  const browser = new FakeBrowser();
  await browser.send('install', { addRoutes: () => Promise.reject(new TypeError('no')) });
  assert.equal(browser.complete, true);
});
