// The time of this phone may be wrong, by a day even. All that counts is how far it is from the server's.
import { get, put } from './store.js';

/** Farther off than this, in milliseconds, a clock is wrong: people are told. */
export const TOLERANCE = 5 * 60_000;

/** Return by how much the server's clock was ahead of this one when they last met; undefined if never. */
export const offset = () => get('facts', 'offset');

/** Compare with the server's time: it was asked at `before`, on this clock, and has just answered. */
export async function compare(serverTime, before) {
  const found = Math.round(Date.parse(serverTime) - (before + Date.now()) / 2);
  await put('facts', 'offset', found);
  return found;
}

/** Note the present moment, with what is known of the clock. */
export const moment = async () => ({ at: Date.now(), offset: await offset() });

/**
 * Say when `told` was by the server's clock, as ISO time; '' if that is as good as now. If the clock was
 * set anew in between, what was known of it then counts.
 */
export function setRight(told, present) {
  if (!told) return '';
  const was = told.offset ?? present;
  const then = told.at + (Math.abs(was - present) > TOLERANCE ? was : present);
  const isNow = Math.abs(Date.now() + present - then) < TOLERANCE;
  return isNow ? '' : new Date(then).toISOString();
}
