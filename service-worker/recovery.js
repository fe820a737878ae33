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

const RECOVERY_HTML = `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>The app cannot start</title>
<style>${STYLE}</style>
</head>
<body>
<main>
<h1>The app cannot start</h1>
<p>Files of the app are missing on this device or cannot be read, and the server did not answer.
What you have stored of the library, and your own marks, are kept apart and stay as they are.</p>
<p>Connect to the internet, then:</p>
<p><a href="">Try again</a></p>
<p>If that does not help:</p>
<form action="/" method="get">
<p><button name="${RESET_PARAMETER}" value="1">Reset app files</button></p>
</form>
<p class="quiet">This fetches the app anew. It touches nothing of yours.</p>
</main>
</body>
</html>
`;

/**
 * The page for when there is neither a shell nor a server: what happened and what to do. It works
 * without script, since none can be relied on where it is needed.
 */
export function recoveryPage() {
  return new Response(RECOVERY_HTML, {
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
