import { expect, it } from 'vitest';
import { calibrationChance } from './calibrationChance.ts';

it('says that a short sample tells nothing, however near its figure is', () => {
  const interval = { lowPercent: -19.24, highPercent: 5.01, stretches: 30 };
  expect(calibrationChance({ interval, tells: 'neither' })).toBe(
    'by chance −19.2 to +5.0 % (95 of 100 samples of its 30 stretches of blocks), too little to tell whether it is within 5 %',
  );
  expect(calibrationChance({ interval, tells: 'apart' })).toMatch(/shows it not to be within 5 %$/);
  expect(calibrationChance({ interval, tells: 'within' })).toMatch(/shows it to be within 5 %$/);
});

it('says of a run that is too short, or of a report of an older version, that it is not known', () => {
  for (const report of [{ interval: null, tells: 'neither' as const }, {}])
    expect(calibrationChance(report)).toMatch(/^how far chance goes is not known: too little to tell/);
});
