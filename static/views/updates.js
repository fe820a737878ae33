/**
 * What changed: what the last updates brought to this device, the newest first.
 *
 * @typedef {import('./router.js').Place} Place
 * @typedef {import('./router.js').Screen} Screen
 * @typedef {import('./router.js').Services} Services
 * @typedef {import('../corpus/history.js').Update} Update
 */
import { element } from '../components/element.js';
import { dayOf, isEmpty, updateSections } from '../components/updates-list.js';
import '../components/updates-now.js';
import { say } from '../components/words.js';

/**
 * @param {Place} _place
 * @param {Services} services
 * @returns {Promise<Screen>}
 */
export async function open(_place, { source, replica, act }) {
  const updates = await replica.updates();
  const articles = await replica.findEach(
    updates.flatMap(({ added, corrected, withdrawn }) => [...added, ...corrected, ...withdrawn]),
  );
  const same = `updates ${source.isKept} ${replica.state.edition}`;
  return {
    name: 'updates',
    title: say('up.title'),
    hash: same,
    render(main) {
      const now = /** @type {import('../components/updates-now.js').UpdatesNow} */ (
        document.createElement('updates-now')
      );
      now.begin(replica, act);
      const told = updates.filter((update) => !isEmpty(update));
      main.dataset.hash = same;
      main.replaceChildren(
        element('h1', { class: 'screen-title', tabindex: -1 }, say('up.title')),
        element(
          'div',
          { class: 'updates' },
          now,
          ...updateSections(told, articles),
          source.isKept && !told.length && noneOf(updates),
        ),
      );
    },
  };
}

/** @param {Update[]} updates that brought nothing; the first of all is the last */
function noneOf(updates) {
  const first = updates.at(-1);
  const date = first && dayOf(first);
  return element('p', {}, date ? say('up.none', { date }) : say('up.unknown'));
}
