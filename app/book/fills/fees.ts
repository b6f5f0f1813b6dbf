import type { BookInstrument } from '../instrument.ts';

/** What a venue asks of a fill, in millionths of its notional; a maker may be paid for it, which is below 0. */
export interface FeeSchedule {
  readonly makerPpm: bigint;
  readonly takerPpm: bigint;
}

const million = 1_000_000n;

/** Price times size, exactly, in 10^-(price digits + size digits) of the quote currency. */
export function notionalOf({ tickUnits }: BookInstrument, ticks: bigint, size: bigint): bigint {
  return ticks * tickUnits * size;
}

/** The fee on a notional in its unit; what is left over counts against us, so a fee is rounded up and a rebate down. */
export function feeOf(notional: bigint, ppm: bigint): bigint {
  const product = notional * ppm;
  const whole = product / million;
  // BigInt division cuts towards 0: that is down for a fee and already against us for a rebate.
  return product > 0n && product % million !== 0n ? whole + 1n : whole;
}
