/** The single keys of a list of what was found, the same as the Library's. */
import { markRead, save } from './marking.js';

/** @typedef {import('../shelf/marks.js').Marks} Marks */

/**
 * @param {Marks} marks
 * @returns {import('./shortcuts.js').Keys}
 */
export function keysOfFound(marks) {
  return {
    j: () => list()?.step(1),
    k: () => list()?.step(-1),
    s: () => withRow((id) => save(marks, id, !marks.of(id).saved)),
    m: () => withRow((id) => markRead(marks, id, !marks.of(id).read)),
  };
}

/** @param {(id: string) => Promise<void>} act on the row that has the focus */
function withRow(act) {
  const id = list()?.current;
  if (id) void act(id);
}

function list() {
  return /** @type {import('./search-list.js').FoundList | null} */ (
    document.querySelector('main found-list')
  );
}
