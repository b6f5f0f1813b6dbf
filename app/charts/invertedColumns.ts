import type { ChartColumns } from '../contract/charts.ts';

const inverse = (values: Float64Array): Float64Array<ArrayBuffer> => Float64Array.from(values, (value) => 1 / value);

/** The same bars with what was paid for as what is paid: the low is 1 divided by the high. Volume stays in the token it was counted in. */
export function invertedColumns({
  timeS,
  open,
  high,
  low,
  close,
  volume,
  trades,
}: ChartColumns): Record<keyof ChartColumns, Float64Array<ArrayBuffer>> {
  return {
    timeS: timeS.slice(),
    open: inverse(open),
    high: inverse(low),
    low: inverse(high),
    close: inverse(close),
    volume: volume.slice(),
    trades: trades.slice(),
  };
}

/** Significant digits of an inverted price: a double has fewer. */
const inverseDigits = 24;

/** 1 divided by an exact decimal of `digits` places, as a decimal text rounded half up; "0" has no inverse and stays. */
export function inverseText(value: bigint, digits: number): string {
  if (value <= 0n) return '0';
  // 1 / (value / 10^digits) = 10^digits / value; scaled so that the quotient has enough digits of its own.
  const places = Math.max(0, inverseDigits + value.toString().length - 1 - digits);
  const numerator = 10n ** BigInt(Math.max(0, digits + places));
  const quotient = (2n * numerator + value) / (2n * value);
  const text = quotient.toString().padStart(places + 1, '0');
  const fraction = places === 0 ? '' : text.slice(-places).replace(/0+$/, '');
  const whole = places === 0 ? text : text.slice(0, -places);
  return fraction === '' ? whole : `${whole}.${fraction}`;
}
