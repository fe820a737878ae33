/** Drawn on a grid of 24, as lines of 1.75 in the colour of the words beside them. */
const PATHS = Object.freeze({
  ok: 'M5 12.5l4.5 4.5L19 7.5',
  down: 'M12 4v11m-5-4.5l5 5 5-5M5 20h14',
  pause: 'M9 5v14M15 5v14',
  wait: 'M12 7v5l3 2M12 3a9 9 0 1 0 0 18a9 9 0 1 0 0-18',
  offline: 'M4 4l16 16M7.5 8A5 5 0 0 0 6 18h11M10 6.3a6 6 0 0 1 8 5a3.6 3.6 0 0 1 2.3 5.5',
  online: 'M6.5 18a4.5 4.5 0 0 1-.5-9a6 6 0 0 1 11.5-.5A4.8 4.8 0 0 1 18 18z',
  warn: 'M12 4l9 16H3zM12 10v4m0 3v.01',

  library: 'M5 4v16M9 4v16M13 4.5l5.5 15',
  search: 'M10.5 4a6.5 6.5 0 1 0 0 13a6.5 6.5 0 1 0 0-13M15.5 15.5L20.5 20.5',
  saved: 'M7 4h10v16l-5-4l-5 4z',
  settings: 'M4 7h9m4 0h3M15 5v4M4 12h3m4 0h9M9 10v4M4 17h9m4 0h3M15 15v4',
  back: 'M15 5l-7 7l7 7',
  forward: 'M9 5l7 7l-7 7',
  up: 'M12 20V5M6 11l6-6l6 6',
  text: 'M3 18L8 6l5 12M4.7 14h6.6M15 18l3-8l3 8M16 15.5h4',
  smaller: 'M3 18L8 6l5 12M4.7 14h6.6M16 12h6',
  larger: 'M3 18L8 6l5 12M4.7 14h6.6M16 12h6M19 9v6',
  more: 'M4.7 12a.8.8 0 1 0 1.6 0a.8.8 0 1 0-1.6 0m6.5 0a.8.8 0 1 0 1.6 0a.8.8 0 1 0-1.6 0m6.5 0a.8.8 0 1 0 1.6 0a.8.8 0 1 0-1.6 0',
  close: 'M6 6l12 12M18 6L6 18',
  tune: 'M4 7h16M7 12h10M10 17h4',
  contents: 'M8 6h12M8 12h12M8 18h12M4 6v.01M4 12v.01M4 18v.01',
  share: 'M12 15V4m-4 4l4-4l4 4M6 12v8h12v-8',
  copy: 'M9 9h10v11H9zM6 15H5V4h10v2',
  print: 'M7 8V4h10v4M7 16H4V8h16v8h-3M7 13h10v7H7z',
  read: 'M12 3a9 9 0 1 0 0 18a9 9 0 1 0 0-18M8 12.3l2.8 2.8L16 9.5',
  changed: 'M4 20l1-4L16 5l3 3L8 19zM14 7l3 3',
  outside: 'M9 15L19 5m-6 0h6v6M16 14v5H5V8h5',
  help: 'M9 9a3 3 0 1 1 4.2 2.7c-.8.4-1.2 1-1.2 2.3M12 17.5v.01M12 3a9 9 0 1 0 0 18a9 9 0 1 0 0-18',
});

/** @typedef {keyof typeof PATHS} IconName */

/** Those that point along the line, and so the other way in a script from right to left. */
const MIRRORED = new Set(['back', 'forward', 'contents', 'library', 'outside']);

const SVG = 'http://www.w3.org/2000/svg';

/**
 * An icon, which stands beside a word or in a button with a name, and so is not heard.
 *
 * @param {IconName} name
 */
export function icon(name) {
  const svg = document.createElementNS(SVG, 'svg');
  svg.setAttribute('class', MIRRORED.has(name) ? 'icon mirrored' : 'icon');
  svg.setAttribute('viewBox', '0 0 24 24');
  svg.setAttribute('aria-hidden', 'true');
  const path = document.createElementNS(SVG, 'path');
  path.setAttribute('d', PATHS[name]);
  svg.append(path);
  return svg;
}
