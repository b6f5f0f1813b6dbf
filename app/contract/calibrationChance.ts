import type { Comparison } from './calibration.ts';

const tellings = {
  within: 'which shows it to be within 5 %',
  apart: 'which shows it not to be within 5 %',
  neither: 'too little to tell whether it is within 5 %',
} as const;

/** What a calibration's sample is worth, in words. */
export function calibrationChance({ interval, tells = 'neither' }: Pick<Comparison, 'interval' | 'tells'>): string {
  if (interval === undefined || interval === null) return `how far chance goes is not known: ${tellings.neither}`;
  const { lowPercent, highPercent, stretches } = interval;
  return `by chance ${signed(lowPercent)} to ${signed(highPercent)} % (95 of 100 samples of its ${stretches} stretches of blocks), ${tellings[tells]}`;
}

function signed(percent: number): string {
  const sign = percent > 0 ? '+' : percent < 0 ? '−' : '';
  return `${sign}${Math.abs(percent).toFixed(1)}`;
}
