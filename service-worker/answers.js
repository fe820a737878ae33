import { within } from './within.js';

/** A server that accepts and says nothing within this time, in milliseconds, counts as away. */
const PAGE_LIMIT = 8_000;

/** A lazy module may come slowly; its page is already readable. */
const MODULE_LIMIT = 30_000;

/**
 * What each kind of request is answered with. No answer is ever a rejection, since that shows the
 * browser's own error page.
 */
export class Answers {
  #self;
  #shell;
  #sorter;
  #recoveryPage;

  /**
   * @param {import('./scope.js').Scope} self
   * @param {import('./app-shell.js').AppShell} shell
   * @param {import('./routes.js').RequestSorter} sorter
   * @param {() => Response} recoveryPage for when there is neither a shell nor a server
   */
  constructor(self, shell, sorter, recoveryPage) {
    this.#self = self;
    this.#shell = shell;
    this.#sorter = sorter;
    this.#recoveryPage = recoveryPage;
  }

  /**
   * Answers a request, or leaves it to the browser.
   *
   * @param {import('./scope.js').FetchEvent} event
   */
  answer(event) {
    const asked = this.#sorter.sort(event.request);
    if (asked?.kind === 'app') event.respondWith(this.#appPage(event));
    if (asked?.kind === 'elsewhere') event.respondWith(this.#pageElsewhere(event));
    if (asked?.kind === 'file') event.respondWith(this.#file(event, asked.build, asked.path));
    if (asked?.kind === 'reset') event.respondWith(this.#reset());
  }

  /**
   * The shell; if it was lost, the server's own page while the shell is fetched again.
   *
   * @param {import('./scope.js').FetchEvent} event
   */
  async #appPage(event) {
    const page = await this.#shell.page();
    if (page) return page;
    event.waitUntil(this.#shell.heal());
    return this.#workingPage(event.request.url).catch(this.#recoveryPage);
  }

  /**
   * An address that is no route of this build may be one of the server's; without the server the
   * shell says that nothing is there.
   *
   * @param {import('./scope.js').FetchEvent} event
   */
  async #pageElsewhere(event) {
    try {
      return await this.#page(event.request.url);
    } catch {
      return (await this.#shell.page()) ?? this.#recoveryPage();
    }
  }

  /**
   * A file of the build that the page belongs to, which need not be this worker's.
   *
   * @param {import('./scope.js').FetchEvent} event
   * @param {string} build
   * @param {string} path
   */
  async #file(event, build, path) {
    const file = await this.#shell.file(build, path);
    if (file) return file;
    if (build === this.#shell.build) event.waitUntil(this.#shell.heal());
    try {
      return await within(this.#self, MODULE_LIMIT, (signal) =>
        this.#self.fetch(event.request, { signal }),
      );
    } catch {
      return new Response('', { status: 504 });
    }
  }

  /**
   * Drops the cached files once the server has shown that it can give them anew, so that following
   * such a link without a connection costs nobody the app.
   */
  async #reset() {
    try {
      await this.#workingPage('/');
      await this.#shell.drop();
      return new Response(null, { status: 303, headers: { location: '/' } });
    } catch {
      return this.#recoveryPage();
    }
  }

  /**
   * Like #page(), but a server that is out of order counts as away.
   *
   * @param {string} url
   */
  async #workingPage(url) {
    const response = await this.#page(url);
    if (response.status >= 500) throw new Error(`${url} was answered with ${response.status}`);
    return response;
  }

  /**
   * Fetches a page by its address: not every browser lets a navigation's own request be given a
   * signal. A redirect is handed on as it is, since browsers refuse a page that was redirected here.
   *
   * @param {string} url
   */
  #page(url) {
    return within(this.#self, PAGE_LIMIT, (signal) =>
      this.#self.fetch(url, {
        cache: 'no-cache',
        credentials: 'same-origin',
        headers: { accept: 'text/html' },
        redirect: 'manual',
        signal,
      }),
    );
  }
}
