/**
 * Starts everything, in order: the corpus, the screens over it, the moments at which the server is
 * asked, the service worker.
 *
 * A page that the server made is whole without this file. Where a browser lacks what the app needs,
 * the page stays as it is and says so.
 */
import { button } from './components/element.js';
import { lineOf } from './components/states.js';
import './components/status-line.js';
import { say } from './components/words.js';
import { Replica } from './corpus/replica.js';
import { startWorker } from './service-worker-bridge.js';
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

if (!isSecureContext) sayWhyNot('fv.insecure');
else if (!canKeepArticles()) sayWhyNot('fv.unable');
else await start();

async function start() {
  const editionOfPage = Number(root.dataset.edition);
  const worker = new URL('./corpus/download-worker.js', import.meta.url);
  const isVisible = () => document.visibilityState === 'visible';
  const replica = new Replica({ workerURL: worker.pathname, isVisible });
  const source = new Source(replica);
  const router = new Router(main, { library: library.open, article: article.open }, source);
  let wasInTrouble = false;
  const show = () => {
    showState(replica.state);
    library.showDownload(main, replica.state, (act) => take(act, replica));
    const isBack = wasInTrouble && !replica.state.trouble;
    wasInTrouble = replica.state.trouble !== null;
    if (isBack && router.waits) void router.refresh();
  };

  void startWorker({ onUpdate: offerUpdate });
  const canKeep = await replica.start().then(
    () => true,
    () => false,
  );
  if (canKeep) {
    statusLine.onact = (act) => take(act, replica);
    router.ondraw = show;
    replica.addEventListener('change', show);
    replica.addEventListener('edition', () => void router.refresh());
    show();
  } else {
    sayWhyNot('fv.unable');
  }

  // The server's page may be of a later edition than the one that is kept, and then is left alone.
  await router.start({ renew: source.isKept && editionOfPage <= replica.state.edition });
  askAtEveryChance(replica, router);
}

/**
 * Tells the reader, and everyone else by `<html data-corpus data-edition>`, what is kept here.
 *
 * @param {import('./corpus/replica.js').State} state
 */
function showState(state) {
  root.dataset.corpus = state.corpus;
  if (state.edition) root.dataset.edition = String(state.edition);
  statusLine.show(lineOf(state));
}

/**
 * @param {import('./components/states.js').Act['name']} act
 * @param {Replica} replica
 */
function take(act, replica) {
  switch (act) {
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
 * @param {import('./service-worker-bridge.js').Accept} accept
 */
function offerUpdate(accept) {
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

function canKeepArticles() {
  return 'caches' in window && 'indexedDB' in window && 'serviceWorker' in navigator;
}

/** @param {'fv.insecure' | 'fv.unable'} reason */
function sayWhyNot(reason) {
  const nothing = { detail: null, trouble: null, act: null, progress: null };
  statusLine.show({ mark: 'warn', words: say(reason), ...nothing });
}
