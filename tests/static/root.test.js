import assert from 'node:assert/strict';
import { test } from 'node:test';

import { readRoot } from '../../static/corpus/root.js';
import { Publisher, article, sha256 } from './publisher.js';

const publisher = new Publisher();
publisher.write(article('a'));
publisher.publish();
publisher.write(article('b'));
const ROOT = publisher.publish();

function read(root, head = {}) {
  const data = typeof root === 'string' ? root : JSON.stringify(root);
  const { library, edition } = ROOT;
  return readRoot(new TextEncoder().encode(data), {
    library,
    edition,
    root: `root-${sha256(data)}.json`,
    ...head,
  });
}

test('a root is read as it stands', async () => {
  assert.deepEqual(await read(ROOT), ROOT);
});

test('bytes that are not what the head named are refused', async () => {
  await assert.rejects(read(ROOT, { root: `root-${sha256('')}.json` }), {
    code: 'hash',
    what: 'root',
  });
});

test('a newer format is told apart from a wrong one', async () => {
  await assert.rejects(read({ format: 2 }), { code: 'format-newer', what: 'root' });
});

const [pack] = ROOT.base;
const [range] = ROOT.changes;
for (const [what, change] of Object.entries({
  'of another library': { library: 'x' },
  'of another edition': { edition: 1 },
  'without a title': { title: null },
  'without a count': { articles: { sha256: sha256('') } },
  'without a state': { articles: { count: 1 } },
  'with a base of the future': { base_edition: 3 },
  'without a base': { base: null },
  'with a pack elsewhere': { base: [{ ...pack, file: '/etc/passwd' }] },
  'with a pack without sizes': { base: [{ ...pack, bytes: {} }] },
  'with a range that leads back': { changes: [{ ...range, from: 2, to: 1 }] },
  'with a range that does not count': { changes: [{ ...range, added: 'many' }] },
  'without a list of what is purged': { purged: undefined },
})) {
  test(`a root ${what} is refused`, async () => {
    await assert.rejects(read({ ...ROOT, ...change }), { code: 'format', what: 'root' });
  });
}
