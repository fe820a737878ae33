/**
 * Lets Node import words/<language>.js, which no file is: the server makes them of its catalogues.
 *
 *     node --import ./tests/static/words-loader.js --test tests/static/formats.test.js
 */
import { execFileSync } from 'node:child_process';
import { registerHooks } from 'node:module';
import { fileURLToPath } from 'node:url';

const root = new URL('../../', import.meta.url);
const WORDS = new URL('static/words/', root).href;

/** @type {Record<string, string> | null} */
let modules = null;

function made() {
  const python = fileURLToPath(new URL('.venv/bin/python', root));
  const options = { cwd: fileURLToPath(root), maxBuffer: 2 ** 26 };
  return JSON.parse(execFileSync(python, ['-m', 'tests.page_words'], options).toString());
}

registerHooks({
  resolve(specifier, context, next) {
    const href = URL.parse(specifier, context.parentURL)?.href ?? '';
    if (!href.startsWith(WORDS)) return next(specifier, context);
    return { url: href, format: 'module', shortCircuit: true };
  },
  load(url, context, next) {
    if (!url.startsWith(WORDS)) return next(url, context);
    modules ??= made();
    const source = modules[url.slice(new URL('static/', root).href.length)];
    if (source === undefined) throw new Error(`There is no ${url}`);
    return { format: 'module', source, shortCircuit: true };
  },
});
