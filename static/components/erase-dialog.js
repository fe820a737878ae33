/** The question before everything is erased, which nothing brings back. */
import { eraseAll } from '../storage/erase.js';
import { StorageError } from '../storage/errors.js';
import { button, element } from './element.js';
import { openSheet } from './sheet.js';
import { say } from './words.js';

/**
 * @param {HTMLElement} opener
 * @param {import('../corpus/replica.js').Replica} replica
 */
export function openEraseDialog(opener, replica) {
  /** What was shown until now is not there any more: the app begins anew. */
  let hasBegun = false;
  const words = element('p', {}, say('er.ask', { n: replica.state.articles }));
  const heard = element('div', { 'aria-live': 'polite' }, words);
  const keep = button(say('er.keep'), () => sheet.close());
  const erase = button(say('er.act'), () => void take(), 'danger');
  const acts = element('div', { class: 'acts' }, keep, erase);
  const onclose = () => {
    if (hasBegun) location.replace('/');
  };
  const sheet = openSheet({ name: say('er.title'), opener, onclose }, heard, acts);
  sheet.element.setAttribute('role', 'alertdialog');
  keep.focus();

  const take = async () => {
    if (erase.getAttribute('aria-disabled')) return;
    erase.setAttribute('aria-disabled', 'true');
    hasBegun = true;
    replica.beginErasing();
    try {
      await eraseAll();
    } catch (error) {
      if (!(error instanceof StorageError)) throw error;
      words.textContent = say('er.fail');
      erase.removeAttribute('aria-disabled');
      return;
    }
    replica.endErasing();
    words.textContent = say('er.done');
    const close = button(say('act.close'), () => sheet.close(), 'primary');
    acts.replaceChildren(close);
    close.focus();
  };
}
