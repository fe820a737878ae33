import assert from 'node:assert/strict';
import { test } from 'node:test';
import { setImmediate as turn } from 'node:timers/promises';

import { BUILD, FakeBrowser, ORIGIN, cacheOf, filesOf, integrityOf, never } from './fakes.js';

const SHELL = filesOf(BUILD)[`/a/${BUILD}/shell.html`];
const throws = () => {
  throw new Error('the storage is broken');
};

async function installed() {
  const browser = new FakeBrowser();
  await browser.install();
  browser.server.requests.length = 0;
  return browser;
}

async function assertIsRecovery(response) {
  assert.equal(response.status, 503);
  assert.match(await response.text(), /Try again/);
}

const LEFT_TO_THE_BROWSER = [
  ['a form that is sent', '/', { method: 'POST', mode: 'navigate' }],
  ['a part of a file', `/a/${BUILD}/app.js`, { headers: { range: 'bytes=0-9' } }],
  ['another origin', 'https://elsewhere.example/', { mode: 'navigate' }],
  ['the API', '/api/v1/articles', {}],
  ['the API opened as a page', '/api/v1/articles', { mode: 'navigate' }],
  ['the corpus', '/corpus/head.json', {}],
  ['the corpus opened as a page', '/corpus/head.json', { mode: 'navigate' }],
  ['the manifest', '/manifest.webmanifest', {}],
  ['an icon', '/icons/any-192-01234567.png', {}],
  ['a route that a script fetches', '/', {}],
];

for (const [what, url, how] of LEFT_TO_THE_BROWSER) {
  test(`${what} is left to the browser`, async () => {
    assert.equal((await installed()).ask(url, how).answer, null);
  });
}

// App routes

for (const url of ['/', '/?after=0123456789abcdef', '/articles/a', '/articles/%C3%A9t%C3%A9']) {
  test(`${url} is answered by the shell without the network`, async () => {
    const browser = await installed();
    assert.equal(await (await browser.navigate(url).answer).text(), SHELL);
    assert.deepEqual(browser.server.requests, []);
  });
}

test('a shell that was lost is replaced by the page of the server and fetched again', async () => {
  const browser = await installed();
  await browser.caches.delete(cacheOf(BUILD));
  const { answer, work } = browser.navigate('/articles/a');
  assert.equal(await (await answer).text(), 'an article, by the server');
  await Promise.all(work);
  assert.equal(await (await browser.navigate('/articles/a').answer).text(), SHELL);
});

test('a shell without its marker is not served', async () => {
  const browser = new FakeBrowser();
  await browser.hold(BUILD, { complete: false });
  const { answer, work } = browser.navigate('/');
  assert.equal(await (await answer).text(), 'the library, by the server');
  await Promise.all(work);
  assert.equal(browser.complete, true);
});

test('asking does not leave an empty cache behind', async () => {
  const browser = await installed();
  await browser.ask('/a/0ddba110/app.js').answer;
  assert.deepEqual(await browser.caches.keys(), [cacheOf(BUILD)]);
});

test('pages that are opened together fetch a lost shell once', async () => {
  const browser = await installed();
  await browser.caches.delete(cacheOf(BUILD));
  const asked = [browser.navigate('/'), browser.navigate('/')];
  await Promise.all(asked.map(({ answer }) => answer));
  await Promise.all(asked.flatMap(({ work }) => work));
  assert.equal(browser.server.paths.filter((path) => path === `/a/${BUILD}/app.js`).length, 1);
});

test('healing that fails is tried again by the next page', async () => {
  const browser = await installed();
  await browser.caches.delete(cacheOf(BUILD));
  browser.server.away = true;
  const first = browser.navigate('/');
  await assertIsRecovery(await first.answer);
  await Promise.all(first.work);
  browser.server.away = false;
  const second = browser.navigate('/');
  await second.answer;
  await Promise.all(second.work);
  assert.equal(browser.complete, true);
});

