/*
 * Puts the reader's looks on <html> before anything is painted, so that no white page flashes at
 * night. A classic script that the parser waits for, since modules come after the first paint; it
 * stands behind the styles, whose page colour it hands to the browser's own bars.
 */
(() => {
  'use strict';

  const KEY = 'octavo-looks'; // as in storage/preferences.js
  const WORD = /^[\w-]+$/;
  const root = document.documentElement;
  /** @type {string[]} */
  let shown = [];

  const stored = () => {
    try {
      return Object.entries(JSON.parse(localStorage.getItem(KEY) ?? '{}') ?? {});
    } catch {
      return [];
    }
  };

  /** @param {[string, unknown][]} chosen */
  const paint = (chosen) => {
    for (const name of shown) delete root.dataset[name];
    const looks = chosen.filter(([name, value]) => WORD.test(name) && WORD.test(String(value)));
    shown = looks.map(([name]) => name);
    for (const [name, value] of looks) root.dataset[name] = String(value);
    colourBars();
  };

  const colourBars = () => {
    const { backgroundColor } = getComputedStyle(root);
    for (const meta of document.querySelectorAll('meta[name="theme-color"]')) {
      meta.setAttribute('content', backgroundColor);
    }
  };

  paint(stored());
  addEventListener('octavo-looks', (event) => {
    paint(Object.entries(/** @type {CustomEvent} */ (event).detail)); // chosen in this page
  });
  addEventListener('storage', ({ key }) => key === KEY && paint(stored())); // in another
  for (const media of ['(prefers-color-scheme: dark)', '(prefers-contrast: more)']) {
    matchMedia(media).addEventListener?.('change', colourBars);
  }
})();
