/**
 * The hybrid logical clock that stamps marks: Kulkarni, Demirbas, Madappa, Avva and Leone, "Logical
 * Physical Clocks and Consistent Snapshots in Globally Distributed Databases" (2014), figure 5.
 * Stamps follow the time of day where they can, and rise where the time of day does not.
 *
 * Nothing is kept here: the last stamp lies beside the marks, so that it is never behind them.
 *
 * @typedef {string} Stamp 12 hex digits of milliseconds since 1970, 4 of a counter, '-', 16 of the
 *   device: of two stamps the later one is the greater string, and no two devices make the same
 */

/**
 * How far ahead, in milliseconds, the stamp of another device may be. Section 5 of the paper bounds
 * what is taken in from others, so that one wrong clock stays alone. A clock that was set by hand
 * in the wrong time zone is off by 26 hours at most, and is not yet wrong.
 */
export const DRIFT = 48 * 60 * 60 * 1000;

/** Half of what 12 digits hold (the year 6429): stamps can always rise from here. */
const LATEST = 2 ** 47;

const COUNTER_END = 0x10000;

const STAMP = /^[0-9a-f]{16}-[0-9a-f]{16}$/;

/**
 * @param {Stamp | null} last what was stamped or received last; null where nothing was
 * @param {number} now milliseconds since 1970, as this device believes
 * @param {string} device 16 hex digits
 * @returns {Stamp} a later one
 */
export function tick(last, now, device) {
  const present = Math.max(0, Math.min(Math.floor(now), LATEST));
  if (last === null || present > timeOf(last)) return stamp(present, 0, device);
  const counter = counterOf(last) + 1;
  if (counter < COUNTER_END) return stamp(timeOf(last), counter, device);
  return stamp(timeOf(last) + 1, 0, device);
}

/**
 * Heeds a stamp of another device: what is stamped from the outcome on is later than both.
 *
 * @param {Stamp | null} last
 * @param {Stamp} received
 * @param {number} now
 * @returns {Stamp | null} what counts as the last stamp from now on: as before, if the other device
 *   is further ahead than DRIFT, or this is no stamp
 */
export function receive(last, received, now) {
  if (!STAMP.test(received) || timeOf(received) > now + DRIFT) return last;
  return last === null || received > last ? received : last;
}

/**
 * @param {Stamp} each
 * @returns {number} milliseconds since 1970
 */
export function timeOf(each) {
  return parseInt(each.slice(0, 12), 16);
}

/** @param {Stamp} each */
function counterOf(each) {
  return parseInt(each.slice(12, 16), 16);
}

/**
 * @param {number} time
 * @param {number} counter
 * @param {string} device
 */
function stamp(time, counter, device) {
  return `${hex(time, 12)}${hex(counter, 4)}-${device}`;
}

/**
 * @param {number} number
 * @param {number} digits
 */
function hex(number, digits) {
  return number.toString(16).padStart(digits, '0');
}
