import assert from 'node:assert/strict';
import { afterEach, beforeEach, mock, test } from 'node:test';
import { setImmediate as turn } from 'node:timers/promises';

import { startWorker } from '../../static/service-worker-bridge.js';

/**
 * A worker as a page sees it; it knows how many windows there are, or keeps silent, and whether the
 * app's files are whole.
 */
class FakeWorker extends EventTarget {
  state = 'installed';
  heard = [];

  constructor({ windows, whole = true, state = 'installed' } = {}) {
    super();
    this.windows = windows;
    this.whole = whole;
    this.state = state;
  }

  becomes(state) {
    this.state = state;
    this.dispatchEvent(new Event('statechange'));
  }

  postMessage(message, [port] = []) {
    this.heard.push(message.type);
    if (message.type === 'count-windows' && this.windows !== undefined) {
      port.postMessage({ v: 1, type: 'windows', count: this.windows });
    }
    if (message.type === 'keep') port.postMessage({ v: 1, type: 'kept', whole: this.whole });
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
  session = new Map();
  #timers = new Map();

  document = Object.assign(new EventTarget(), {
    visibilityState: 'visible',
    documentElement: { dataset: { build: 'b0b0b0b0' } },
  });
  /** Whether the app's files are in their cache. */
  hasFiles = true;
  caches = {
    has: async () => this.hasFiles,
    open: async () => ({ match: async () => new Response('') }),
  };
  location = { reload: () => void (this.reloads += 1) };
  sessionStorage = {
    getItem: (key) => this.session.get(key) ?? null,
    setItem: (key, value) => void this.session.set(key, value),
    removeItem: (key) => void this.session.delete(key),
  };
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

  /** Registering fails until `mend`. */
  breakRegistering() {
    const { serviceWorker } = this.navigator;
    const { register } = serviceWorker;
    serviceWorker.register = async () => {
      throw new TypeError('Failed to fetch');
    };
    return { mend: () => (serviceWorker.register = register) };
  }

  /** A build is found and is being installed. */
  find(worker) {
    this.registration.installing = worker;
    this.happens('updatefound', this.registration);
  }

  /** Its install ends: it waits, and what waited before it is given up. */
  install(worker) {
    const given = this.registration.waiting;
    this.registration.installing = null;
    this.registration.waiting = worker;
    given?.becomes('redundant');
    worker.becomes('installed');
  }

  /** Its install fails. */
  fail(worker) {
    this.registration.installing = null;
    worker.becomes('redundant');
  }

  /** It takes the place of the active one, whoever wanted that. */
  activate(worker) {
    this.registration.waiting = null;
    this.registration.active = worker;
    worker.becomes('activating');
    this.takeOver();
    worker.becomes('activated');
  }

  /** A build that arrives while the page is open: found, installed, waiting. */
  arrive(worker) {
    this.registration.active ??= new FakeWorker({ state: 'activated' });
    this.find(worker);
    this.install(worker);
  }
}

/** Starts the bridge and returns what it tells, once everything has come to rest. */
async function begin(page) {
  const told = { offers: [], app: [] };
  told.bridge = await startWorker(
    {
      onUpdate: (accept) => void told.offers.push(accept),
      onApp: (app) => void told.app.push(app),
    },
    page,
  );
  await rest();
  return told;
}

/** The offers alone. */
async function start(page) {
  return (await begin(page)).offers;
}

/** Lets messages and promises arrive that are under way. */
async function rest() {
  for (let turns = 0; turns < 10; turns += 1) await turn();
}

/** A page whose app is kept and has nothing that waits. */
function keptPage() {
  const page = new FakePage();
  page.registration.active = new FakeWorker({ state: 'activated' });
  return page;
}

function pageWithWaiting(worker) {
  const page = keptPage();
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
  const { bridge, app } = await begin(page);
  assert.equal(bridge, null);
  assert.deepEqual(app, []);
});

// Whether the app is kept

test('an app whose worker is active at start is kept', async () => {
  const page = keptPage();
  assert.deepEqual((await begin(page)).app, ['kept']);
});

