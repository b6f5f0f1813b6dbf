import { expect, it } from 'vitest';
import { isQuiet } from './quietHours.ts';

it.each([
  [null, 0, false],
  [{ fromMinute: 60, untilMinute: 120 }, 60, true],
  [{ fromMinute: 60, untilMinute: 120 }, 119, true],
  [{ fromMinute: 60, untilMinute: 120 }, 120, false],
  [{ fromMinute: 60, untilMinute: 120 }, 59, false],
  [{ fromMinute: 1320, untilMinute: 420 }, 1320, true],
  [{ fromMinute: 1320, untilMinute: 420 }, 0, true],
  [{ fromMinute: 1320, untilMinute: 420 }, 420, false],
  [{ fromMinute: 1320, untilMinute: 420 }, 1319, false],
  [{ fromMinute: 600, untilMinute: 600 }, 3, true],
])('%j at minute %i: %s', (hours, minute, expected) => {
  expect(isQuiet(hours, minute)).toBe(expected);
});