test('a page that the server withdrew is handed on while the shell is lost', async () => {
  const browser = await installed();
  await browser.caches.delete(cacheOf(BUILD));
  browser.server.pages.set('/articles/a', () => new Response('withdrawn', { status: 410 }));
  assert.equal((await browser.navigate('/articles/a').answer).status, 410);
});

test('a redirect of the server is handed on, not followed', async () => {
  const browser = await installed();
  await browser.caches.delete(cacheOf(BUILD));
  await browser.navigate('/').answer;
  const { init } = browser.server.requests.find(({ path }) => path === '/');
  assert.equal(init.redirect, 'manual');
});

test('without shell and with a server out of order the recovery page says what to do', async () => {
  const browser = await installed();
  await browser.caches.delete(cacheOf(BUILD));
  browser.server.pages.set('/', () => new Response('Bad gateway', { status: 502 }));
  await assertIsRecovery(await browser.navigate('/').answer);
});

test('a storage that throws costs no page: the server answers', async () => {
  const browser = await installed();
  browser.caches.break(throws);
  assert.equal(await (await browser.navigate('/').answer).text(), 'the library, by the server');
});

test('a storage that hangs costs no page: the server answers', async () => {
  const browser = await installed();
  browser.caches.break(never);
  const response = await browser.clock.runOutUntilSettled(browser.navigate('/').answer);
  assert.equal(await response.text(), 'the library, by the server');
});

test('a cached page whose entry throws is answered by the server', async () => {
  const browser = await installed();
  (await browser.caches.open(cacheOf(BUILD))).match = throws;
  assert.equal(await (await browser.navigate('/').answer).text(), 'the library, by the server');
});

test('a storage that hangs is waited for once, and asked again when it has answered', async () => {
  const browser = await installed();
  const has = browser.caches.has;
  /** @type {(answer: boolean) => void} */
  let answer = () => {};
  browser.caches.has = () => new Promise((resolve) => (answer = resolve));
  const first = browser.ask('/', { mode: 'navigate' }).answer;
  await browser.clock.runOutUntilSettled(first);
  assert.equal(await (await browser.ask('/', { mode: 'navigate' }).answer).text(), 'the library, by the server');
  browser.caches.has = has;
  answer(true);
  await turn();
  assert.equal(await (await browser.ask('/', { mode: 'navigate' }).answer).text(), SHELL);
});

for (const [how, fault] of [['throws', throws], ['hangs', never]]) {
  test(`a storage that ${how} and a server that hangs end in the recovery page`, async () => {
    const browser = await installed();
    browser.caches.break(fault);
    browser.server.hangs = true;
    const { answer, work } = browser.navigate('/articles/a');
    await assertIsRecovery(await browser.clock.runOutUntilSettled(answer));
    await browser.clock.runOutUntilSettled(Promise.all(work));
  });
}

// Addresses that are no route of this build

for (const url of ['/articles', '/articles/a/b', '/articles/', '/wishes', '/sw.js']) {
  test(`${url} is asked of the server, whatever it says`, async () => {
    const browser = await installed();
    assert.equal((await browser.navigate(url).answer).status, 404);
    assert.deepEqual(browser.server.paths, [new URL(url, ORIGIN).pathname]);
  });
}

test('without the server the shell says that nothing is there', async () => {
  const browser = await installed();
  browser.server.away = true;
  assert.equal(await (await browser.navigate('/wishes').answer).text(), SHELL);
});

test('with a server that hangs the shell says that nothing is there', async () => {
  const browser = await installed();
  browser.server.hangs = true;
  const response = await browser.clock.runOutUntilSettled(browser.navigate('/wishes').answer);
  assert.equal(await response.text(), SHELL);
});

test('without server and shell an unknown address ends in the recovery page', async () => {
  const browser = new FakeBrowser();
  browser.server.away = true;
  await assertIsRecovery(await browser.navigate('/wishes').answer);
});

// Files of the shell

test('a file is answered from the cache of the build in its address', async () => {
  const browser = await installed();
  await browser.hold('aaaaaaa1');
  browser.server.away = true;
  for (const build of [BUILD, 'aaaaaaa1']) {
    const path = `/a/${build}/lazy.js`;
    assert.equal(await (await browser.ask(path).answer).text(), filesOf(build)[path]);
  }
});

