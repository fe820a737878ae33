/**
 * Sheets: dialogs that come from the bottom of a phone and stand as a card on a wide screen.
 *
 * A sheet has no address, yet back closes it: by CloseWatcher where the browser has it, else by a
 * history entry of its own. There is one at a time, since a sheet never opens over a sheet.
 *
 * @typedef {object} Sheet
 * @property {HTMLDialogElement} element
 * @property {() => void} close
 *
 * @typedef {object} How
 * @property {string} name its title
 * @property {HTMLElement | null} [opener] takes the focus back; what has it now where none is named
 * @property {boolean} [modal] false leaves what is behind it in use; a tap there closes the sheet
 * @property {string} [kind] a class for its looks
 * @property {() => void} [onclose]
 */
import { element } from './element.js';
import { icon } from './icon.js';
import { hideToast } from './toast.js';
import { say } from './words.js';

/** @type {{ sheet: Sheet, hasEntry: boolean } | null} */
let open = null;

/** Entries that are being taken back, whose popstate means nothing more. */
let leaving = 0;

/**
 * @param {How} how
 * @param {...Node} content
 * @returns {Sheet}
 */
export function openSheet({ name, opener, modal = true, kind = '', onclose }, ...content) {
  closeSheet();
  hideToast();
  const from = opener ?? (document.activeElement instanceof HTMLElement ? document.activeElement : null);
  const title = element('h2', { id: 'sheet-title' }, name);
  const dismiss = element(
    'button',
    { type: 'button', class: 'icon-button', 'aria-label': say('act.close'), title: say('act.close') },
    icon('close'),
  );
  const dialog = element(
    'dialog',
    { class: `sheet ${kind}`.trim(), 'aria-labelledby': title.id },
    element('header', {}, title, dismiss),
    element('div', { class: 'sheet-content' }, ...content),
  );
  const unwatch = modal ? () => {} : watchOutside(dialog, from);
  const sheet = { element: dialog, close: () => closeSheet() };
  dismiss.addEventListener('click', () => closeSheet());
  dialog.addEventListener('click', (event) => {
    if (modal && event.target === dialog && isOutside(dialog, event)) closeSheet();
  });
  dialog.addEventListener('close', () => {
    unwatch();
    const hadFocus = dialog.contains(document.activeElement) || document.activeElement === document.body;
    dialog.remove();
    if (hadFocus) from?.focus({ preventScroll: true });
    onclose?.();
  });
  document.body.append(dialog);
  if (modal) dialog.showModal();
  else dialog.show();
  open = { sheet, hasEntry: openEntry(modal, dialog) };
  return sheet;
}

/** Closes the sheet that is open, if one is. */
export function closeSheet() {
  if (!open) return;
  const { sheet, hasEntry } = open;
  open = null;
  sheet.element.close();
  if (hasEntry && history.state?.sheet) {
    leaving += 1;
    history.back();
  }
}

/**
 * What a popstate means to sheets.
 *
 * @returns {boolean} whether it meant nothing more than a sheet
 */
export function takePopstate() {
  if (leaving) {
    leaving -= 1;
    return true;
  }
  if (!open) return false;
  const { hasEntry, sheet } = open;
  open = null;
  sheet.element.close();
  return hasEntry;
}

/**
 * Lets back close the sheet.
 *
 * @param {boolean} modal
 * @param {HTMLDialogElement} dialog
 * @returns {boolean} whether the history got an entry for it
 */
function openEntry(modal, dialog) {
  const Watcher = /** @type {any} */ (globalThis).CloseWatcher;
  if (Watcher) {
    // A modal dialog has one by itself.
    if (modal) {
      dialog.addEventListener('cancel', (event) => {
        if (event.target !== dialog) return;
        event.preventDefault();
        closeSheet();
      });
      return false;
    }
    const watcher = new Watcher();
    watcher.onclose = () => closeSheet();
    dialog.addEventListener('close', () => watcher.destroy());
    return false;
  }
  history.pushState({ ...history.state, sheet: true }, '');
  dialog.addEventListener('cancel', (event) => {
    event.preventDefault();
    closeSheet();
  });
  return true;
}

/**
 * @param {HTMLDialogElement} dialog
 * @param {HTMLElement | null} opener
 * @returns {() => void} ends it
 */
function watchOutside(dialog, opener) {
  const ending = new AbortController();
  const { signal } = ending;
  document.addEventListener(
    'click',
    ({ target }) => {
      if (!(target instanceof Node) || dialog.contains(target) || opener?.contains(target)) return;
      if (target.isConnected) closeSheet();
    },
    { signal },
  );
  document.addEventListener('keydown', ({ key }) => key === 'Escape' && closeSheet(), { signal });
  return () => ending.abort();
}

/**
 * @param {HTMLDialogElement} dialog
 * @param {MouseEvent} event
 */
function isOutside(dialog, { clientX: x, clientY: y }) {
  const { left, right, top, bottom } = dialog.getBoundingClientRect();
  return x < left || x > right || y < top || y > bottom;
}
