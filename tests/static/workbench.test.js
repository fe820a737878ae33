import assert from 'node:assert/strict';
import { test } from 'node:test';

import { Stopped, Workbench } from '../../static/corpus/workbench.js';

/** A dedicated worker that answers when a test says so. */
class FakeWorker {
  asked = [];
  terminated = false;

  postMessage(message) {
    assert.ok(!this.terminated, 'a worker that was ended got a job');
    this.asked.push(message);
  }

  terminate() {
    this.terminated = true;
  }

  answer(at, message) {
    this.onmessage({ data: { id: this.asked[at].id, ...message } });
  }
}

function bench() {
  const workers = [];
  const made = new Workbench(() => {
    workers.push(new FakeWorker());
    return workers[workers.length - 1];
  });
  return { bench: made, workers };
}

test('a job is given to a worker and brings what the worker says', async (context) => {
  const { bench: made, workers } = bench();
  context.after(() => made.stop());
  const shares = [];
  const job = made.run('fetch', { entry: 'e' }, (share) => shares.push(share));
  const [{ job: name, order }] = workers[0].asked;
  assert.deepEqual({ name, order }, { name: 'fetch', order: { entry: 'e' } });
  workers[0].answer(0, { share: 0.5 });
  workers[0].answer(0, { result: 'done' });
  assert.equal(await job, 'done');
  assert.deepEqual(shares, [0.5]);
});

test('trouble comes back as the fault that it was', async (context) => {
  const { bench: made, workers } = bench();
  context.after(() => made.stop());
  const job = made.run('fetch', {});
  workers[0].answer(0, { trouble: { code: 'hash', what: 'pack', detail: 'd' } });
  await assert.rejects(job, { name: 'Fault', code: 'hash', what: 'pack', detail: 'd' });
});

test('a worker is replaced after six jobs, and ends when its last is done', async (context) => {
  const { bench: made, workers } = bench();
  context.after(() => made.stop());
  const jobs = Array.from({ length: 7 }, () => made.run('fetch', {}));
  assert.deepEqual(
    workers.map(({ asked }) => asked.length),
    [6, 1],
  );
  for (let at = 0; at < 5; at += 1) workers[0].answer(at, { result: at });
  assert.ok(!workers[0].terminated);
  workers[0].answer(5, { result: 5 });
  assert.ok(workers[0].terminated);
  assert.ok(!workers[1].terminated);
  workers[1].answer(0, { result: 6 });
  assert.deepEqual(await Promise.all(jobs), [0, 1, 2, 3, 4, 5, 6]);
});

test('stop ends the workers and what they had in hand; the next job has a new one', async (context) => {
  const { bench: made, workers } = bench();
  context.after(() => made.stop());
  const job = made.run('fetch', {});
  made.stop();
  await assert.rejects(job, Stopped);
  assert.ok(workers[0].terminated);
  const next = made.run('fetch', {});
  workers[1].answer(0, { result: 1 });
  assert.equal(await next, 1);
});

test('a worker that fails gives its jobs back, and the next job has a new one', async (context) => {
  const { bench: made, workers } = bench();
  context.after(() => made.stop());
  const job = made.run('fetch', {});
  workers[0].onerror({ preventDefault() {}, message: 'out of memory' });
  await assert.rejects(job, { code: 'storage', detail: /out of memory/ });
  made.run('fetch', {}).catch(() => {});
  assert.equal(workers.length, 2);
});

test('a worker whose script does not load is tried again like a network that is away', async () => {
  const { bench: made, workers } = bench();
  const job = made.run('fetch', {});
  workers[0].onerror({ preventDefault() {} });
  await assert.rejects(job, { code: 'offline', mendsByItself: true });
});

test('a worker that falls silent is given up', async (context) => {
  context.mock.timers.enable({ apis: ['setTimeout'] });
  const { bench: made, workers } = bench();
  context.after(() => made.stop());
  const job = made.run('fetch', {});
  context.mock.timers.tick(59_000);
  workers[0].answer(0, { share: 0.1 });
  context.mock.timers.tick(59_000);
  assert.ok(!workers[0].terminated);
  context.mock.timers.tick(1_000);
  await assert.rejects(job, { code: 'timeout' });
  assert.ok(workers[0].terminated);
});
