/**
 * The third lock on an article's HTML, after the server's sanitiser and the security policy.
 *
 * A block is parsed into a document that runs nothing, and what the list admits is made anew, node
 * by node; nothing that the parser made ever reaches the page. `style` is left out here too: an
 * attribute that came through DOMParser and importNode applies in Chromium and WebKitGTK although
 * the policy forbids it.
 */
import { trustedHTML } from '../lib/trusted-types.js';
import {
  CLASSES,
  EVERYWHERE,
  HTML_ELEMENTS,
  ID_PREFIX,
  LANGUAGE_CLASS,
  MATHML_ATTRIBUTES,
  MATHML_ELEMENTS,
  PICTURE_TYPES,
  ROLES,
  SCHEMES,
  SVG_ATTRIBUTES,
  SVG_ELEMENTS,
} from './allowed.js';

const HTML = 'http://www.w3.org/1999/xhtml';
const SVG = 'http://www.w3.org/2000/svg';
const MATHML = 'http://www.w3.org/1998/Math/MathML';

/** These go with all that is in them; any other unknown element leaves its content behind. */
const GONE_WHOLE = new Set([
  'script',
  'style',
  'template',
  'iframe',
  'object',
  'embed',
  'noembed',
  'noframes',
]);

const ADDRESSES = new Set(['href', 'src', 'cite']);

/** A browser drops these before it looks for a scheme, or a reader does not see them. */
const UNSEEN = new RegExp(
  '[\\u0000-\\u0020\\u007f-\\u00a0\\u00ad\\u034f\\u061c\\u180e\\u200b-\\u200f' +
    '\\u2028-\\u202f\\u2060-\\u206f\\ufeff\\s]',
  'g',
);
const SCHEME = /^([^/?#:]*):/;
const DATA = /^data:([^;,]*)[;,]/i;

/** A colour, or a paint of the same drawing; `url()` of anything else would fetch. */
const PAINT = /^\s*(?:url\(#[^\s()'"\\]+\)\s*)?(?:[\w#.,%\s-]*|(?:rgb|hsl)a?\([\w.,%/\s-]*\))\s*$/i;
const PAINTED = new Set([
  'fill',
  'stroke',
  'clip-path',
  'mask',
  'marker-start',
  'marker-mid',
  'marker-end',
]);

/**
 * Turns an article's HTML into nodes that are safe to stand in the page.
 *
 * @param {string} html
 * @returns {DocumentFragment}
 */
export function cleanHTML(html) {
  const parsed = new DOMParser().parseFromString(
    // TypeScript does not know that a TrustedHTML may stand here.
    /** @type {string} */ (trustedHTML(html)),
    'text/html',
  );
  const clean = document.createDocumentFragment();
  /** What is still to be copied, and where to; a stack, since nesting has no bound here. */
  const waiting = [...parsed.body.childNodes]
    .reverse()
    .map((node) => ({ node, into: /** @type {Node} */ (clean) }));
  for (let next = waiting.pop(); next; next = waiting.pop()) {
    const { node, into } = next;
    if (node instanceof Text) into.appendChild(document.createTextNode(node.data));
    if (!(node instanceof Element) || GONE_WHOLE.has(node.localName)) continue;
    const copy = admit(node);
    if (!copy && node.namespaceURI !== HTML) continue;
    if (copy) into.appendChild(copy);
    for (const child of [...node.childNodes].reverse()) {
      waiting.push({ node: child, into: copy ?? into });
    }
  }
  return clean;
}

/**
 * An element like this one with the attributes that are admitted; null if it is not.
 *
 * @param {Element} element
 */
function admit(element) {
  const allowed = attributesOf(element);
  if (!allowed) return null;
  const copy = document.createElementNS(element.namespaceURI, element.localName);
  for (const { name, value } of element.attributes) {
    const known = EVERYWHERE.has(name) || allowed.has(name.toLowerCase());
    const kept = known ? admitValue(element, name, value) : null;
    if (kept !== null) copy.setAttribute(name, kept);
  }
  if (copy instanceof HTMLAnchorElement && !copy.getAttribute('href')?.startsWith('#')) {
    copy.rel = 'noopener noreferrer';
  }
  if (copy instanceof HTMLImageElement) {
    copy.loading = 'lazy';
    copy.decoding = 'async';
  }
  return copy;
}

/**
 * The attributes that an element may have besides those that all may; null if it is not admitted.
 *
 * @param {Element} element
 * @returns {Set<string> | null}
 */
function attributesOf({ namespaceURI, localName }) {
  switch (namespaceURI) {
    case HTML:
      return HTML_ELEMENTS.get(localName) ?? null;
    case SVG:
      return SVG_ELEMENTS.has(localName.toLowerCase()) ? SVG_ATTRIBUTES : null;
    case MATHML:
      return MATHML_ELEMENTS.has(localName) ? MATHML_ATTRIBUTES : null;
    default:
      return null;
  }
}

/**
 * The value as it may stand in the page; null if it may not.
 *
 * @param {Element} element
 * @param {string} name
 * @param {string} value
 * @returns {string | null}
 */
function admitValue(element, name, value) {
  switch (name) {
    case 'id':
      return value.startsWith(ID_PREFIX) ? value : null;
    case 'class':
      return admitClasses(value);
    case 'role':
      return ROLES.has(value) ? value : null;
    case 'srcset':
      return value.split(',').every((address) => isSafe(address, false)) ? value : null;
  }
  if (PAINTED.has(name)) return PAINT.test(value) ? value : null;
  if (!ADDRESSES.has(name)) return value;
  if (element.namespaceURI !== HTML) return value.startsWith('#') ? value : null;
  return isSafe(value, element.localName === 'img') ? value : null;
}

/** @param {string} value */
function admitClasses(value) {
  const admitted = (/** @type {string} */ name) => CLASSES.has(name) || LANGUAGE_CLASS.test(name);
  return value.split(/\s+/).filter(admitted).join(' ') || null;
}

/**
 * @param {string} address
 * @param {boolean} ofPicture
 */
function isSafe(address, ofPicture) {
  const seen = address.replace(UNSEEN, '');
  const scheme = SCHEME.exec(seen)?.[1]?.toLowerCase();
  if (scheme === undefined || SCHEMES.has(scheme)) return true;
  return ofPicture && PICTURE_TYPES.has(DATA.exec(seen)?.[1]?.toLowerCase() ?? '');
}
