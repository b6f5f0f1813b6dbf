import { expect, it } from 'vitest';
import { parseCalibrateArguments } from './calibrate-arguments.mjs';

it('reads what is given and leaves the rest as it comes', () => {
  expect(parseCalibrateArguments(['--minutes', '2.5', '--json', 'a.json', '--rivals', '2', '--lag', '300'])).toEqual({
    ok: true,
    value: {
      minutes: 2.5,
      measureMinutes: 3,
      folder: null,
      jsonFile: 'a.json',
      seed: 1,
      intensity: 1,
      blockTimeMs: 1_000,
      rivals: 2,
      lagMs: 300,
    },
  });
});

it.each([
  [['--fast', '1'], 'Unknown argument --fast.'],
  [['--minutes', '0'], '--minutes needs a number from 0.1 to 720.'],
  [['--minutes'], '--minutes needs a number from 0.1 to 720.'],
  [['--rivals', '1.5'], '--rivals needs a whole number from 1 to 4.'],
  [['--json', '--minutes'], '--json needs a name.'],
])('refuses %j', (args, message) => {
  expect(parseCalibrateArguments(args)).toEqual({ ok: false, message });
});
