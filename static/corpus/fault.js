/**
 * What can go wrong between server, network and storage, under one name each.
 *
 * @typedef {'offline' | 'timeout' | 'status' | 'not-json' | 'portal' | 'hash' | 'format'
 *   | 'format-newer' | 'stale' | 'other-library' | 'quota' | 'storage'} Code
 * @typedef {'head' | 'root' | 'pack' | 'api'} What `api` is all that is read online
 * @typedef {{ code: Code, what: What, detail: string }} Trouble
 */
import { StorageFull } from '../storage/errors.js';

/** After these nothing else will come either, so nothing more is asked for. */
const ENDS_ALL = new Set(['offline', 'timeout', 'portal', 'quota', 'storage']);

/** These mend by what somebody does, and asking again costs little. */
const WAITS_FOR_A_MOMENT = new Set(['format-newer', 'other-library']);

/** These too, and each try would spend data on packs that cannot be kept. */
const WAITS_FOR_READER = new Set(['quota', 'storage']);

export class Fault extends Error {
  /**
   * @param {Code} code
   * @param {What} what which document it was about
   * @param {string} detail what was seen, what was expected
   */
  constructor(code, what, detail) {
    super(`${what}: ${detail}`);
    this.name = 'Fault';
    this.code = code;
    this.what = what;
    this.detail = detail;
  }

  get endsAll() {
    return ENDS_ALL.has(this.code);
  }

  get mendsByItself() {
    return !WAITS_FOR_A_MOMENT.has(this.code) && !WAITS_FOR_READER.has(this.code);
  }

  /** @returns {Trouble} what crosses from a worker, and what screens see */
  get trouble() {
    return { code: this.code, what: this.what, detail: this.detail };
  }
}

/** @param {Trouble} trouble */
export function waitsForReader({ code }) {
  return WAITS_FOR_READER.has(code);
}

/**
 * Anything that was thrown, as a fault. What nobody foresaw counts as the storage's, since it is
 * not to be tried again and again.
 *
 * @param {unknown} error
 * @param {What} what
 * @returns {Fault}
 */
export function asFault(error, what) {
  if (error instanceof Fault) return error;
  if (error instanceof StorageFull) return new Fault('quota', what, error.message);
  return new Fault('storage', what, String(error));
}
