import assert from 'node:assert/strict';
import { afterEach, beforeEach, mock, test } from 'node:test';
import { setImmediate as turn } from 'node:timers/promises';

import { startWorker } from '../../static/service-worker-bridge.js';

/** A worker as a page sees it; it knows how many windows there are, or keeps silent. */
class FakeWorker extends EventTarget {
  state = 'installed';
  heard = [];

  constructor({ windows } = {}) {
    super();
    this.windows = windows;
  }

  postMessage(message, [port] = []) {
    this.heard.push(message.type);
    if (message.type === 'count-windows' && this.windows !== undefined) {
      port.postMessage({ v: 1, type: 'windows', count: this.windows });
    }
  }
}

class FakeRegistration extends EventTarget {
  installing = null;
  waiting = null;
  active = null;
  updates = 0;

  async update() {
    this.updates += 1;
  }
}

/** A page and its browser: what the bridge touches of them. */
class FakePage extends EventTarget {
  registration = new FakeRegistration();
  registered = [];
  reloads = 0;
  #timers = new Map();

  document = Object.assign(new EventTarget(), { visibilityState: 'visible' });
  location = { reload: () => void (this.reloads += 1) };
  navigator = {
    serviceWorker: Object.assign(new EventTarget(), {
      register: async (url, options) => {
        this.registered.push([String(url), options]);
        return this.registration;
      },
    }),
  };

  setTimeout(done) {
    this.#timers.set(done, done);
    return done;
  }

  clearTimeout(timer) {
    this.#timers.delete(timer);
  }

