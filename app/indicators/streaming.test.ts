import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { computeIndicator, indicatorWarmUp } from './computeIndicator.ts';
import { type IndicatorDefinition, indicatorDefinitions } from './definition.ts';
import { IndicatorStream } from './indicatorStream.ts';
import { inputsOf } from './testing/inputsOf.ts';
import { randomBars } from './testing/randomBars.ts';

const definitions = indicatorDefinitions();
const bars = 700;

/** Equal but for rounding, which figures that are small differences of large sums show most. */
function expectClose(got: number, wanted: number, size: number, what: string): void {
  if (Object.is(got, wanted) || (Number.isNaN(got) && Number.isNaN(wanted))) return;
  if (Math.abs(got - wanted) <= 1e-6 * Math.max(1, size, Math.abs(wanted))) return;
  expect(got, what).toBe(wanted);
}

function barAt(inputs: readonly Float64Array[], i: number): number[] {
  return inputs.map((column) => column[i] ?? Number.NaN);
}

/** Options for which the window fits the bars: defaults, or periods of a few bars more than the least. */
function optionsOf(definition: IndicatorDefinition, steps: readonly number[]): number[] {
  return definition.options.map(({ name, whole, least, default: usual }, i) =>
    whole && /period/.test(name) ? least + 10 * i + (steps[i] ?? 0) : usual,
  );
}

describe.each(definitions.map((each) => [`${each.convention} ${each.name}`, each] as const))(
  '%s',
  (_name, definition) => {
    const { convention, name } = definition;

    test('gives a bar at a time what it gives of whole columns, and warms up for as long as it says', () => {
      fc.assert(
        fc.property(
          fc.integer({ min: 0, max: 1_000_000 }),
          fc.array(fc.integer({ min: 0, max: 9 }), { minLength: 8, maxLength: 8 }),
          fc.integer({ min: 1, max: bars - 1 }),
          (seed, steps, split) => {
            const options = optionsOf(definition, steps);
            const inputs = inputsOf(definition, randomBars(bars, seed));
            const size = Math.max(...inputs.map((column) => Math.abs(column[0] ?? 0)));
            const { outputs, begin } = computeIndicator(convention, name, inputs, options);
            expect(begin).toBe(indicatorWarmUp(convention, name, options));
            const stream = new IndicatorStream(convention, name, options);
            expect(stream.warmUp).toBe(begin);
            const two = new IndicatorStream(convention, name, options);
            const head = two.append(inputs.map((column) => column.subarray(0, split)));
            const rest = inputs.map((column) => column.subarray(split));
            const peekedTail = two.peekAppend(rest);
            const tail = two.append(rest);
            // On a stream that has taken bars both go bar by bar; a peek takes none.
            expect(peekedTail).toEqual(tail);
            for (let i = 0; i < bars; i += 1) {
              const bar = barAt(inputs, i);
              const peeked = stream.peek(bar)?.slice() ?? null;
              const result = stream.push(bar);
              expect(result).toEqual(peeked);
              if (i < begin) expect(result).toBe(null);
              outputs.forEach((column, k) => {
                if (i < begin) return;
                const wanted = column[i - begin] ?? Number.NaN;
                const what = `${definition.outputs[k]} at bar ${i}, options ${options.join(', ')}`;
                expectClose(result?.[k] ?? Number.NaN, wanted, size, what);
                const headBars = head[k]?.length ?? 0;
                const place = i - begin;
                const appended = place < headBars ? head[k]?.[place] : tail[k]?.[place - headBars];
                expectClose(appended ?? Number.NaN, wanted, size, `${what}, in two parts at ${split}`);
              });
            }
          },
        ),
        { numRuns: 3, seed: 7 },
      );
    });
  },
);
