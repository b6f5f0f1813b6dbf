import type { Random } from '../../domain/random.ts';
import type { ExactPoolState } from '../exactPoolState.ts';

type Of<K extends ExactPoolState['kind']> = Extract<ExactPoolState, { kind: K }>;

const wad = 10n ** 18n;

/** A number of up to three digits' precision between 10^low and 10^high. */
function scale(random: Random, low: number, high: number): bigint {
  const exponent = low + random.below(high - low);
  return (BigInt(1000 + random.below(9000)) * 10n ** BigInt(exponent)) / 1000n + BigInt(random.below(1000));
}

/** `value` times something between 1/spread and spread. */
function near(random: Random, value: bigint, spread: number): bigint {
  const factor = BigInt(1000 + random.below(1000 * (spread - 1)));
  return (random.below(2) === 0 ? (value * factor) / 1000n : (value * 1000n) / factor) + 1n;
}

function pick<T>(random: Random, first: T, ...others: readonly T[]): T {
  return others[random.below(others.length + 1) - 1] ?? first;
}

export function randomSolidly(random: Random): Of<'solidlyStable' | 'solidlyVolatile'> {
  const stable = random.below(4) > 0;
  const [decimals0, decimals1] = [pick(random, 18, 6, 8), pick(random, 18, 6, 8)];
  const size = scale(random, 15, 26);
  const spread = pick(random, 2, 10, 100);
  return {
    kind: stable ? 'solidlyStable' : 'solidlyVolatile',
    reserve0: near(random, size, spread) / 10n ** BigInt(18 - decimals0),
    reserve1: near(random, size, spread) / 10n ** BigInt(18 - decimals1),
    decimals0,
    decimals1,
    feePpm0: pick(random, 500, 100, 3000, 0),
    feePpm1: pick(random, 500, 100, 3000, 0),
    curve: pick(random, 'velodrome2', 'solidly'),
  };
}

export function randomCurveStable(random: Random): Of<'curveStable'> {
  const count = 2 + random.below(3);
  const size = scale(random, 18, 27);
  const spread = pick(random, 2, 5, 50);
  const decimals = Array.from({ length: count }, () => pick(random, 18, 6, 8));
  const rates = decimals.map((digits) => {
    const unit = 10n ** BigInt(36 - digits);
    return random.below(3) === 0 ? near(random, unit, 2) : unit;
  });
  const ampPrecision = pick(random, 100n, 1n);
  return {
    kind: 'curveStable',
    balances: rates.map((rate) => (near(random, size, spread) * wad) / rate),
    rates,
    amp: BigInt(2 + random.below(5000)) * ampPrecision,
    ampPrecision,
    feeE10: BigInt(random.below(10_000_000)),
    adminFeeE10: 5_000_000_000n,
    offpegFeeMultiplierE10: pick(random, 0n, 20_000_000_000n, 50_000_000_000n),
    feeInToken: random.below(3) === 0,
    invariantForm: pick(random, 'perCoin', 'plusOne', 'together'),
  };
}

export function randomCurveMeta(random: Random): Of<'curveMeta'> {
  const { kind: _kind, ...base } = randomCurveStable(random);
  const worth = base.balances.reduce((sum, balance, i) => sum + (balance * (base.rates[i] ?? wad)) / wad, 0n);
  const baseVirtualPrice = wad + BigInt(random.below(100)) * 10n ** 15n;
  const size = worth / BigInt(2 + random.below(100)) + wad;
  const ownRate = pick(random, wad, 2_971_996_134_945_649_119n);
  return {
    kind: 'curveMeta',
    balances: [(near(random, size, 5) * wad) / ownRate, (near(random, size, 5) * wad) / baseVirtualPrice],
    rates: [ownRate, baseVirtualPrice],
    amp: BigInt(20 + random.below(1000)) * 100n,
    ampPrecision: 100n,
    feeE10: 4_000_000n,
    adminFeeE10: 0n,
    offpegFeeMultiplierE10: 0n,
    feeInToken: false,
    invariantForm: 'perCoin',
    base,
    baseVirtualPrice,
    baseTotalSupply: (worth * wad) / baseVirtualPrice,
  };
}

export function randomCurveCrypto(random: Random): Of<'curveCrypto'> {
  return randomCrypto(random, 2 + random.below(2));
}

export function randomTricryptoNg(random: Random): Of<'curveCrypto'> {
  return { ...randomCrypto(random, 3), gamma: scale(random, 10, 16), solver: 'closedForm' };
}

export function randomTwocryptoNg(random: Random): Of<'curveCrypto'> {
  const amp = BigInt(1 + random.below(1000)) * 40_000n;
  const gamma = random.below(3) === 0 ? BigInt(20 + random.below(180)) * 10n ** 15n : scale(random, 10, 16);
  return { ...randomCrypto(random, 2), amp, gamma, solver: 'closedForm' };
}

function randomCrypto(random: Random, count: number): Of<'curveCrypto'> {
  const invariant = scale(random, 20, 27);
  const even = invariant / BigInt(count);
  const skew = BigInt(300 + random.below(3000));
  const scaled = [(even * skew) / 1000n, (even * 1000n) / skew, ...(count === 3 ? [even] : [])];
  const precisions = scaled.map(() => pick(random, 1n, 10n ** 12n, 10n ** 10n));
  const priceScale = Array.from({ length: count - 1 }, () => scale(random, 15, 23));
  return {
    kind: 'curveCrypto',
    balances: scaled.map((value, i) => {
      const price = i === 0 ? wad : (priceScale[i - 1] ?? wad);
      return (value * wad) / price / (precisions[i] ?? 1n) + 1n;
    }),
    precisions,
    priceScale,
    amp: BigInt(1 + random.below(200)) * 10_000n * BigInt(count) ** BigInt(count),
    gamma: scale(random, 11, 16),
    invariant,
    midFeeE10: 3_000_000n,
    outFeeE10: 30_000_000n,
    feeGamma: scale(random, 12, 17),
    solver: 'newton',
  };
}
