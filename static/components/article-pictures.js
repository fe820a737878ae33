/**
 * Pictures in a text. Those that the text brings with it are shown; any other is told in words,
 * since nothing delivers it.
 */
import { element } from './element.js';
import { say } from './words.js';

/** What is transparent shows as much in a picture of so many px. */
const SAMPLE = 32;

/** The least that is taken for see-through; edges that are smoothed have a little of it. */
const OPAQUE = 250;
const SHARE = 0.02;

/** @param {HTMLImageElement} picture */
export function dressPicture(picture) {
  const { src, alt } = picture;
  if (!src.startsWith('data:')) {
    const words = alt ? say('ar.picture', { alt }) : say('ar.picture.unnamed');
    picture.replaceWith(element('span', { class: 'picture-missing' }, words));
    return;
  }
  // From the text itself it comes at once, and its height is known before the text is drawn.
  picture.loading = 'eager';
  if (picture.complete) judge(picture);
  else picture.addEventListener('load', () => judge(picture), { once: true });
}

/**
 * How a picture is to stand: on a plate where black lines would be lost on black, and over the edges
 * of a narrow column if it is wider.
 *
 * @param {HTMLImageElement} picture
 */
function judge(picture) {
  const { naturalWidth, naturalHeight, parentElement } = picture;
  if (!naturalWidth || !parentElement) return;
  // Of a picture that is drawn, `width` would be what the column leaves of it.
  const width = Number(picture.getAttribute('width')) || naturalWidth;
  const height = Number(picture.getAttribute('height')) || (width * naturalHeight) / naturalWidth;
  picture.setAttribute('width', String(width));
  picture.setAttribute('height', String(Math.round(height)));
  picture.classList.toggle('see-through', isSeeThrough(picture));
  picture.classList.toggle('wide', width > parentElement.clientWidth && isAlone(picture));
}

/**
 * Whether it is a part of the text by itself, and stands in no line of words.
 *
 * @param {HTMLImageElement} picture
 */
function isAlone(picture) {
  const box = /** @type {Element | null} */ (picture.parentElement);
  if (!box?.parentElement?.matches('article-body')) return false;
  return box.matches('figure') || (box.matches('p') && !box.textContent.trim());
}

/** @param {HTMLImageElement} picture */
function isSeeThrough(picture) {
  if (picture.src.startsWith('data:image/jpeg')) return false;
  const canvas = element('canvas', { width: SAMPLE, height: SAMPLE });
  const context = canvas.getContext('2d', { willReadFrequently: true });
  if (!context) return false;
  context.drawImage(picture, 0, 0, SAMPLE, SAMPLE);
  const { data } = context.getImageData(0, 0, SAMPLE, SAMPLE);
  let seeThrough = 0;
  for (let at = 3; at < data.length; at += 4) if ((data[at] ?? 0) < OPAQUE) seeThrough += 1;
  return seeThrough > SHARE * SAMPLE * SAMPLE;
}
