import { describe, expect, test } from 'vitest';
import type { Drawing } from '../../../app/contract/chartMarks.ts';
import type { ChartSpace } from './chartSpace.ts';
import { dragged, drawingAt, fibonacciPrice, fibonacciShares } from './drawingShapes.ts';

/** A second is a pixel, a price of 1 too, 1000 at the top. */
const space: ChartSpace = { width: 1_000, height: 1_000, x: (timeS) => timeS, y: (price) => 1_000 - price };
const from = { timeS: 100, price: 800 };
const to = { timeS: 300, price: 600 };
const trend: Drawing = { id: 't', kind: 'trend', from, to };
const box: Drawing = { id: 'b', kind: 'rectangle', from, to };
const fibonacci: Drawing = { id: 'f', kind: 'fibonacci', from, to };
const level: Drawing = { id: 'l', kind: 'level', price: 500 };

describe('what is under the pointer', () => {
  test.each([
    ['the middle of a trend line', trend, 200, 300, 'body'],
    ['its beginning', trend, 102, 203, 'from'],
    ['its end', trend, 298, 399, 'to'],
    ['beside it', trend, 200, 320, null],
    ['beyond its end', trend, 330, 430, null],
    ['an edge of a rectangle', box, 100, 300, 'body'],
    ['the inside of a rectangle, which is the chart’s', box, 200, 300, null],
    ['a level of a retracement', fibonacci, 200, 1_000 - 700, 'body'],
    ['a level before a retracement begins', fibonacci, 20, 1_000 - 700, null],
    ['a level anywhere', level, 900, 503, 'body'],
    ['under a level', level, 900, 515, null],
  ] as const)('%s', (_what, drawing, x, y, handle) => {
    expect(drawingAt([drawing], space, x, y)?.handle ?? null).toBe(handle);
  });

  test('is the newest of several', () => {
    expect(drawingAt([box, trend], space, 100, 200)?.id).toBe('t');
  });

  test('is nothing where places are not known', () => {
    const blind: ChartSpace = { ...space, x: () => null, y: () => null };
    expect(drawingAt([trend, box, fibonacci, level], blind, 100, 200)).toBeNull();
  });
});

test('a drag moves the whole, or the end that is held, and no price falls to 0', () => {
  const start = { timeS: 200, price: 700 };
  const end = { timeS: 250, price: 650 };
  expect(dragged(trend, 'body', start, end)).toEqual({
    ...trend,
    from: { timeS: 150, price: 750 },
    to: { timeS: 350, price: 550 },
  });
  expect(dragged(trend, 'to', start, end)).toEqual({ ...trend, to: end });
  expect(dragged(level, 'body', start, end)).toEqual({ ...level, price: 450 });
  expect(dragged({ ...level, price: 10 }, 'body', start, end)).toMatchObject({ price: 650 });
});

test('a retracement goes from the end of the move back to its beginning', () => {
  expect(fibonacciShares.map((share) => Math.round(fibonacciPrice(from, to, share)))).toEqual([
    600, 647, 676, 700, 724, 757, 800,
  ]);
});
