import { RESET_PARAMETER } from './routes.js';

/** Works without script and style: neither can be relied on where this page is needed. */
const RECOVERY_HTML = `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>The app cannot start</title>
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
<button name="${RESET_PARAMETER}" value="1">Reset app files</button>
</form>
<p>This fetches the app anew. It touches nothing of yours.</p>
</main>
</body>
</html>
`;

/** The page for when there is neither a shell nor a server: what happened and what to do. */
export function recoveryPage() {
  return new Response(RECOVERY_HTML, {
    status: 503,
    headers: {
      'content-type': 'text/html; charset=utf-8',
      'cache-control': 'no-store',
      'content-security-policy':
        "default-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'",
      'cross-origin-opener-policy': 'same-origin',
      'referrer-policy': 'same-origin',
      'x-content-type-options': 'nosniff',
    },
  });
}
