/** A real HTTP server over what a Publisher has published, which misbehaves as it is told. */
import { createServer } from 'node:http';
import { once } from 'node:events';

const PAGE = '<!doctype html><title>Sign in</title>';

export const FAULTS = {
  flip: 'hash',
  cut: 'hash',
  foreign: 'hash',
  portal: 'portal',
  login: 'portal',
  missing: 'status',
  broken: 'status',
  hang: 'timeout',
  stall: 'timeout',
  torn: 'offline',
};

export class Server {
  /** @type {string[]} the files that were asked for, in order */
  asked = [];
  /** Whether JSON is sent with Content-Encoding, as Octavo's own server does. */
  encodes = true;
  /** Whether `<file>.gz` can be had by name. */
  hasSiblings = true;
  /** Whether `<file>.gz` is then sent with Content-Encoding. */
  labelsSiblings = false;
  #publisher;
  #server;
  #fault = { path: /(?!)/, kind: '' };
  #waiting = new Set();

  constructor(publisher) {
    this.#publisher = publisher;
    this.#server = createServer((request, response) => this.#answer(request, response));
  }

  async start() {
    this.#server.listen(0, '127.0.0.1');
    await once(this.#server, 'listening');
    return this;
  }

  /** The network of a phone whose patience is short, so that tests need not wait. */
  network(silence = 10_000) {
    const { port } = this.#server.address();
    return { silence, fetch: (path, init) => fetch(`http://127.0.0.1:${port}${path}`, init) };
  }

  /** What was asked for since the last call, but the head. */
  takeAsked() {
    return this.asked.splice(0).filter((file) => file !== 'head.json');
  }

  fault(path, kind) {
    this.#fault = { path, kind };
  }

  mend() {
    this.fault(/(?!)/, '');
    for (const response of this.#waiting) response.destroy();
    this.#waiting.clear();
  }

  serve(publisher) {
    this.#publisher = publisher;
  }

  async stop() {
    this.mend();
    this.#server.closeAllConnections();
    this.#server.close();
    await once(this.#server, 'close');
  }

  #answer({ url, headers }, response) {
    const file = url.replace('/corpus/', '');
    if (file === '/login') return send(response, 200, PAGE, 'text/html');
    this.asked.push(file);
    if (this.#fault.path.test(file)) return this.#misbehave(file, response);
    const data = this.#publisher.files.get(file);
    const sibling = this.#publisher.files.get(`${file}.gz`);
    if (!data || (file.endsWith('.gz') && !this.hasSiblings))
      return send(response, 404, PAGE, 'text/html');
    if (file.endsWith('.gz') && this.labelsSiblings) response.setHeader('Content-Encoding', 'gzip');
    if (!sibling || !this.encodes || !headers['accept-encoding']?.includes('gzip')) {
      return send(response, 200, data);
    }
    response.setHeader('Content-Encoding', 'gzip');
    return send(response, 200, sibling);
  }

  #misbehave(file, response) {
    const data = Buffer.from(this.#publisher.files.get(file) ?? '');
    switch (this.#fault.kind) {
      case 'hang':
        return this.#waiting.add(response);
      case 'stall':
        this.#waiting.add(response);
        response.writeHead(200, { 'Content-Type': 'application/json' });
        return response.write(data.subarray(0, data.length / 2));
      case 'portal':
        return send(response, 200, PAGE, 'text/html; charset=utf-8');
      case 'login':
        response.writeHead(302, { Location: '/login' });
        return response.end();
      case 'torn':
        response.writeHead(200, { 'Content-Length': data.length });
        return response.write(data.subarray(0, data.length / 2), () => response.destroy());
      case 'missing':
        return send(response, 404, PAGE, 'text/html');
      case 'broken':
        return send(response, 500, PAGE, 'text/html');
      case 'cut':
        return send(response, 200, data.subarray(0, data.length / 2));
      case 'foreign':
        return send(response, 200, Buffer.concat([data, Buffer.from('\n// and more')]));
      default:
        data[Math.floor(data.length / 2)] ^= 1;
        return send(response, 200, data);
    }
  }
}

function send(response, status, data, type = 'application/json') {
  response.writeHead(status, { 'Content-Type': type, 'Content-Length': Buffer.byteLength(data) });
  response.end(data);
}
