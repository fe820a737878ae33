/**
 * Reading settings: makes a text comfortable, in view of the text itself.
 *
 * Everything chosen shows at once and is kept on this device. What a choice has by itself is left to
 * the library: a script has its own face and its own paragraphs.
 */
import { preference } from '../storage/preferences.js';
import { radios, toggle } from './controls.js';
import { button, element } from './element.js';
import { icon } from './icon.js';
import { choose, chooseNothing } from './looks.js';
import { openSheet } from './sheet.js';
import { toast } from './toast.js';
import { say } from './words.js';

/** Steps of text size in per cent. */
const SIZES = [80, 90, 100, 112, 125, 140, 160, 180, 200];
const OWN_SIZE = '100';

/** A measure of fewer characters cannot be set to both edges without holes (READING, 6). */
const LEAST_FOR_BOTH_EDGES = 40;

/**
 * @param {HTMLElement | null} opener takes the focus back
 * @returns {import('./sheet.js').Sheet}
 */
export function openReadingSettings(opener) {
  const content = element('div', { class: 'reading-settings' });
  fill(content);
  return openSheet({ name: say('rs.title'), opener, modal: false, kind: 'beside' }, content);
}

/**
 * One step larger or smaller, for a key as for a button.
 *
 * @param {1 | -1} by
 * @returns {string} what is to be heard
 */
export function stepSize(by) {
  const next = SIZES[placeOfSize() + by];
  if (next === undefined) return say(by > 0 ? 'rs.max' : 'rs.min');
  choose('size', String(next) === OWN_SIZE ? null : String(next));
  return say('rs.size', { p: next });
}

/** @param {HTMLElement} content */
function fill(content) {
  const themes = ['', 'light', 'sepia', 'dark', 'black'].map((value) => ({
    value,
    words: say(`rs.theme.${value || 'system'}`),
    theme: value || undefined,
  }));
  const more = element(
    'details',
    { open: content.querySelector('details')?.open ?? false },
    element('summary', {}, say('rs.more')),
    look('width', ['narrow', 'normal', 'wide']),
    alignment(),
    look('paragraphs', ['space', 'indent'], hasIndent() ? 'indent' : 'space'),
    turn('hyphens', 'on', 'off'),
    turn('contrast', 'more', null),
    turn('still', 'on', null),
    turn('pages', 'on', null),
    turn('bar', 'stay', null),
  );
  content.replaceChildren(
    theme(themes),
    size(),
    look('face', ['serif', 'sans', 'legible', 'system'], hasSans() ? 'sans' : 'serif'),
    look('lines', ['tight', 'normal', 'loose']),
    more,
    button(say('rs.back'), () => {
      const undo = chooseNothing();
      fill(content);
      content.querySelector('button')?.focus();
      toast(say('rs.reset'), {
        words: say('act.undo'),
        take: () => {
          undo();
          fill(content);
        },
      });
    }),
  );
}

/** @param {{ value: string, words: string, theme?: string }[]} themes each in its own colours */
function theme(themes) {
  const choice = radios(say('rs.theme'), themes, preference('theme'), (value) => {
    choose('theme', value || null);
  });
  return labelled(choice, 'themes');
}

/**
 * @param {HTMLElement} group
 * @param {string} kind
 */
function labelled(group, kind) {
  group.classList.add(kind);
  return group;
}

/**
 * @param {'face' | 'lines' | 'width' | 'paragraphs' | 'align'} name
 * @param {string[]} values
 * @param {string} [own] what the library has by itself
 */
function look(name, values, own = preference(name)) {
  const options = values.map((value) => ({ value, words: say(`rs.${name}.${value}`) }));
  const chosen = preference(name) || own;
  return labelled(radios(say(`rs.${name}`), options, chosen, (value) => choose(name, value)), name);
}

/**
 * @param {'hyphens' | 'contrast' | 'still' | 'pages' | 'bar'} name
 * @param {string} on
 * @param {string | null} off
 */
function turn(name, on, off) {
  return toggle(say(`rs.${name}`), preference(name) === on, (isOn) => choose(name, isOn ? on : off));
}

function size() {
  const output = element('output', { 'aria-live': 'polite' });
  const smaller = stepButton(say('rs.smaller'), 'smaller');
  const larger = stepButton(say('rs.larger'), 'larger');
  const show = (words = '') => {
    const place = placeOfSize();
    smaller.setAttribute('aria-disabled', String(place === 0));
    larger.setAttribute('aria-disabled', String(place === SIZES.length - 1));
    const value = say('rs.size.value', { p: SIZES[place] ?? 100 });
    output.textContent = words === say('rs.max') || words === say('rs.min') ? words : value;
  };
  smaller.addEventListener('click', () => show(stepSize(-1)));
  larger.addEventListener('click', () => show(stepSize(1)));
  show();
  return element(
    'div',
    { class: 'size', role: 'group', 'aria-label': say('rs.size.label') },
    element('span', { class: 'label' }, say('rs.size.label')),
    output,
    smaller,
    larger,
  );
}

/**
 * @param {string} name
 * @param {import('./icon.js').IconName} sign
 */
function stepButton(name, sign) {
  return element(
    'button',
    { type: 'button', class: 'button small', 'aria-label': name, title: name },
    icon(sign),
  );
}

function placeOfSize() {
  return Math.max(0, SIZES.indexOf(Number(preference('size'))));
}

function alignment() {
  const group = look('align', ['start', 'both']);
  if (canHaveBothEdges()) return group;
  const reason = element('p', { class: 'quiet', id: 'rs-justify' }, say('rs.justify'));
  const both = group.querySelector('input[value="both"]');
  both?.setAttribute('disabled', '');
  both?.setAttribute('aria-describedby', reason.id);
  group.append(reason);
  return group;
}

/** The text that is read; on other screens there is none. */
function text() {
  return document.querySelector('.article');
}

/** Hyphens and a column of some width are what keeps lines of equal length without holes. */
function canHaveBothEdges() {
  const article = text();
  if (preference('hyphens') === 'off') return false;
  if (!article) return true;
  const { fontSize } = getComputedStyle(article);
  // A character is about half as wide as the type is high.
  return article.clientWidth / (0.5 * parseFloat(fontSize)) >= LEAST_FOR_BOTH_EDGES;
}

/** Whether the text's script is set without serifs until the reader chooses. */
function hasSans() {
  const style = getComputedStyle(text() ?? document.documentElement);
  return style.getPropertyValue('--face') === style.getPropertyValue('--sans');
}

function hasIndent() {
  const style = getComputedStyle(text() ?? document.documentElement);
  return parseFloat(style.getPropertyValue('--indent')) > 0;
}
