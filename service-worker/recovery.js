import { RESET_PARAMETER } from './routes.js';

/** The app's own colours and measures, here again: its style sheets cannot be relied on now. */
const STYLE = `
:root { color-scheme: light dark; --page: #fcfbf8; --text: #1b1a17; --quiet: #4a4741; --edge: #857f74; --link: #0b4f9e }
@media (prefers-color-scheme: dark) {
:root { --page: #17181a; --text: #d9d7d1; --quiet: #b6b3ac; --edge: #7d8087; --link: #8fbaf3 }
}
body { margin: 0 auto; padding: 1.5rem 1.25rem 3rem; max-width: 34rem; background: var(--page); color: var(--text);
font: 1rem/1.5 system-ui, sans-serif }
h1 { margin: 0 0 1rem; font-size: 1.5rem; line-height: 1.25 }
p { margin: 0 0 1rem }
.quiet { color: var(--quiet) }
a, button { box-sizing: border-box; display: inline-block; min-height: 3rem; padding: .65rem 1rem; border: 1px solid var(--edge);
border-radius: 8px; background: transparent; color: var(--text); font: inherit; text-decoration: none; cursor: pointer }
:focus-visible { outline: 2px solid var(--link); outline-offset: 2px }
`;

/** SHA-256 of STYLE, which the page's policy admits and nothing else; a test keeps the two together. */
const STYLE_HASH = 'sha256-aKWustbcwnm7gLCnC2RcIx8GOooD0oqUoyiCL18bq50=';

/**
 * @typedef {Record<'lang' | 'dir' | 'title' | 'what' | 'kept' | 'connect' | 'again' | 'otherwise' |
 *   'reset' | 'note', string>} RecoveryWords the page in one language, its sentences as HTML
 */

/** @param {RecoveryWords} words */
function htmlOf(words) {
  return `<!doctype html>
<html lang="${words.lang}" dir="${words.dir}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${words.title}</title>
<style>${STYLE}</style>
</head>
<body>
<main>
<h1>${words.title}</h1>
<p>${words.what} ${words.kept}</p>
<p>${words.connect}</p>
<p><a href="">${words.again}</a></p>
<p>${words.otherwise}</p>
<form action="/" method="get">
<p><button name="${RESET_PARAMETER}" value="1">${words.reset}</button></p>
</form>
<p class="quiet">${words.note}</p>
</main>
</body>
</html>
`;
}

/**
 * The words that a reader understands best, as the browser tells: what was chosen in the app cannot
 * be read here.
 *
 * @param {readonly RecoveryWords[]} all
 * @param {readonly string[]} languages the reader's, the best first
 */
function wordsFor(all, languages) {
  for (const tag of languages) {
    const found = all.find(({ lang }) => `${tag}-`.startsWith(`${lang}-`));
    if (found) return found;
  }
  return all[0];
}

/**
 * The page for when there is neither a shell nor a server: what happened and what to do. It works
 * without script, since none can be relied on where it is needed.
 *
 * @param {readonly RecoveryWords[]} all in each language; the first for whoever speaks none of them
 * @param {readonly string[]} languages the reader's, the best first
 */
export function recoveryPage(all, languages) {
  return new Response(htmlOf(wordsFor(all, languages)), {
    status: 503,
    headers: {
      'content-type': 'text/html; charset=utf-8',
      'cache-control': 'no-store',
      'content-security-policy':
        `default-src 'none'; style-src '${STYLE_HASH}'; base-uri 'none'; form-action 'self'; ` +
        "frame-ancestors 'none'",
      'cross-origin-opener-policy': 'same-origin',
      'referrer-policy': 'same-origin',
      'x-content-type-options': 'nosniff',
    },
  });
}
