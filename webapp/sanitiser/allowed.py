"""The allow-list: the elements and attributes of a clean block, and what some values may be.

docs/sanitising.md says the same in words; a test holds the two together.
"""


def names(words: str) -> frozenset[str]:
    """Return the names in a line of words."""
    return frozenset(words.split())


ID_PREFIX = "t-"
"""Stands before every id of an article, so that none shadows a name of the page."""

EVERYWHERE = names(
    "id class lang dir title role aria-label aria-labelledby aria-describedby aria-hidden"
)
"""Attributes that every element may have."""

HTML: dict[str, frozenset[str]] = {
    element: names(attributes)
    for elements, attributes in {
        "h1 h2 h3 h4 h5 h6 hgroup p div section article aside header footer address": "",
        "pre code kbd samp var br wbr hr span abbr b bdi bdo cite dfn em i mark s small strike": "",
        "strong sub sup tt u ruby rb rt rtc rp ul dl dt dd figure figcaption picture summary": "",
        "table caption thead tbody tfoot tr": "",
        "a": "href hreflang",
        "blockquote q": "cite",
        "del ins": "cite datetime",
        "time": "datetime",
        "data": "value",
        "ol": "start reversed type",
        "li": "value",
        "details": "open",
        "col colgroup": "span",
        "td th": "colspan rowspan headers scope abbr align",
        "img": "src srcset sizes alt width height",
        "source": "srcset sizes media type width height",
    }.items()
    for element in names(elements)
}
"""Elements of HTML, each with the attributes that only it may have."""

MATHML = names(
    "math semantics annotation mrow mi mn mo ms mtext mspace mfrac msqrt mroot mstyle merror"
    " mpadded mphantom mfenced menclose msub msup msubsup munder mover munderover mmultiscripts"
    " mprescripts none mtable mtr mtd"
)
"""Elements of MathML: not `annotation-xml`, `mglyph` and `malignmark`, which change how a browser
reads what is inside or after them."""
MATHML_ATTRIBUTES = names(
    "display displaystyle scriptlevel mathvariant mathsize mathcolor alttext form fence separator"
    " stretchy symmetric largeop movablelimits accent accentunder lspace rspace minsize maxsize"
    " linethickness open close separators notation width height depth voffset columnalign rowalign"
    " columnspan rowspan columnspacing rowspacing columnlines rowlines frame encoding"
)

SVG = names(
    "svg g defs path rect circle ellipse line polyline polygon text tspan textPath linearGradient"
    " radialGradient stop clipPath mask pattern marker"
)
"""Elements of SVG that draw: not `title`, `desc` and `foreignObject`, in which a browser reads HTML
again, nor `use`, `image` and the animations, which fetch and change things."""
SVG_ATTRIBUTES = names(
    "href viewBox preserveAspectRatio width height x y x1 y1 x2 y2 cx cy r rx ry fx fy dx dy d"
    " points pathLength transform opacity color fill fill-opacity fill-rule stroke stroke-width"
    " stroke-opacity stroke-linecap stroke-linejoin stroke-miterlimit stroke-dasharray"
    " stroke-dashoffset font-family font-size font-style font-weight text-anchor"
    " dominant-baseline rotate textLength lengthAdjust startOffset method spacing gradientUnits"
    " gradientTransform spreadMethod offset stop-color stop-opacity clip-path clip-rule"
    " clipPathUnits mask maskUnits maskContentUnits patternUnits patternContentUnits"
    " patternTransform marker-start marker-mid marker-end markerWidth markerHeight markerUnits"
    " refX refY orient"
)

DROPPED = names("script style")
"""Elements that go with their content. The parser must know them, or would read code as text."""

PHRASING = names(
    "a abbr b bdi bdo br cite code data del dfn em i img ins kbd mark picture q rb rp rt rtc ruby s"
    " samp small source span strike strong sub sup time tt u var wbr"
)
"""Elements of HTML that may stand in a paragraph."""

SCHEMES = names("http https mailto tel")
"""Of links, pictures and sources; a URL without a scheme is kept too."""
PICTURE_TYPES = names("image/png image/jpeg image/gif image/webp")
"""Of `data:` URLs, in `<img src>` only: an SVG picture is a document."""

CLASSES = names(
    "footnotes footnotes-sep footnotes-list footnote-item footnote-ref footnote-backref"
)
"""Class names that are kept, beside `language-…`: any other could borrow a look of the page."""
ROLES = names(
    "doc-noteref doc-backlink doc-footnote doc-endnotes doc-bibliography doc-biblioentry note math"
    " img"
)
"""Roles that describe text; others would claim to be a part of the page."""