test('an app is kept once its first install has ended, and not before', async () => {
  const page = new FakePage();
  const { app, offers } = await begin(page);
  const worker = new FakeWorker({ state: 'installing' });
  page.find(worker);
  page.install(worker);
  assert.deepEqual(app, []);
  page.activate(worker);
  await rest();
  assert.deepEqual(app, ['kept']);
  assert.deepEqual(offers, []);
  assert.equal(page.reloads, 0);
});

test('an app whose first install fails is not kept until another try ends', async () => {
  const page = new FakePage();
  const { app, bridge } = await begin(page);
  const worker = new FakeWorker({ state: 'installing' });
  page.find(worker);
  page.fail(worker);
  assert.deepEqual(app, ['unkept']);
  await bridge.look();
  assert.equal(page.registered.length, 2);
  const second = new FakeWorker({ state: 'installing' });
  page.find(second);
  page.install(second);
  page.activate(second);
  await rest();
  assert.deepEqual(app, ['unkept', 'kept']);
});

test('an app whose worker has lost files of it is not kept until they are there again', async () => {
  const page = keptPage();
  page.hasFiles = false;
  page.registration.active.whole = false;
  const { app, bridge } = await begin(page);
  assert.deepEqual(app, ['unkept']);
  page.registration.active.whole = true;
  await bridge.look();
  await rest();
  assert.deepEqual(app, ['unkept', 'kept']);
});

test('an app whose registration is refused is not kept, and looking tries again', async () => {
  const page = new FakePage();
  const registering = page.breakRegistering();
  const { app, bridge } = await begin(page);
  assert.deepEqual(app, ['unkept']);
  await bridge.look();
  assert.deepEqual(app, ['unkept']);
  registering.mend();
  page.registration.active = new FakeWorker({ state: 'activated' });
  await bridge.look();
  await rest();
  assert.deepEqual(app, ['unkept', 'kept']);
});

test('a moment 30 seconds later tries again to register', async () => {
  const page = new FakePage();
  const registering = page.breakRegistering();
  await begin(page);
  registering.mend();
  page.happens('online');
  await rest();
  assert.equal(page.registered.length, 0);
  mock.timers.setTime(1_030_000);
  page.happens('online');
  await rest();
  assert.equal(page.registered.length, 1);
});

test('an update whose install fails changes nothing', async () => {
  const page = keptPage();
  const { app, offers } = await begin(page);
  const worker = new FakeWorker({ state: 'installing' });
  page.find(worker);
  page.fail(worker);
  assert.deepEqual(app, ['kept']);
  assert.deepEqual(offers, []);
});

// Checks

test('a new build is looked for at start', async () => {
  const page = keptPage();
  await start(page);
  assert.equal(page.registration.updates, 1);
});