test('a file of a build that is not whole comes from the server', async () => {
  const browser = await installed();
  await browser.hold('aaaaaaa1', { complete: false });
  browser.server.hold({ '/a/aaaaaaa1/lazy.js': 'from the server' });
  assert.equal(await (await browser.ask('/a/aaaaaaa1/lazy.js').answer).text(), 'from the server');
});

test('a file of this build that was lost comes from the server and heals the cache', async () => {
  const browser = await installed();
  await browser.caches.delete(cacheOf(BUILD));
  const { answer, work } = browser.ask(`/a/${BUILD}/app.js`);
  assert.equal((await answer).status, 200);
  await Promise.all(work);
  assert.equal(browser.complete, true);
});

test('a file that nobody gives is an answer, not a rejection', async () => {
  const browser = await installed();
  browser.server.away = true;
  assert.equal((await browser.ask('/a/0ddba110/app.js').answer).status, 504);
});

test('a file is an answer also when storage and server hang', async () => {
  const browser = await installed();
  browser.caches.break(never);
  browser.server.hangs = true;
  const { answer, work } = browser.ask(`/a/${BUILD}/app.js`);
  assert.equal((await browser.clock.runOutUntilSettled(answer)).status, 504);
  await browser.clock.runOutUntilSettled(Promise.all(work));
});

// Recovery

test('a reset drops the files of this build only and starts the app anew', async () => {
  const browser = await installed();
  await browser.hold('aaaaaaa1');
  await browser.caches.open('octavo-corpus');
  const response = await browser.navigate('/?reset-app-files=1').answer;
  assert.equal(response.status, 303);
  assert.equal(response.headers.get('location'), '/');
  assert.deepEqual(await browser.caches.keys(), [cacheOf('aaaaaaa1'), 'octavo-corpus']);
});

test('a reset without the server drops nothing', async () => {
  const browser = await installed();
  browser.server.away = true;
  await assertIsRecovery(await browser.navigate('/?reset-app-files=1').answer);
  assert.equal(browser.complete, true);
});

test('a reset of a storage that throws ends in the recovery page', async () => {
  const browser = await installed();
  browser.caches.break(throws);
  await assertIsRecovery(await browser.navigate('/?reset-app-files=1').answer);
});

test('the recovery page needs no script, brings its style with it, and is not kept', async () => {
  const browser = new FakeBrowser();
  browser.server.away = true;
  const response = await browser.navigate('/').answer;
  const html = await response.text();
  assert.doesNotMatch(html, /<script|<link|\sstyle=|\son\w+=/);
  assert.match(html, /<a href="">Try again<\/a>/);
  assert.match(html, /<form action="\/" method="get">\s*<p><button name="reset-app-files" value="1">/);
  assert.equal(response.headers.get('cache-control'), 'no-store');
  const [, style] = /<style>(.*?)<\/style>/s.exec(html);
  const policy = response.headers.get('content-security-policy');
  assert.match(policy, /^default-src 'none';/);
  assert.ok(policy.includes(`style-src '${integrityOf(style)}'`), integrityOf(style));
});

for (const [languages, lang, dir, title] of [
  [['fi', 'ar-EG', 'en'], 'ar', 'rtl', 'يتعذّر تشغيل التطبيق'],
  [['fi'], 'en', 'ltr', 'The app cannot start'],
  [[], 'en', 'ltr', 'The app cannot start'],
  [['arn', 'en'], 'en', 'ltr', 'The app cannot start'],
]) {
  test(`the recovery page for a reader of ${languages.join(', ') || 'nothing'} is in ${lang}`, async () => {
    const browser = new FakeBrowser();
    browser.navigator.languages = languages;
    browser.server.away = true;
    const html = await (await browser.navigate('/').answer).text();
    assert.ok(html.includes(`<html lang="${lang}" dir="${dir}">`));
    assert.ok(html.includes(`<h1>${title}</h1>`));
  });
}
