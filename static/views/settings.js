/**
 * Settings: what is on this device, and the switches.
 *
 * @typedef {import('./router.js').Place} Place
 * @typedef {import('./router.js').Screen} Screen
 * @typedef {import('./router.js').Services} Services
 * @typedef {import('../components/settings-kept.js').SettingsKept} SettingsKept
 */
import { radios, toggle } from '../components/controls.js';
import { button, element } from '../components/element.js';
import { openEraseDialog } from '../components/erase-dialog.js';
import { size } from '../components/formats.js';
import { openReadingSettings } from '../components/reading-settings.js';
import { measure } from '../components/settings-kept.js';
import { facts, opener, part } from '../components/settings-row.js';
import { openSheet } from '../components/sheet.js';
import { lang, say } from '../components/words.js';
import { WITHOUT_ASKING } from '../corpus/arrival.js';
import { prefer, preference } from '../storage/preferences.js';

/** By this the router knows the screen again, which follows the library by itself. */
const SAME = 'settings';

const LICENCE = 'MIT';

/**
 * @param {Place} _place
 * @param {Services} services
 * @returns {Promise<Screen>}
 */
export async function open(_place, services) {
  const measured = await measure(services.replica);
  return {
    name: 'settings',
    title: say('set.title'),
    hash: SAME,
    render(main) {
      const kept = /** @type {SettingsKept} */ (document.createElement('settings-kept'));
      kept.begin(services.replica, measured, services.act);
      main.dataset.hash = SAME;
      main.replaceChildren(
        element('h1', { class: 'screen-title', tabindex: -1 }, say('set.title')),
        element(
          'div',
          { class: 'settings' },
          kept,
          data(services),
          reading(),
          app(),
          about(services),
          erase(services),
        ),
      );
    },
    adopt(main) {
      void /** @type {SettingsKept | null} */ (main.querySelector('settings-kept'))?.measureAnew();
      // Where nothing was kept, the library had no name until now.
      main.querySelector('.settings-about')?.replaceWith(about(services));
    },
  };
}

/** @param {Services} services */
function data({ replica }) {
  const options = [
    { value: 'ask', words: say('set.updates.ask') },
    { value: 'auto', words: say('set.updates.automatic') },
  ];
  const choice = radios(say('set.updates'), options, preference('updates'), (value) => {
    prefer('updates', value);
    // What waits to be asked for may now come, and the other way round.
    void replica.check({ by: 'reader' });
  });
  const limit = say('set.updates.limit', { size: size(WITHOUT_ASKING) });
  return part(say('set.data'), choice, element('p', { class: 'quiet' }, limit));
}

function reading() {
  return part(say('set.reading'), opener(say('rs.title'), null, openReadingSettings));
}

function app() {
  const areKeysOn = preference('keys') !== 'off';
  return part(
    say('set.app'),
    opener(say('set.language'), languageNow(), openLanguages),
    toggle(say('set.keys'), areKeysOn, (isOn) => prefer('keys', isOn ? null : 'off')),
    facts({ name: say('set.version'), value: document.documentElement.dataset.build ?? '' }),
  );
}

/** @param {Services} services */
function about({ source }) {
  const made = part(
    say('set.about'),
    facts(
      { name: say('set.publisher'), value: source.title ?? say('lib.publisher') },
      { name: say('set.licences'), value: say('set.licence', { licence: LICENCE }) },
    ),
  );
  made.classList.add('settings-about');
  return made;
}

/** @param {Services} services */
function erase({ replica }) {
  const act = button(say('er.act'), () => openEraseDialog(act, replica), 'danger');
  act.setAttribute('aria-haspopup', 'dialog');
  return part(say('er.title'), element('p', { class: 'quiet' }, say('er.what')), element('p', {}, act));
}

function languageNow() {
  const chosen = preference('language');
  if (!chosen) return { text: say('set.language.library') };
  return { text: nameOf(chosen), lang: chosen };
}

/** @param {HTMLElement} from */
function openLanguages(from) {
  const known = document.documentElement.dataset.languages?.split(' ') ?? [];
  const names = [
    { tag: '', name: say('set.language.library'), spoken: lang },
    ...known.map((tag) => ({ tag, name: nameOf(tag), spoken: tag })),
  ];
  const items = names.map(({ tag, name, spoken }) => {
    const isChosen = tag === preference('language');
    const choice = element(
      'button',
      { type: 'button', lang: spoken, 'aria-current': isChosen && 'true' },
      element('bdi', {}, name),
    );
    choice.addEventListener('click', () => speak(tag));
    return element('li', {}, choice);
  });
  const menu = element('ul', { class: 'menu', role: 'list' }, ...items);
  openSheet({ name: say('set.language'), opener: from }, menu);
}

/**
 * Every word is said anew, which a page does at its start.
 *
 * @param {string} tag '' for the library's language
 */
function speak(tag) {
  prefer('language', tag || null);
  location.reload();
}

/** @param {string} tag a language, as it calls itself */
function nameOf(tag) {
  const name = new Intl.DisplayNames(tag, { type: 'language' }).of(tag) ?? tag;
  return name.charAt(0).toLocaleUpperCase(tag) + name.slice(1);
}
