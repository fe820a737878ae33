import assert from 'node:assert/strict';
import { beforeEach, test } from 'node:test';

import { ReadingClock } from '../../static/components/reading-clock.js';

/** Of a minute a quarter is enough. */
const MINUTES = 1;
const QUARTER = 15_000;

let now = 0;
let read = 0;
/** @type {EventTarget & { visibilityState: string }} */
let page;
/** @type {import('node:test').MockTimers} */
let timers;

beforeEach(() => {
  now = 0;
  read = 0;
  page = Object.assign(new EventTarget(), { visibilityState: 'visible' });
  Object.assign(globalThis, { window: globalThis, document: page });
  performance.now = () => now;
});

/** @param {import('node:test').TestContext} t */
function start(t) {
  timers = t.mock.timers;
  timers.enable({ apis: ['setTimeout'] });
  return new ReadingClock(MINUTES, () => (read += 1));
}

/** @param {number} milliseconds */
function pass(milliseconds) {
  now += milliseconds;
  timers.tick(milliseconds);
}

/** @param {'visible' | 'hidden'} state */
function turn(state) {
  page.visibilityState = state;
  page.dispatchEvent(new Event('visibilitychange'));
}

test('a text whose end is seen at once is read after a quarter of its time', (t) => {
  start(t).atEnd = true;
  pass(QUARTER - 1);
  assert.equal(read, 0);
  pass(1);
  assert.equal(read, 1);
});

test('a text is read as soon as its end is seen, when its time has passed', (t) => {
  const clock = start(t);
  pass(QUARTER);
  assert.equal(read, 0);
  clock.atEnd = true;
  pass(0);
  assert.equal(read, 1);
});

test('the end that is left again does not count', (t) => {
  const clock = start(t);
  clock.atEnd = true;
  clock.atEnd = false;
  pass(10 * QUARTER);
  assert.equal(read, 0);
});

test('time in which the page is hidden is none', (t) => {
  start(t).atEnd = true;
  pass(QUARTER / 2);
  turn('hidden');
  pass(10 * QUARTER);
  turn('visible');
  pass(QUARTER / 2 - 1);
  assert.equal(read, 0);
  pass(1);
  assert.equal(read, 1);
});

test('it tells once, and not after it was stopped', (t) => {
  const clock = start(t);
  clock.atEnd = true;
  clock.stop();
  pass(10 * QUARTER);
  clock.atEnd = false;
  clock.atEnd = true;
  pass(10 * QUARTER);
  assert.equal(read, 0);
});
