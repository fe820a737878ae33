/**
 * The allow-list of an article's HTML: the server's own (webapp/sanitiser/allowed.py), once more.
 *
 * A test holds the two together. What the server lets through must not be lost here, and what it
 * does not must find no gap. Names of SVG stand in lower case.
 */

/** What the server puts before every id, so that none shadows a name of the page. */
export const ID_PREFIX = 't-';

/** @param {string} names parted by spaces */
const set = (names) => new Set(names.match(/\S+/g));

export const EVERYWHERE = set(`
  id class lang dir title role aria-label aria-labelledby aria-describedby aria-hidden
`);

/** @type {Map<string, Set<string>>} */
export const HTML_ELEMENTS = new Map();
for (const [names, attributes] of /** @type {[string, string][]} */ ([
  ['p h1 h2 h3 h4 h5 h6 hgroup div section article aside header footer address', ''],
  ['br wbr hr pre code kbd samp var span abbr b bdi bdo cite dfn em i mark s small', ''],
  ['strike strong sub sup tt u ruby rb rt rtc rp figure figcaption picture ul dl dt dd', ''],
  ['summary table thead tbody tfoot tr caption', ''],
  ['blockquote q', 'cite'],
  ['del ins', 'cite datetime'],
  ['time', 'datetime'],
  ['data', 'value'],
  ['a', 'href hreflang'],
  ['ol', 'start reversed type'],
  ['li', 'value'],
  ['details', 'open'],
  ['col colgroup', 'span'],
  ['td th', 'colspan rowspan headers scope abbr align'],
  ['img', 'src srcset sizes alt width height'],
  ['source', 'srcset sizes media type width height'],
])) {
  for (const name of names.split(' ')) HTML_ELEMENTS.set(name, set(attributes));
}

export const MATHML_ELEMENTS = set(`
  math semantics annotation mrow mi mn mo ms mtext mspace mfrac msqrt mroot mstyle merror mpadded
  mphantom mfenced menclose msub msup msubsup munder mover munderover mmultiscripts mprescripts
  none mtable mtr mtd
`);
export const MATHML_ATTRIBUTES = set(`
  display displaystyle scriptlevel mathvariant mathsize mathcolor alttext form fence separator
  stretchy symmetric largeop movablelimits accent accentunder lspace rspace minsize maxsize
  linethickness open close separators notation width height depth voffset columnalign rowalign
  columnspan rowspan columnspacing rowspacing columnlines rowlines frame encoding
`);

export const SVG_ELEMENTS = set(`
  svg g defs path rect circle ellipse line polyline polygon text tspan textpath lineargradient
  radialgradient stop clippath mask pattern marker
`);
export const SVG_ATTRIBUTES = set(`
  href viewbox preserveaspectratio width height x y x1 y1 x2 y2 cx cy r rx ry fx fy dx dy d points
  pathlength transform opacity color fill fill-opacity fill-rule stroke stroke-width stroke-opacity
  stroke-linecap stroke-linejoin stroke-miterlimit stroke-dasharray stroke-dashoffset font-family
  font-size font-style font-weight text-anchor dominant-baseline rotate textlength lengthadjust
  startoffset method spacing gradientunits gradienttransform spreadmethod offset stop-color
  stop-opacity clip-path clip-rule clippathunits mask maskunits maskcontentunits patternunits
  patterncontentunits patterntransform marker-start marker-mid marker-end markerwidth markerheight
  markerunits refx refy orient
`);

export const CLASSES = set(`
  footnotes footnotes-sep footnotes-list footnote-item footnote-ref footnote-backref
`);
export const LANGUAGE_CLASS = /^language-[\w+#.-]{1,40}$/;
export const ROLES = set(`
  doc-noteref doc-backlink doc-footnote doc-endnotes doc-bibliography doc-biblioentry note math img
`);

/** Of links, pictures and sources; an address without a scheme is kept too. */
export const SCHEMES = set('http https mailto tel');

/** Of `data:` addresses, in pictures only. */
export const PICTURE_TYPES = set('image/png image/jpeg image/gif image/webp');
