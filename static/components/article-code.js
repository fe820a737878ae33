/** Code to take along: a button after each block of it. */
import { element } from './element.js';
import { toast } from './toast.js';
import { lang, say } from './words.js';

/** @param {Element} body whose code stands in boxes that scroll */
export function offerCode(body) {
  for (const scroll of body.querySelectorAll('.scroll.code')) {
    if (scroll.parentElement?.classList.contains('code-box')) continue;
    const box = element('div', { class: 'code-box' });
    scroll.replaceWith(box);
    const copy = element('button', { type: 'button', class: 'copy-code', lang }, say('ar.code.copy'));
    box.append(scroll, copy);
  }
}

/**
 * Takes the code above a button along.
 *
 * @param {HTMLElement} button
 */
export async function copyCode(button) {
  const code = button.parentElement?.querySelector('pre');
  if (!code) return;
  try {
    await navigator.clipboard.writeText(code.textContent.replace(/\n$/, ''));
    toast(say('ar.code.copied'));
  } catch {
    // Without HTTPS or permission: what is chosen is copied with one more tap or key.
    getSelection()?.selectAllChildren(code);
    toast(say('ar.code.chosen'));
  }
}
