/**
 * Starts everything, in order: the corpus, the screens over it, the moments at which the server is
 * asked, the service worker.
 *
 * A page that the server made is whole without this file. Where a browser lacks what the app needs,
 * the page stays as it is and says so.
 */
import { addressOf } from './components/addresses.js';
import { sayFrame } from './components/frame.js';
import { openHelp } from './components/help-sheet.js';
import { showLoss } from './components/loss-card.js';
import { lineOf, lineOfClosedStores, lineOfRetired, lineWithout } from './components/states.js';
import './components/status-line.js';
import { Replica } from './corpus/replica.js';
import { KeptApp } from './kept-app.js';
import { Marks } from './shelf/marks.js';
import { lackOf } from './storage/abilities.js';
import { tellIfUpdated, UpdateOffer } from './update-offer.js';
import * as article from './views/article.js';
import * as changes from './views/changes.js';
import * as library from './views/library.js';
import { Router } from './views/router.js';
import * as saved from './views/saved.js';
import * as search from './views/search.js';
import * as settings from './views/settings.js';
import { Source } from './views/source.js';
import * as updates from './views/updates.js';

/** How often a visible page asks for news by itself, in milliseconds. */
const WHILE_VISIBLE = 15 * 60_000;

/** Which view opens a screen of the route table. */
const SCREENS = {
  library: library.open,
  article: article.open,
  changes: changes.open,
  updates: updates.open,
  search: search.open,
  saved: saved.open,
  settings: settings.open,
};

const root = document.documentElement;
const main = /** @type {HTMLElement} */ (document.querySelector('main'));
const statusLine = /** @type {import('./components/status-line.js').StatusLine} */ (
  document.querySelector('status-line')
);

sayFrame(document);
const lack = lackOf();
if (root.dataset.worker === 'retired') statusLine.show(lineOfRetired());
// What the server drew is whole without the app; the worker's page is empty without it.
else if (lack && main.firstElementChild) statusLine.show(lineWithout(lack));
else await start(lack);

/** @param {import('./storage/abilities.js').Lack | null} lack what keeps it from keeping articles */
async function start(lack) {
  const editionOfPage = Number(root.dataset.edition);
  const worker = new URL('./corpus/download-worker.js', import.meta.url);
  const isVisible = () => document.visibilityState === 'visible';
  const replica = new Replica({ workerURL: worker.pathname, isVisible });
  const source = new Source(replica);
  const marks = new Marks();
  const app = new KeptApp();
  const router = new Router(
    main,
    SCREENS,
    { source, marks, replica, act: (name) => act(name) },
    { '/': () => router.go(addressOf('search')), '?': openHelp },
  );
  const offer = new UpdateOffer(statusLine, () => void app.reload());
  let isOpen = false;

  /** @param {import('./components/states.js').Act['name']} name */
  const act = (name) => take(name, replica, app);
  const show = () => {
    if (!isOpen) return;
    library.showDownload(main, replica.state, act);
    showState(replica.state, app, showLoss(main, replica.state, marks, act));
  };
  const open = async () => {
    // That marks are not kept is said where one is made; a text is read without.
    const readingMarks = marks.start();
    isOpen = !lack && (await replica.start().then(
      () => true,
      () => false,
    ));
    await readingMarks;
    if (isOpen) show();
    else statusLine.show(lack ? lineWithout(lack) : lineOfClosedStores());
  };

  statusLine.onact = act;
  router.ondraw = show;
  replica.addEventListener('change', show);
  replica.addEventListener('change', onTrouble(replica, router, app));
  replica.addEventListener('edition', () => void router.refresh());
  replica.addEventListener('erased', () => location.replace('/'));
  app.start({ onChange: show, onUpdate: (accept) => offer.show(accept) });
  await router.opening(open());
  // The server's page may be of a later edition than the one that is kept, and then is left alone.
  // Without a library, a list of the server's is whole as it stands; a text is given its bar.
  const renew = source.isKept
    ? editionOfPage <= replica.state.edition
    : document.body.dataset.screen === 'article';
  await router.start({ renew });

  tellIfUpdated(root.dataset.build ?? '');

  // A page that comes back from the browser's own cache has slept while other tabs marked.
  addEventListener('pageshow', ({ persisted }) => persisted && void marks.start());
  atEveryChance(async () => {
    offer.remind();
    if (!isOpen && !lack) {
      await open();
      if (isOpen) void router.refresh();
    }
    void replica.check({ by: 'moment' });
    if (router.waits) void router.refresh();
  });
}

/**
 * What is to be done when something has gone wrong with the library, or is over.
 *
 * @param {Replica} replica
 * @param {Router} router
 * @param {KeptApp} app
 */
function onTrouble(replica, router, app) {
  let before = replica.state.trouble;
  return () => {
    const { trouble } = replica.state;
    if (before && !trouble && router.waits) void router.refresh();
    // A page that is too old for what is published can only be helped by a new one.
    if (trouble?.code === 'format-newer' && before?.code !== trouble.code) void app.look();
    before = trouble;
  };
}

/**
 * Tells the reader, and everyone else by `<html data-corpus data-edition>`, what is kept here.
 *
 * @param {import('./corpus/replica.js').State} state
 * @param {KeptApp} app
 * @param {string} alert what is heard as one, and is not said twice
 */
function showState(state, app, alert) {
  root.dataset.corpus = state.corpus;
  if (state.edition) root.dataset.edition = String(state.edition);
  statusLine.show(lineOf(state, app.state), alert);
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
 * @param {() => void} ask
 */
function atEveryChance(ask) {
  const look = () => {
    if (document.visibilityState === 'visible') ask();
  };
  document.addEventListener('visibilitychange', look);
  for (const moment of ['pageshow', 'focus', 'online']) addEventListener(moment, look);
  setInterval(look, WHILE_VISIBLE);
  look();
}
