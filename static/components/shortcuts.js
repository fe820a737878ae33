/**
 * Single keys that do what a button does. They can be switched off (WCAG 2.1.4), and are not taken
 * from who is typing.
 *
 * @typedef {Record<string, () => void>} Keys by KeyboardEvent.key
 */
import { preference } from '../storage/preferences.js';

/**
 * @param {() => Keys} keysNow those that mean something on this screen
 */
export function listenForKeys(keysNow) {
  document.addEventListener('keydown', (event) => {
    const { key, target, ctrlKey, metaKey, altKey } = event;
    if (event.defaultPrevented || ctrlKey || metaKey || altKey) return;
    if (preference('keys') === 'off' || isTyping(target)) return;
    if (document.querySelector('dialog[open]')) return;
    const take = keysNow()[key];
    if (!take) return;
    event.preventDefault();
    take();
  });
}

/** @param {EventTarget | null} target */
function isTyping(target) {
  return (
    target instanceof HTMLElement &&
    (target.isContentEditable || target.matches('input:not([type=radio], [type=checkbox]), textarea, select'))
  );
}