  /** Lets all limits run out that are open. */
  runOut() {
    const due = [...this.#timers.keys()];
    this.#timers.clear();
    for (const done of due) done();
  }

  happens(type, target = this) {
    target.dispatchEvent(new Event(type));
  }

  takeOver() {
    this.happens('controllerchange', this.navigator.serviceWorker);
  }

  /** A build that arrives while the page is open: found, installed, waiting. */
  arrive(worker, { first = false } = {}) {
    this.registration.installing = worker;
    this.happens('updatefound', this.registration);
    this.registration.installing = null;
    this.registration.waiting = worker;
    if (!first) this.registration.active = new FakeWorker();
    this.happens('statechange', worker);
  }
}

/** Starts the bridge and returns the offers that it makes. */
async function start(page) {
  const offers = [];
  await startWorker({ onUpdate: (accept) => void offers.push(accept) }, page);
  return offers;
}

function pageWithWaiting(worker) {
  const page = new FakePage();
  page.registration.active = new FakeWorker();
  page.registration.waiting = worker;
  return page;
}

beforeEach(() => mock.timers.enable({ apis: ['Date'], now: 1_000_000 }));
afterEach(() => mock.timers.reset());

test('the one worker is registered for the whole origin and never taken from the HTTP cache', async () => {
  const page = new FakePage();
  await start(page);
  assert.deepEqual(page.registered, [['/sw.js', { scope: '/', updateViaCache: 'none' }]]);
});

test('a browser without service workers is left alone', async () => {
  const page = new FakePage();
  page.navigator = {};
  assert.deepEqual(await start(page), []);
});

test('a registration that is refused is no error of the page', async () => {
  const page = new FakePage();
  page.navigator.serviceWorker.register = async () => {
    throw new DOMException('not secure', 'SecurityError');
  };
  assert.deepEqual(await start(page), []);
});

// Checks

test('a new build is looked for at start', async () => {
  const page = new FakePage();
  await start(page);
  assert.equal(page.registration.updates, 1);
});

for (const [type, target] of [['visibilitychange', 'document'], ['pageshow'], ['focus'], ['online']]) {
  test(`a new build is looked for at ${type}, at most every 30 seconds`, async () => {
    const page = new FakePage();
    await start(page);
    const happens = () => page.happens(type, target ? page[target] : page);
    mock.timers.setTime(1_029_999);
    happens();
    assert.equal(page.registration.updates, 1);
    mock.timers.setTime(1_030_000);
    happens();
    happens();
    assert.equal(page.registration.updates, 2);
  });
}

test('a hidden page looks for nothing', async () => {
  const page = new FakePage();
  page.document.visibilityState = 'hidden';
  await start(page);
  page.happens('online');
  assert.equal(page.registration.updates, 0);
});

test('a clock that is set back puts no check off', async () => {
  const page = new FakePage();
  await start(page);
  mock.timers.setTime(10);
  page.happens('focus');
  assert.equal(page.registration.updates, 2);
});

test('a check that fails is no error of the page', async () => {
  const page = new FakePage();
  page.registration.update = () => Promise.reject(new TypeError('Failed to fetch'));
  await start(page);
  await turn();
});

// Consent

test('the first install asks nothing and reloads nothing', async () => {
  const page = new FakePage();
  const offers = await start(page);
  page.arrive(new FakeWorker(), { first: true });
  page.takeOver();
  assert.equal(offers.length, 0);
  assert.equal(page.reloads, 0);
});

test('a build that arrives while the page is open is offered and waits', async () => {
  const page = new FakePage();
  const offers = await start(page);
  const worker = new FakeWorker({ windows: 1 });
  page.arrive(worker);
  assert.equal(offers.length, 1);
  assert.deepEqual(worker.heard, []);
});

test('a build that was already installing at start is offered too', async () => {
  const page = new FakePage();
  const worker = new FakeWorker();
  page.registration.active = new FakeWorker();
  page.registration.installing = worker;
  const offers = await start(page);
  page.happens('statechange', worker);
  assert.equal(offers.length, 1);
});

test('an accepted build takes over and the page reloads exactly once', async () => {
  const page = new FakePage();
  const [accept] = await start(page).then((offers) => {
    page.arrive(new FakeWorker());
    return offers;
  });
  const accepted = accept();
  assert.deepEqual(page.registration.waiting.heard, ['skip-waiting']);
  assert.equal(page.reloads, 0);
  page.takeOver();
  page.takeOver();
  assert.equal(await accepted, true);
  assert.equal(page.reloads, 1);
});

test('a build that another window accepted does not reload this one', async () => {
  const page = new FakePage();
  await start(page);
  page.arrive(new FakeWorker());
  page.takeOver();
  assert.equal(page.reloads, 0);
});

test('an accepted build that does not take over is told of', async () => {
  const page = new FakePage();
  const offers = await start(page);
  page.arrive(new FakeWorker());
  const accepted = offers[0]();
  page.runOut();
  assert.equal(await accepted, false);
  assert.equal(page.reloads, 0);
});

// Cold start

test('at a cold start in the only window a waiting build is taken without asking', async () => {
  const worker = new FakeWorker({ windows: 1 });
  const page = pageWithWaiting(worker);
  const offers = await start(page);
  assert.deepEqual(worker.heard, ['count-windows', 'skip-waiting']);
  page.takeOver();
  assert.equal(offers.length, 0);
  assert.equal(page.reloads, 1);
});

test('with another window open a waiting build is offered', async () => {
  const worker = new FakeWorker({ windows: 2 });
  const offers = await start(pageWithWaiting(worker));
  assert.equal(offers.length, 1);
  assert.deepEqual(worker.heard, ['count-windows']);
});

test('a waiting worker that does not count the windows is offered', async () => {
  const page = pageWithWaiting(new FakeWorker());
  const offers = [];
  const started = startWorker({ onUpdate: (accept) => void offers.push(accept) }, page);
  await turn();
  page.runOut();
  await started;
  assert.equal(offers.length, 1);
});

for (const type of ['pointerdown', 'keydown', 'wheel']) {
  test(`after ${type} a waiting build is offered, not taken`, async () => {
    const worker = new FakeWorker({ windows: 1 });
    const page = pageWithWaiting(worker);
    const started = start(page);
    page.happens(type);
    assert.equal((await started).length, 1);
    assert.deepEqual(worker.heard, []);
  });
}

test('a touch while the windows are counted turns taking into offering', async () => {
  const worker = new FakeWorker();
  const page = pageWithWaiting(worker);
  worker.postMessage = (message, [port]) => {
    page.happens('pointerdown');
    port.postMessage({ v: 1, type: 'windows', count: 1 });
  };
  assert.equal((await start(page)).length, 1);
});

test('a touch while the build takes over keeps the page as it is', async () => {
  const page = pageWithWaiting(new FakeWorker({ windows: 1 }));
  await start(page);
  page.happens('keydown');
  page.takeOver();
  assert.equal(page.reloads, 0);
});
