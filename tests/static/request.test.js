/** What counts as an answer of the server, and what as a fault. */
import assert from 'node:assert/strict';
import { test } from 'node:test';

import { request } from '../../static/corpus/request.js';
import { library } from './library.js';

const HOW = { what: 'api', cache: 'no-store' };

/** Asks a server with a fault for its head, as an answer or as the code of a fault. */
async function ask(context, fault, how = {}) {
  const { server } = await library(context, { articles: 1 });
  if (fault) server.fault(/^head/, fault);
  const answer = request('/corpus/head.json', { ...HOW, ...how }, server.network());
  return answer.catch(({ code, what }) => ({ code, what }));
}

test('an answer comes with its status and bytes', async (context) => {
  const { status, bytes } = await ask(context, null);
  assert.equal(status, 200);
  assert.equal(JSON.parse(new TextDecoder().decode(bytes)).edition, 1);
});

test('a page in place of a document is somebody else’s, whatever way led to it', async (context) => {
  for (const fault of ['portal', 'login']) {
    assert.deepEqual(await ask(context, fault), { code: 'portal', what: 'api' });
  }
});

test('a page that is asked for is an answer', async (context) => {
  const { status, bytes } = await ask(context, 'portal', { isPage: true });
  assert.equal(status, 200);
  assert.match(new TextDecoder().decode(bytes), /Sign in/);
});

test('a status is a fault unless it is called fine', async (context) => {
  assert.equal((await ask(context, 'missing')).code, 'status');
  assert.equal((await ask(context, 'missing', { alsoFine: [404], isPage: true })).status, 404);
  // The API says that there is none in JSON; a page that says so is another server's.
  assert.equal((await ask(context, 'missing', { alsoFine: [404] })).code, 'status');
});

test('a connection that ends in the middle counts as none', async (context) => {
  assert.equal((await ask(context, 'torn')).code, 'offline');
});
