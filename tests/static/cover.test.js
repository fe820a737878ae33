import assert from 'node:assert/strict';
import { test } from 'node:test';

import { cheapestCover, cheapestWay, wayFromNothing } from '../../static/corpus/cover.js';

const NOTHING_HELD = new Set();

function pack(file, br = 10) {
  return { file, articles: 1, newest: null, bytes: { plain: 4 * br, gzip: 2 * br, br } };
}

function range(from, to, br, file = `${from}-${to}`) {
  return { ...pack(file, br), from, to, added: 1, corrected: 2, withdrawn: 3 };
}

function root({ edition, base_edition = 1, base = [pack('base')], changes = [], purged = [] }) {
  return { edition, base_edition, base, changes, purged };
}

function record(edition, packs, origins = {}) {
  return { edition, packs, origins };
}

function cover(changes, from, to) {
  return cheapestCover(changes, from, to, ({ bytes }) => bytes.br)?.map(({ file }) => file) ?? null;
}

test('from an edition to itself nothing is needed', () => {
  assert.deepEqual(cover([range(1, 2, 5)], 2, 2), []);
});

test('single steps are taken one after another', () => {
  assert.deepEqual(cover([range(2, 3, 5), range(1, 2, 5)], 1, 3), ['1-2', '2-3']);
});

test('a long range is taken when it costs less than its parts', () => {
  const changes = [range(1, 2, 5), range(2, 3, 5), range(1, 3, 9)];
  assert.deepEqual(cover(changes, 1, 3), ['1-3']);
  assert.deepEqual(cover([...changes, range(1, 3, 2, 'more of it')], 1, 3), ['1-2', '2-3']);
});

test('all packs of a range belong to it, in their order', () => {
  const changes = [range(1, 2, 5, 'a'), range(1, 2, 5, 'b'), range(2, 3, 5, 'c')];
  assert.deepEqual(cover(changes, 1, 3), ['a', 'b', 'c']);
});

test('a range may not lead beyond the edition', () => {
  assert.equal(cover([range(1, 4, 1)], 1, 3), null);
});

test('there is no cover over a gap', () => {
  assert.equal(cover([range(1, 2, 1), range(3, 4, 1)], 1, 4), null);
});

test('a cheap first step does not hide a way that is cheaper as a whole', () => {
  const changes = [range(1, 2, 1), range(2, 5, 50), range(1, 4, 20), range(4, 5, 1)];
  assert.deepEqual(cover(changes, 1, 5), ['1-4', '4-5']);
});

test('the cheapest cover is found among all of them', () => {
  let seed = 7;
  const random = (below) => (seed = (seed * 48271) % 2147483647) % below;
  const all = (changes, from, to) =>
    from === to
      ? [[]]
      : changes
          .filter((entry) => entry.from === from && entry.to <= to)
          .flatMap((entry) => all(changes, entry.to, to).map((rest) => [entry, ...rest]));
  const cost = (entries) => entries.reduce((total, { bytes }) => total + bytes.br, 0);
  for (let round = 0; round < 200; round += 1) {
    const changes = [];
    for (let from = 1; from < 7; from += 1) {
      for (let to = from + 1; to <= 7; to += 1)
        if (random(3)) changes.push(range(from, to, 1 + random(20)));
    }
    const costs = all(changes, 1, 7).map(cost);
    const found = cheapestCover(changes, 1, 7, ({ bytes }) => bytes.br);
    assert.equal(found ? cost(found) : Infinity, Math.min(...costs, Infinity));
  }
});

test('a new phone takes the base and the cover from its edition', () => {
  const way = wayFromNothing(
    root({ edition: 3, base_edition: 2, changes: [range(1, 2), range(2, 3)] }),
    NOTHING_HELD,
  );
  assert.deepEqual(way.packs, ['base', '2-3']);
  assert.equal(way.bytes, 20);
  assert.equal(way.isUpdate, false);
  assert.equal(way.counts, null);
});

test('a root whose base leads nowhere is refused', () => {
  assert.throws(() => wayFromNothing(root({ edition: 3 }), NOTHING_HELD), {
    code: 'format',
    what: 'root',
  });
});

