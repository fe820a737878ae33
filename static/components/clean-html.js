/**
 * The third lock on an article's HTML, after the server's sanitiser and the security policy.
 *
 * A block is parsed into a document that runs nothing, and what the list admits is made anew, node
 * by node; nothing that the parser made ever reaches the page. `style` is left out here too: an
 * attribute that came through DOMParser and importNode applies in Chromium and WebKitGTK although
 * the policy forbids it.
 */
import { trustedHTML } from '../lib/trusted-types.js';

const HTML = 'http://www.w3.org/1999/xhtml';
const SVG = 'http://www.w3.org/2000/svg';
const MATHML = 'http://www.w3.org/1998/Math/MathML';

/** What the server puts before every id, so that none shadows a name of the page. */
const ID_PREFIX = 't-';

/** @param {string} names */
const set = (names) => new Set(names.trim().split(/\s+/));

// The lists are the server's (webapp/sanitiser.py, docs/sanitising.md): it must never let through
// what is lost here. Names of SVG are compared in lower case.

const EVERYWHERE = set(`
  id class lang dir title role aria-label aria-labelledby aria-describedby aria-hidden
`);

/** @type {Map<string, Set<string>>} */
const HTML_ELEMENTS = new Map();
for (const [names, attributes] of /** @type {[string, string][]} */ ([
  ['p h1 h2 h3 h4 h5 h6 hgroup div section article aside header footer address', ''],
  ['br wbr hr pre code kbd samp var span abbr b bdi bdo cite dfn em i mark s small', ''],
  ['strike strong sub sup tt u ruby rb rt rtc rp figure figcaption picture ul dl dt dd', ''],
  ['summary thead tbody tfoot tr caption', ''],
  ['blockquote q', 'cite'],
  ['del ins', 'cite datetime'],
  ['time', 'datetime'],
  ['data', 'value'],
  ['a', 'href hreflang'],
  ['ol', 'start reversed type'],
  ['li', 'value'],
  ['details', 'open'],
  ['table', 'border'],
  ['col colgroup', 'span'],
  ['td th', 'colspan rowspan headers scope abbr align'],
  ['img', 'src srcset sizes alt width height'],
  ['source', 'srcset sizes media type width height'],
])) {
  for (const name of names.split(' ')) HTML_ELEMENTS.set(name, set(attributes));
}

const MATHML_ELEMENTS = set(`
  math semantics annotation mrow mi mn mo ms mtext mspace mfrac msqrt mroot mstyle merror mpadded
  mphantom mfenced menclose msub msup msubsup munder mover munderover mmultiscripts mprescripts
  none mtable mtr mtd
`);
const MATHML_ATTRIBUTES = set(`
  display displaystyle scriptlevel mathvariant mathsize mathcolor alttext form fence separator
  stretchy symmetric largeop movablelimits accent accentunder lspace rspace minsize maxsize
  linethickness open close separators notation width height depth voffset columnalign rowalign
  columnspan rowspan columnspacing rowspacing columnlines rowlines frame encoding
`);

const SVG_ELEMENTS = set(`
  svg g defs path rect circle ellipse line polyline polygon text tspan textpath lineargradient
  radialgradient stop clippath mask pattern marker
`);
const SVG_ATTRIBUTES = set(`
  href viewbox preserveaspectratio width height x y x1 y1 x2 y2 cx cy r rx ry fx fy dx dy d points
  pathlength transform opacity color fill fill-opacity fill-rule stroke stroke-width stroke-opacity
  stroke-linecap stroke-linejoin stroke-miterlimit stroke-dasharray stroke-dashoffset font-family
  font-size font-style font-weight text-anchor dominant-baseline rotate textlength lengthadjust
  startoffset method spacing gradientunits gradienttransform spreadmethod offset stop-color
  stop-opacity clip-path clip-rule clippathunits mask maskunits maskcontentunits patternunits
  patterncontentunits patterntransform marker-start marker-mid marker-end markerwidth markerheight
  markerunits refx refy orient
`);

const CLASSES = set(`
  footnotes footnotes-sep footnotes-list footnote-item footnote-ref footnote-backref
  contains-task-list task-list-item
`);
const LANGUAGE_CLASS = /^language-[\w+#.-]{1,40}$/;
const ROLES = set(`
  doc-noteref doc-backlink doc-footnote doc-endnotes doc-bibliography doc-biblioentry note math img
`);

/** These go with all that is in them; any other unknown element leaves its content behind. */
const GONE_WHOLE = set('script style template iframe object embed noembed noframes');

const ADDRESSES = set('href src cite');

/** A browser drops these before it looks for a scheme, or a reader does not see them. */
const UNSEEN = new RegExp(
  '[\\u0000-\\u0020\\u007f-\\u00a0\\u00ad\\u034f\\u061c\\u180e\\u200b-\\u200f' +
    '\\u2028-\\u202f\\u2060-\\u206f\\ufeff\\s]',
  'g',
);
const SCHEME = /^([^/?#:]*):/;
const SCHEMES = set('http https mailto tel');
const DATA_PICTURE = /^data:image\/(?:png|jpeg|gif|webp)[;,]/i;

/** A colour, or a paint of the same drawing; `url()` of anything else would fetch. */
const PAINT = /^\s*(?:url\(#[^\s()'"\\]+\)\s*)?(?:[\w#.,%\s-]*|(?:rgb|hsl)a?\([\w.,%/\s-]*\))\s*$/i;
const PAINTED = set('fill stroke clip-path mask marker-start marker-mid marker-end');

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
  return ofPicture && DATA_PICTURE.test(seen);
}
