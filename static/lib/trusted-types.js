/**
 * The app's two Trusted Types policies, and the only places where text becomes HTML or the address
 * of a script. Where a browser has no Trusted Types, the text itself passes.
 *
 * @typedef {{ createHTML(html: string): object, createScriptURL(url: string): object }} Policy
 * @typedef {{ createPolicy(name: string, rules: object): Policy }} Factory
 */

/** The worker, and the modules of a build: nothing else of this origin may run. */
const SCRIPT = /^(?:\/sw\.js|\/a\/[0-9a-f]{8}\/(?:[\w-]+\/)*[\w-]+\.js)$/;

/** @type {Factory | undefined} */
const factory = Reflect.get(globalThis, 'trustedTypes');

const html = factory?.createPolicy('octavo-html', {
  createHTML: (/** @type {string} */ text) => text,
});
const script = factory?.createPolicy('octavo-script', { createScriptURL: checkedScriptURL });

/**
 * HTML for a parser whose outcome is cleaned before it is shown.
 *
 * @param {string} text
 * @returns {string | object} for DOMParser
 */
export function trustedHTML(text) {
  return html ? html.createHTML(text) : text;
}

/**
 * @param {string} url the path of the service worker or of a module of a build
 * @returns {string | object} for `new Worker` and `register`
 */
export function trustedScriptURL(url) {
  return script ? script.createScriptURL(url) : checkedScriptURL(url);
}

/** @param {string} url */
function checkedScriptURL(url) {
  if (SCRIPT.test(url)) return url;
  throw new TypeError(`${url} is no script of this app; /sw.js or /a/<build>/….js was expected`);
}