test('packs that are held cost nothing and are not fetched again', () => {
  const edition = root({ edition: 2, changes: [range(1, 2, 5)] });
  const way = wayFromNothing(edition, new Set(['base']));
  assert.deepEqual(
    way.missing.map(({ file }) => file),
    ['1-2'],
  );
  assert.deepEqual(
    way.entries.map(({ file }) => file),
    ['base', '1-2'],
  );
  assert.equal(way.bytes, 5);
});

test('a phone with an edition takes the changes since it', () => {
  const edition = root({
    edition: 4,
    changes: [range(1, 2), range(2, 3), range(3, 4)],
    base: [pack('base', 1000)],
  });
  const way = cheapestWay(edition, record(2, ['old', '1-2']), new Set(['old', '1-2']));
  assert.deepEqual(way.packs, ['old', '1-2', '2-3', '3-4']);
  assert.deepEqual(
    way.missing.map(({ file }) => file),
    ['2-3', '3-4'],
  );
  assert.equal(way.isUpdate, true);
});

test('what changes is told beforehand where one range leads there, of several packs too', () => {
  const changes = [range(1, 2), range(2, 3, 5, 'a'), range(2, 3, 5, 'b')];
  const edition = root({ edition: 3, changes, base: [pack('base', 1000)] });
  const waysFrom = (from) => cheapestWay(edition, record(from, ['old']), new Set(['old']));
  assert.deepEqual(waysFrom(2).counts, { added: 2, corrected: 4, withdrawn: 6 });
  assert.equal(waysFrom(1).isUpdate, true);
  assert.equal(waysFrom(1).counts, null);
});

test('a phone whose edition has no way takes the whole', () => {
  const edition = root({ edition: 9, base_edition: 9, changes: [range(8, 9)] });
  assert.deepEqual(cheapestWay(edition, record(2, ['old']), new Set(['old'])).packs, ['base']);
});

test('the whole is taken when it costs less than the changes', () => {
  const edition = root({ edition: 3, base_edition: 3, changes: [range(2, 3, 500)] });
  assert.deepEqual(cheapestWay(edition, record(2, ['old']), new Set(['old'])).packs, ['base']);
});

test('a corpus that holds a purged pack, or lines of one, takes the whole', () => {
  const edition = root({
    edition: 3,
    base_edition: 3,
    base: [pack('new', 1000)],
    changes: [range(2, 3)],
    purged: ['bad'],
  });
  const ways = [record(2, ['bad']), record(2, ['local'], { local: ['x', 'bad'] })];
  for (const kept of ways) {
    assert.deepEqual(cheapestWay(edition, kept, new Set(kept.packs)).packs, ['new']);
  }
  assert.deepEqual(cheapestWay(edition, record(2, ['good']), new Set(['good'])).packs, [
    'good',
    '2-3',
  ]);
});

test('a lost pack that the root still names is fetched again', () => {
  const edition = root({
    edition: 2,
    base: [pack('a', 10), pack('b', 1000)],
    changes: [range(1, 2)],
  });
  const way = cheapestWay(edition, record(2, ['a', 'b', '1-2']), new Set(['b', '1-2']));
  assert.deepEqual(
    way.missing.map(({ file }) => file),
    ['a'],
  );
});

test('a corpus with a lost pack that nobody has any more takes the whole', () => {
  const edition = root({ edition: 2, base_edition: 2, changes: [range(1, 2)] });
  assert.deepEqual(cheapestWay(edition, record(1, ['gone', 'old']), new Set(['old'])).packs, [
    'base',
  ]);
});

test('where two editions share a pack, its last place counts', () => {
  const changes = [range(1, 2, 5, 'x'), range(2, 3, 5, 'y'), range(3, 4, 5, 'x')];
  const way = wayFromNothing(root({ edition: 4, changes }), NOTHING_HELD);
  assert.deepEqual(way.packs, ['base', 'y', 'x']);
  assert.deepEqual(
    way.missing.map(({ file }) => file),
    ['base', 'x', 'y'],
  );
  assert.equal(way.bytes, 20);
});
