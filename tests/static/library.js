/** Sets a test up: a publisher, its server, and a phone; all end with the test. */
import { Phone } from './phone.js';
import { Publisher, article } from './publisher.js';
import { Server } from './server.js';

/** @returns {Promise<{ publisher: Publisher, server: Server, phone: Phone }>} edition 1 is out */
export async function library(context, { articles = 35, silence, ...how } = {}) {
  const publisher = new Publisher(how);
  for (let number = 0; number < articles; number += 1) publisher.write(numbered(number));
  publisher.publish();
  const server = await new Server(publisher).start();
  const phone = new Phone(server.network(silence));
  context.after(async () => {
    phone.close();
    await server.stop();
  });
  return { publisher, server, phone };
}

export function idOf(number) {
  return `id-${String(number).padStart(4, '0')}`;
}

export function numbered(number, fields) {
  return article(idOf(number), fields);
}

/** The phone has exactly what the publisher has published. */
export async function expectSame(replica, publisher, assert) {
  const { edition, articles } = replica.state;
  assert.equal(edition, publisher.edition);
  const rows = await replica.rows();
  assert.deepEqual(rows.map(({ id }) => id).sort(), publisher.ids);
  assert.equal(articles, publisher.ids.length);
  for (const { id, slug } of rows) {
    assert.equal(JSON.stringify(await replica.article(slug)), publisher.line(id));
  }
}
