/** The last searches of this device. */
import { prefer, preference } from '../storage/preferences.js';

const KEPT = 5;

/** @returns {string[]} the last one first */
export function lastSearches() {
  try {
    const searches = JSON.parse(preference('searches'));
    return Array.isArray(searches) ? searches.filter((each) => typeof each === 'string') : [];
  } catch {
    return [];
  }
}

/** @param {string} query */
export function rememberSearch(query) {
  const search = query.trim();
  if (!search) return;
  const others = lastSearches().filter((each) => each !== search);
  prefer('searches', JSON.stringify([search, ...others].slice(0, KEPT)));
}

export function forgetSearches() {
  prefer('searches', null);
}