for (const [type, target] of [['visibilitychange', 'document'], ['pageshow'], ['focus'], ['online']]) {
  test(`a new build is looked for at ${type}, at most every 30 seconds`, async () => {
    const page = keptPage();
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
  const page = keptPage();
  page.document.visibilityState = 'hidden';
  await start(page);
  page.happens('online');
  assert.equal(page.registration.updates, 0);
});

test('a clock that is set back puts no check off', async () => {
  const page = keptPage();
  await start(page);
  mock.timers.setTime(10);
  page.happens('focus');
  assert.equal(page.registration.updates, 2);
});

test('a check that fails is no error of the page', async () => {
  const page = keptPage();
  page.registration.update = () => Promise.reject(new TypeError('Failed to fetch'));
  await start(page);
  await turn();
});

test('looking asks at once, whatever was asked before', async () => {
  const page = keptPage();
  const { bridge } = await begin(page);
  await bridge.look();
  await bridge.look();
  assert.equal(page.registration.updates, 3);
});

// Consent

test('a build that arrives while the page is open is offered and waits', async () => {
  const page = new FakePage();
  const offers = await start(page);
  const worker = new FakeWorker({ windows: 1 });
  page.arrive(worker);
  assert.equal(offers.length, 1);
  assert.deepEqual(worker.heard, []);
});

test('a build that was already installing at start is offered too', async () => {
  const page = keptPage();
  const worker = new FakeWorker({ state: 'installing' });
  page.registration.installing = worker;
  const offers = await start(page);
  page.install(worker);
  assert.equal(offers.length, 1);
});

test('an accepted build takes over and the page reloads exactly once', async () => {
  const page = new FakePage();
  const offers = await start(page);
  const worker = new FakeWorker();
  page.arrive(worker);
  const accepted = offers[0]();
  assert.deepEqual(worker.heard, ['skip-waiting']);
  assert.equal(page.reloads, 0);
  page.activate(worker);
  page.takeOver();
  assert.equal(await accepted, true);
  assert.equal(page.reloads, 1);
});

test('a build that comes while another waits takes its place in the offer', async () => {
  const page = new FakePage();
  const offers = await start(page);
  const [first, second] = [new FakeWorker(), new FakeWorker()];
  page.arrive(first);
  page.arrive(second);
  const accepted = offers.at(-1)();
  assert.deepEqual([first.heard, second.heard], [[], ['skip-waiting']]);
  page.activate(second);
  assert.equal(await accepted, true);
  assert.equal(page.reloads, 1);
});

test('a consent is to the newest build that is there', async () => {
  const page = new FakePage();
  const offers = await start(page);
  page.arrive(new FakeWorker());
  const accepted = offers[0]();
  const second = new FakeWorker();
  page.arrive(second);
  assert.ok(second.heard.includes('skip-waiting'));
  page.activate(second);
  assert.equal(await accepted, true);
  assert.equal(page.reloads, 1);
});

test('an offer is withdrawn when the build takes over without it', async () => {
  const page = new FakePage();
  const offers = await start(page);
  const worker = new FakeWorker();
  page.arrive(worker);
  page.activate(worker);
  assert.deepEqual(offers.slice(1), [null]);
  assert.equal(page.reloads, 0);
});

test('an offer that is accepted in the moment of the takeover reloads the page', async () => {
  const page = new FakePage();
  const offers = await start(page);
  const worker = new FakeWorker();
  page.arrive(worker);
  page.activate(worker);
  assert.equal(await offers[0](), true);
  assert.equal(page.reloads, 1);
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

test('a build that takes over too late leaves the page alone until the reader reloads it', async () => {
  const page = new FakePage();
  const offers = await start(page);
  const worker = new FakeWorker();
  page.arrive(worker);
  const accepted = offers[0]();
  page.runOut();
  await accepted;
  page.activate(worker);
  assert.equal(page.reloads, 0);
});

test('a reload for a build that would not take over is done again by the change itself', async () => {
  const page = new FakePage();
  const { offers, bridge } = await begin(page);
  const worker = new FakeWorker();
  page.arrive(worker);
  const accepted = offers[0]();
  page.runOut();
  assert.equal(await accepted, false);
  bridge.reload();
  assert.equal(page.reloads, 1);
  page.activate(worker);
  assert.equal(page.reloads, 2);
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
  const offers = await start(page);
  page.runOut();
  await rest();
  assert.equal(offers.length, 1);
});

test('a build that the browser itself activates meanwhile is taken too', async () => {
  const worker = new FakeWorker();
  const page = pageWithWaiting(worker);
  worker.postMessage = (message, [port] = []) => {
    page.activate(worker);
    port?.postMessage({ v: 1, type: 'windows', count: 1 });
  };
  assert.deepEqual(await start(page), []);
  assert.equal(page.reloads, 1);
});

test('a build that does not take over at a cold start is helped by one reload, then offered', async () => {
  const page = pageWithWaiting(new FakeWorker({ windows: 1 }));
  await start(page);
  page.runOut();
  await rest();
  assert.equal(page.reloads, 1);
  // The navigation may hang on the old worker that it ends.
  page.takeOver();
  assert.equal(page.reloads, 2);
  const again = pageWithWaiting(new FakeWorker({ windows: 1 }));
  again.session = page.session;
  const offers = await start(again);
  assert.equal(offers.length, 1);
  again.runOut();
  await rest();
  assert.equal(again.reloads, 0);
});

test('a reload that helped is forgotten', async () => {
  const page = pageWithWaiting(new FakeWorker({ windows: 1 }));
  await start(page);
  page.runOut();
  await rest();
  const after = keptPage();
  after.session = page.session;
  await start(after);
  assert.equal(after.session.size, 0);
});

test('a touch while the build does not take over turns taking into offering', async () => {
  const page = pageWithWaiting(new FakeWorker({ windows: 1 }));
  const offers = await start(page);
  page.happens('keydown');
  page.runOut();
  await rest();
  assert.equal(page.reloads, 0);
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
