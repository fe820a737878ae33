/**
 * Starts everything, in order: the corpus, the screens over it, the moments at which the server is
 * asked, the service worker.
 *
 * A page that the server made is whole without this file. Where a browser lacks what the app needs,
 * the page stays as it is and says so.
 */
import { button } from './components/element.js';
import { lineOf, lineOfClosedStores, lineOfRetired, lineWithout } from './components/states.js';
import './components/status-line.js';
import { say } from './components/words.js';
import { Replica } from './corpus/replica.js';
import { KeptApp } from './kept-app.js';
import { lackOf } from './storage/abilities.js';
import * as article from './views/article.js';
import * as library from './views/library.js';
import { Router } from './views/router.js';
import { Source } from './views/source.js';

/** How often a visible page asks for news by itself, in milliseconds. */
const WHILE_VISIBLE = 15 * 60_000;

const root = document.documentElement;
const main = /** @type {HTMLElement} */ (document.querySelector('main'));
const statusLine = /** @type {import('./components/status-line.js').StatusLine} */ (
  document.querySelector('status-line')
);

const lack = lackOf();
if (root.dataset.worker === 'retired') statusLine.show(lineOfRetired());
else if (lack) statusLine.show(lineWithout(lack));
else await start();

async function start() {
  const editionOfPage = Number(root.dataset.edition);
  const worker = new URL('./corpus/download-worker.js', import.meta.url);
  const isVisible = () => document.visibilityState === 'visible';
  const replica = new Replica({ workerURL: worker.pathname, isVisible });
  const source = new Source(replica);
  const router = new Router(main, { library: library.open, article: article.open }, source);
  const app = new KeptApp();
  let trouble = replica.state.trouble;
  let isOpen = false;
  const show = () => {
    if (!isOpen) return;
    showState(replica.state, app);
    library.showDownload(main, replica.state, act);
    const isBack = trouble && !replica.state.trouble;
    const isNews = trouble?.code !== replica.state.trouble?.code;
    trouble = replica.state.trouble;
    if (isBack && router.waits) void router.refresh();
    // A page that is too old for what is published can only be helped by a new one.
    if (isNews && trouble?.code === 'format-newer') void app.look();
  };
  /** @param {import('./components/states.js').Act['name']} name */
  const act = (name) => take(name, replica, app);

  app.start({ onChange: show, onUpdate: offerUpdate });
  statusLine.onact = act;
  const opened = replica.start().then(
    () => true,
    () => false,
  );
  isOpen = await router.opening(opened);
  if (isOpen) {
    router.ondraw = show;
    replica.addEventListener('change', show);
    replica.addEventListener('edition', () => void router.refresh());
    show();
  } else {
    statusLine.show(lineOfClosedStores());
  }

  // The server's page may be of a later edition than the one that is kept, and then is left alone.
  await router.start({ renew: source.isKept && editionOfPage <= replica.state.edition });
  askAtEveryChance(replica, router);
}

/**
 * Tells the reader, and everyone else by `<html data-corpus data-edition>`, what is kept here.
 *
 * @param {import('./corpus/replica.js').State} state
 * @param {KeptApp} app
 */
function showState(state, app) {
  root.dataset.corpus = state.corpus;
  if (state.edition) root.dataset.edition = String(state.edition);
  statusLine.show(lineOf(state, app.state));
}

/**
 * @param {import('./components/states.js').Act['name']} act
 * @param {Replica} replica
 * @param {KeptApp} app
 */
function take(act, replica, app) {
  switch (act) {
    case 'app':
      return void app.look();
    case 'reload':
      return location.reload();
    case 'get':
      return void replica.accept();
    case 'pause':
      return void replica.pause();
    case 'resume':
      return void replica.resume();
    default:
      return void replica.check({ by: 'reader' });
  }
}

/**
 * The moments that every browser gives; a phone may give no other for days.
 *
 * @param {Replica} replica
 * @param {Router} router
 */
function askAtEveryChance(replica, router) {
  const ask = () => {
    if (document.visibilityState !== 'visible') return;
    void replica.check({ by: 'moment' });
    if (router.waits) void router.refresh();
  };
  document.addEventListener('visibilitychange', ask);
  for (const moment of ['pageshow', 'focus', 'online']) addEventListener(moment, ask);
  setInterval(ask, WHILE_VISIBLE);
  ask();
}

/**
 * A new build waits: the reader says when.
 *
 * @param {import('./service-worker-bridge.js').Accept | null} accept null: it waits no longer
 */
function offerUpdate(accept) {
  if (!accept) return statusLine.offer('');
  const use = button(
    say('ap.use'),
    async () => {
      use.disabled = true;
      if (!(await accept())) statusLine.offer(say('ap.stuck'));
    },
    'small',
  );
  const later = button(say('ap.later'), () => statusLine.offer(''), 'small');
  statusLine.offer(say('ap.ready'), use, later);
}
