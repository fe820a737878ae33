/** The single keys, as a sheet. */
import { element } from './element.js';
import { openSheet } from './sheet.js';
import { say } from './words.js';

/** @type {[keys: string[], words: string][]} */
const KEYS = [
  [['j', 'k'], 'key.row'],
  [['n', 'p'], 'key.article'],
  [['Enter'], 'key.open'],
  [['s'], 'key.save'],
  [['m'], 'key.read'],
  [['a'], 'key.reading'],
  [['+', '−'], 'key.size'],
  [['t'], 'key.contents'],
  [['/'], 'key.search'],
  [['Esc'], 'key.back'],
  [['?'], 'key.help'],
];

export function openHelp() {
  const rows = KEYS.flatMap(([keys, words]) => [
    element('dt', {}, say(words)),
    element('dd', {}, ...keys.flatMap((key) => [element('kbd', {}, key), ' '])),
  ]);
  openSheet({ name: say('key.title'), kind: 'help' }, element('dl', {}, ...rows));
}
