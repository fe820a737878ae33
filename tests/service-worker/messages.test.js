import assert from 'node:assert/strict';
import { test } from 'node:test';

import { FakeBrowser, never } from './fakes.js';

/** A port that keeps what is posted to it. */
function fakePort() {
  const posted = [];
  return { posted, postMessage: (message) => void posted.push(message) };
}

test('a page that says skip-waiting is obeyed', async () => {
  const browser = new FakeBrowser();
  await browser.send('message', { data: { v: 1, type: 'skip-waiting' }, ports: [] });
  assert.equal(browser.skips, 1);
});

test('the number of windows is answered on the port', async () => {
  const browser = new FakeBrowser();
  browser.windows = [{}, {}];
  const port = fakePort();
  await browser.send('message', { data: { v: 1, type: 'count-windows' }, ports: [port] });
  assert.deepEqual(port.posted, [{ v: 1, type: 'windows', count: 2 }]);
});

test('counting windows ends when the browser does not answer', async () => {
  const browser = new FakeBrowser();
  browser.scope.clients.matchAll = never;
  const sent = browser.send('message', {
    data: { v: 1, type: 'count-windows' },
    ports: [fakePort()],
  });
  await assert.rejects(browser.clock.runOutUntilSettled(sent), /not done within/);
});

for (const [what, lose, whole] of [
  ['is whole', () => {}, true],
  ['was lost', (browser) => browser.caches.all.clear(), true],
  ['was lost and cannot be fetched', (browser) => {
    browser.caches.all.clear();
    browser.server.away = true;
  }, false],
]) {
  test(`asked to keep an app that ${what}, a worker says whether it is whole`, async () => {
    const browser = new FakeBrowser();
    await browser.install();
    lose(browser);
    const port = fakePort();
    await browser.send('message', { data: { v: 1, type: 'keep' }, ports: [port] });
    assert.deepEqual(port.posted, [{ v: 1, type: 'kept', whole }]);
  });
}

for (const data of [null, undefined, 'skip-waiting', {}, { type: 'skip-waiting' },
  { v: 2, type: 'skip-waiting' }, { v: 1, type: 'unknown' }]) {
  test(`the message ${JSON.stringify(data)} is not heard`, async () => {
    const browser = new FakeBrowser();
    await browser.send('message', { data, ports: [] });
    assert.equal(browser.skips, 0);
  });
}
