import assert from 'node:assert/strict';
import { test } from 'node:test';

import { DRIFT, receive, tick, timeOf } from '../../static/shelf/clock.js';

const DEVICE = '00112233445566ff';
const OTHER = 'ffeeddccbbaa9988';
const NOW = Date.UTC(2026, 10, 24);
const YEAR = 365 * 24 * 60 * 60 * 1000;

test('a stamp is the time, a counter and the device, in a fixed width', () => {
  const stamp = tick(null, NOW, DEVICE);
  assert.equal(stamp, `${NOW.toString(16).padStart(12, '0')}0000-${DEVICE}`);
  assert.equal(timeOf(stamp), NOW);
  assert.equal(tick(null, 1.5, DEVICE), `0000000000010000-${DEVICE}`);
});

test('stamps rise within one millisecond', () => {
  const first = tick(null, NOW, DEVICE);
  const second = tick(first, NOW, DEVICE);
  assert.ok(second > first);
  assert.equal(timeOf(second), NOW);
});

test('stamps rise whatever the time of day does', () => {
  const clocks = [NOW, NOW - YEAR, NOW + 10 * YEAR, NOW, -1, Infinity, 0, NOW + 1, 8.64e15];
  let last = null;
  for (const now of clocks) {
    for (let time = 0; time < 3; time += 1) {
      const next = tick(last, now, DEVICE);
      assert.match(next, /^[0-9a-f]{16}-00112233445566ff$/);
      assert.ok(last === null || next > last, `${next} after ${last} at ${now}`);
      last = next;
    }
  }
});

test('a counter that is full goes on in the next millisecond', () => {
  const full = `${NOW.toString(16).padStart(12, '0')}ffff-${DEVICE}`;
  const next = tick(full, NOW, DEVICE);
  assert.equal(timeOf(next), NOW + 1);
  assert.ok(next > full);
});

test('what follows a stamp from elsewhere is later than it, whatever the device is called', () => {
  for (const device of ['0'.repeat(16), 'f'.repeat(16)]) {
    const own = tick(null, NOW, OTHER);
    const heard = tick(null, NOW + DRIFT, device);
    const last = receive(own, heard, NOW);
    assert.ok(tick(last, NOW, OTHER) > heard);
  }
});

test('an older stamp from elsewhere changes nothing', () => {
  const own = tick(null, NOW, DEVICE);
  assert.equal(receive(own, tick(null, NOW - YEAR, OTHER), NOW), own);
  assert.equal(receive(null, own, NOW), own);
});

test('a stamp from far in the future does not drag the clock along', () => {
  const own = tick(null, NOW, DEVICE);
  const last = receive(own, tick(null, NOW + DRIFT + 1, OTHER), NOW);
  assert.equal(last, own);
  assert.equal(timeOf(tick(last, NOW + 5, DEVICE)), NOW + 5);
});

test('what is no stamp is not heeded', () => {
  const own = tick(null, NOW, DEVICE);
  const later = tick(null, NOW + 1, DEVICE);
  for (const each of ['', 'zzzz', later.toUpperCase(), `${later}0`, later.slice(0, -1)]) {
    assert.equal(receive(own, each, NOW), own);
  }
});
