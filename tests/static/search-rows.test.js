import assert from 'node:assert/strict';
import { test } from 'node:test';

import { RowSearch } from '../../static/corpus/search-rows.js';
import { fold, rangesOf, termsOf } from '../../static/corpus/search-words.js';

function row(title, summary = null, section = null) {
  return { id: title, title, summary, section };
}

async function found(rows, query, how) {
  const { hits, total, of } = await new RowSearch(rows).search(query, how);
  assert.equal(total, hits.length);
  return { titles: hits.map((hit) => hit.row.title), of };
}

async function titles(rows, query, how) {
  return (await found(rows, query, how)).titles;
}

function marked(text, query) {
  return rangesOf(text, termsOf(query)).map(([start, end]) => text.slice(start, end));
}

test('folded text is its words, without case, accents and stretching', () => {
  assert.equal(fold('The OLD chart, 2nd ed.'), ' the old chart 2nd ed ');
  assert.equal(fold('Straße nach Łódź – Ångström'), ' strasse nach lodz angstrom ');
  assert.equal(fold('مُحَمَّد ســـلام'), ' محمد سلام ');
  assert.equal(fold('ΟΔΟΣ οδός'), ' οδοσ οδοσ ');
  assert.equal(fold('ﬁle ①'), ' file 1 ');
  assert.equal(fold('iPhone東京タワー'), ' iphone 東京タワー ');
  assert.equal(fold('…'), ' ');
});

test('the last word may be unfinished, the ones before it may not', async () => {
  const rows = [row('The lighthouse'), row('A light boat'), row('Enlightened')];
  assert.deepEqual(await titles(rows, 'light'), ['The lighthouse', 'A light boat']);
  assert.deepEqual(await titles(rows, 'light '), ['A light boat']);
  assert.deepEqual(await titles(rows, 'light bo'), ['A light boat']);
  assert.deepEqual(await titles(rows, 'ligh boat'), []);
});

test('scripts without spaces between words are found by their characters', async () => {
  const rows = [row('東京タワーの歴史'), row('京都'), row('ประวัติศาสตร์ไทย'), row('Tōkyō')];
  assert.deepEqual(await titles(rows, 'タワー'), ['東京タワーの歴史']);
  assert.deepEqual(await titles(rows, '京'), ['東京タワーの歴史', '京都']);
  assert.deepEqual(await titles(rows, 'ไทย'), ['ประวัติศาสตร์ไทย']);
  assert.deepEqual(await titles(rows, 'tokyo'), ['Tōkyō']);
});

test('every word has to be in title or summary, and titles come first', async () => {
  const rows = [
    row('One', 'of the north port'),
    row('North', 'a port'),
    row('Port of the north'),
    row('The north port'),
    row('South port', null),
  ];
  const best = ['The north port', 'Port of the north', 'North', 'One'];
  assert.deepEqual(await titles(rows, 'north port'), best);
  const inOrder = ['One', 'North', 'Port of the north', 'The north port'];
  assert.deepEqual(await titles(rows, 'north port', { sort: 'newest' }), inOrder);
});

test('a section is searched by itself, and the count says how much was searched', async () => {
  const food = [row('Port wine', null, 'Food'), row('Bread', null, 'Food')];
  const rows = [row('Port', null, 'Sea'), ...food];
  assert.deepEqual(await found(rows, 'port'), { titles: ['Port', 'Port wine'], of: 3 });
  const inFood = await found(rows, 'port', { section: 'Food' });
  assert.deepEqual(inFood, { titles: ['Port wine'], of: 2 });
  const more = [...rows, row('Portrait')];
  assert.deepEqual(await found(more, 'port', { section: '' }), { titles: ['Portrait'], of: 1 });
});

test('a query without a word finds nothing', async () => {
  for (const query of ['', '  ', '—!']) assert.deepEqual(await titles([row('Port')], query), []);
});

test('what is found is marked where it stands, in the letters that are there', () => {
  assert.deepEqual(marked('Crème brûlée, creme fraîche', 'creme'), ['Crème', 'creme']);
  assert.deepEqual(marked('Die Straße', 'strass'), ['Straß']);
  assert.deepEqual(marked('The lighthouse of light', 'light'), ['light', 'light']);
  assert.deepEqual(marked('東京と京都', '京'), ['京', '京']);
  assert.deepEqual(marked('𝐁𝐨𝐥𝐝 type', 'bold type'), ['𝐁𝐨𝐥𝐝', 'type']);
  assert.deepEqual(marked('e\u0301te\u0301 here', 'ete'), ['e\u0301te\u0301']);
  assert.deepEqual(marked('nothing', 'port'), []);
});

test('long work gives way, goes on where it was, and ends when it is not wanted', async () => {
  const rows = Array.from({ length: 1000 }, (_, number) => row(`Article ${number}`));
  let time = 0;
  let pauses = 0;
  const stop = new AbortController();
  const ground = {
    now: () => (time += 5),
    pause: async () => {
      pauses += 1;
      if (pauses === 3) stop.abort(new Error('not wanted'));
    },
  };
  const search = new RowSearch(rows, ground);
  await assert.rejects(search.search('article', { signal: stop.signal }), /not wanted/);
  assert.equal(pauses, 3);
  const { total } = await search.search('article');
  assert.equal(total, 1000);
  assert.ok(pauses > 6);
});
