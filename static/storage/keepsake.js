/**
 * A note that a library is kept here, in a place of its own: browsers clear database and caches to
 * make room, and then nothing in them tells that there was anything.
 */
const NAME = 'octavo-keeps';

/** Everything is a try: the note is missed where it cannot be kept, and nothing else is. */
export const KEEPSAKE = {
  /** Whether a library was kept here when this was last written. */
  get isThere() {
    try {
      return localStorage.getItem(NAME) !== null;
    } catch {
      return false;
    }
  },

  /** From now on a library is kept here. */
  leave() {
    try {
      localStorage.setItem(NAME, 'yes');
    } catch {
      // A loss is then not told from a first visit.
    }
  },
};

/** @typedef {{ readonly isThere: boolean, leave(): void }} Keepsake */
