/** The names of the caches that hold the corpus. */

/** Stored packs (stored-pack.js). */
export const PACKS = 'octavo-corpus';

/** What is derived from them and may be thrown away (snapshot.js). */
export const SNAPSHOTS = 'octavo-snapshots';

/** What the last updates brought (history.js). */
export const HISTORY = 'octavo-history';
