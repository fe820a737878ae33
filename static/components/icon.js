/** Drawn on a grid of 24, as lines of 1.75 in the colour of the words beside them. */
const PATHS = Object.freeze({
  ok: 'M5 12.5l4.5 4.5L19 7.5',
  down: 'M12 4v11m-5-4.5l5 5 5-5M5 20h14',
  pause: 'M9 5v14M15 5v14',
  wait: 'M12 7v5l3 2M12 3a9 9 0 1 0 0 18a9 9 0 1 0 0-18',
  offline: 'M4 4l16 16M7.5 8A5 5 0 0 0 6 18h11M10 6.3a6 6 0 0 1 8 5a3.6 3.6 0 0 1 2.3 5.5',
  online: 'M6.5 18a4.5 4.5 0 0 1-.5-9a6 6 0 0 1 11.5-.5A4.8 4.8 0 0 1 18 18z',
  warn: 'M12 4l9 16H3zM12 10v4m0 3v.01',
});

/** @typedef {keyof typeof PATHS} IconName */

const SVG = 'http://www.w3.org/2000/svg';

/**
 * An icon, which always stands beside a word and so is not heard.
 *
 * @param {IconName} name
 */
export function icon(name) {
  const svg = document.createElementNS(SVG, 'svg');
  svg.setAttribute('class', 'icon');
  svg.setAttribute('viewBox', '0 0 24 24');
  svg.setAttribute('aria-hidden', 'true');
  const path = document.createElementNS(SVG, 'path');
  path.setAttribute('d', PATHS[name]);
  svg.append(path);
  return svg;
}
