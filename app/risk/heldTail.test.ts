import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { seededRandom } from '../domain/random.ts';
import { empiricalTail } from '../quant/tails/empiricalTail.ts';
import { heldTail, leastTailReturns } from './heldTail.ts';

const dayS = 86_400;

function series(name: string, closes: readonly number[], stepS = dayS) {
  return { name, timeS: closes.map((_, i) => i * stepS), close: closes };
}

function walk(seed: number, count: number, deviation: number): number[] {
  const random = seededRandom(seed);
  let price = 100;
  return Array.from({ length: count }, () => {
    price *= Math.exp(deviation * random.normal());
    return price;
  });
}

const flat = (count: number): number[] => Array.from({ length: count }, () => 2_000);

describe('the tail of a holding', () => {
  test('of returns without clusters is near that of the distribution they were drawn from', () => {
    const { millionths, method, sample, fallBack } = heldTail(
      series('LINK', walk(7, 253, 0.02)),
      series('ETH', flat(253)),
      dayS,
    );
    expect(method === 'filteredGarch' ? fallBack : 'the fit did not converge').toBe(
      method === 'filteredGarch' ? '' : fallBack,
    );
    expect(sample).toBe(252);
    // 1.645 deviations; 252 draws leave a fifth of room.
    expect(millionths / 1e6).toBeGreaterThan(0.8 * 1.645 * 0.02);
    expect(millionths / 1e6).toBeLessThan(1.25 * 1.645 * 0.02);
  });

  test('is against the native currency: what falls with it loses nothing', () => {
    const closes = walk(3, 200, 0.05);
    const apart = heldTail(series('LINK', closes), series('ETH', flat(200)), dayS).millionths;
    const [own, noise] = [closes, walk(4, 200, 0.001)];
    const together = heldTail(
      series(
        'LINK',
        own.map((price, i) => price * (noise[i] ?? 1)),
      ),
      series('ETH', closes),
      dayS,
    ).millionths;
    expect(together).toBeLessThan(apart / 20);
  });

  test('looks back 252 days and no further: a calm year hides an earlier storm', () => {
    const closes = [...walk(5, 300, 0.2), ...walk(6, 253, 0.01).map((price) => price / 100)];
    const { millionths, sample } = heldTail(series('LINK', closes), series('ETH', flat(closes.length)), dayS);
    expect(sample).toBe(252);
    expect(millionths).toBeLessThan(40_000);
  });

  test('of bars of four hours is of six of them', () => {
    const step = 14_400;
    const { millionths, sample } = heldTail(
      series('LINK', walk(8, 1_513, 0.01), step),
      series('ETH', flat(1_513), step),
      step,
    );
    expect(sample).toBe(1_512);
    expect(millionths / 1e6).toBeGreaterThan(0.8 * 1.645 * 0.01 * Math.sqrt(6));
    expect(millionths / 1e6).toBeLessThan(1.25 * 1.645 * 0.01 * Math.sqrt(6));
  });

  test('of too few, constant, empty or broken bars is an error that says what to do', () => {
    const cases: readonly (readonly number[])[] = [
      [],
      [100],
      walk(1, leastTailReturns, 0.01),
      flat(100),
      [...walk(1, 99, 0.01), Number.NaN],
      [...walk(1, 99, 0.01), Number.POSITIVE_INFINITY],
      [...walk(1, 99, 0.01), 0],
    ];
    for (const closes of cases) {
      expect(() => heldTail(series('LINK', closes), series('ETH', flat(closes.length)), dayS)).toThrow(
        expect.objectContaining({ advice: expect.stringMatching(/\w{4}/) }),
      );
    }
  });

  test('a gap is dropped with the step over it, never filled', () => {
    const closes = walk(9, 120, 0.02);
    const whole = series('LINK', closes);
    const holed = { ...whole, timeS: whole.timeS.filter((_, i) => i !== 60), close: closes.filter((_, i) => i !== 60) };
    const { sample } = heldTail(holed, series('ETH', flat(120)), dayS);
    expect(sample).toBe(117);
  });
});

/** Artzner, Delbaen, Eber and Heath 1999, of samples of equal length. */
describe('expected shortfall is coherent', () => {
  const losses = fc.array(fc.double({ min: -1, max: 1, noNaN: true }), { minLength: 40, maxLength: 80 });
  const shortfall = (list: readonly number[], level: number) =>
    empiricalTail(Float64Array.from(list), level).expectedShortfall;
  const levels = fc.constantFrom(0.95, 0.975, 0.99);
  const near = 1e-9;

  test('it is subadditive, monotonous, homogeneous, and moves with cash', () => {
    fc.assert(
      fc.property(
        losses,
        fc.infiniteStream(fc.double({ min: -1, max: 1, noNaN: true })),
        levels,
        fc.double({ min: 0, max: 10, noNaN: true }),
        (a, stream, level, by) => {
          const b = a.map(() => stream.next().value as number);
          const [ofA, ofB] = [shortfall(a, level), shortfall(b, level)];
          expect(
            shortfall(
              a.map((loss, i) => loss + (b[i] ?? 0)),
              level,
            ),
          ).toBeLessThanOrEqual(ofA + ofB + near);
          expect(
            shortfall(
              a.map((loss, i) => Math.max(loss, b[i] ?? 0)),
              level,
            ),
          ).toBeGreaterThanOrEqual(Math.max(ofA, ofB) - near);
          expect(
            Math.abs(
              shortfall(
                a.map((loss) => by * loss),
                level,
              ) -
                by * ofA,
            ),
          ).toBeLessThan(1e-7);
          expect(
            Math.abs(
              shortfall(
                a.map((loss) => loss + by),
                level,
              ) -
                (ofA + by),
            ),
          ).toBeLessThan(1e-7);
          expect(ofA).toBeGreaterThanOrEqual(empiricalTail(Float64Array.from(a), level).valueAtRisk - near);
        },
      ),
    );
  });
});
