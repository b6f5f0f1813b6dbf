import type { ExactPoolState } from '../exactPoolState.ts';

type Of<K extends ExactPoolState['kind']> = Extract<ExactPoolState, { kind: K }>;

const wad = 10n ** 18n;
const feeUnit = 10n ** 10n;
const distance = (a: bigint, b: bigint): bigint => (a > b ? a - b : b - a);

function stableInvariant(xp: readonly bigint[], ann: bigint, precision: bigint): bigint {
  const n = BigInt(xp.length);
  const sum = xp.reduce((total, each) => total + each, 0n);
  let d = sum;
  for (let round = 0; round < 255; round += 1) {
    let product = d;
    for (const each of xp) product = (product * d) / (each * n);
    const before = d;
    d = (((ann * sum) / precision + product * n) * d) / (((ann - precision) * d) / precision + (n + 1n) * product);
    if (distance(d, before) <= 1n) return d;
  }
  throw new RangeError('D');
}

/** StableSwap.get_dy for a fixed fee that is taken at 18 decimals, token 0 for token 1. */
export function referenceCurveStable(pool: Of<'curveStable'>, amountIn: bigint): bigint {
  const { balances, rates, amp, ampPrecision, feeE10 } = pool;
  const n = BigInt(balances.length);
  const xp = balances.map((balance, i) => (balance * (rates[i] ?? wad)) / wad);
  const ann = amp * n;
  const d = stableInvariant(xp, ann, ampPrecision);
  const x = (xp[0] ?? 0n) + (amountIn * (rates[0] ?? wad)) / wad;
  let sum = 0n;
  let c = d;
  for (const [i, each] of xp.entries()) {
    if (i === 1) continue;
    const balance = i === 0 ? x : each;
    sum += balance;
    c = (c * d) / (balance * n);
  }
  c = (c * d * ampPrecision) / (ann * n);
  const b = sum + (d * ampPrecision) / ann;
  let y = d;
  for (let before = 0n; distance(y, before) > 1n; ) {
    before = y;
    y = (y * y + c) / (2n * y + b - d);
  }
  const gross = (xp[1] ?? 0n) - y - 1n;
  return ((gross - (gross * feeE10) / feeUnit) * wad) / (rates[1] ?? wad);
}

/** newton_y, then get_dy, of the crypto pools, token 0 for token 1. */
export function referenceCurveCrypto(pool: Of<'curveCrypto'>, amountIn: bigint): bigint {
  const { balances, precisions, priceScale, amp, gamma, invariant: d, midFeeE10, outFeeE10, feeGamma } = pool;
  const n = BigInt(balances.length);
  const xp = balances.map((balance, i) => {
    const scaled = (balance + (i === 0 ? amountIn : 0n)) * (precisions[i] ?? 1n);
    return i === 0 ? scaled : (scaled * (priceScale[i - 1] ?? wad)) / wad;
  });
  const others = xp.filter((_, i) => i !== 1).sort((a, b) => (a < b ? 1 : -1));
  const limit = [...others.slice(0, 1), d].reduce(
    (most, each) => (each / 10n ** 14n > most ? each / 10n ** 14n : most),
    100n,
  );
  const k0i = others.reduce((product, each) => (product * each * n) / d, wad);
  const rest = others.reduce((sum, each) => sum + each, 0n);
  let y =
    n === 2n
      ? (d * d) / ((others[0] ?? 1n) * 4n)
      : others.reduceRight((guess, each) => (guess * d) / (each * n), d / n);
  for (let round = 0; round < 255; round += 1) {
    const before = y;
    const k0 = (k0i * y * n) / d;
    const g = distance(gamma + wad, k0) + 1n;
    const first = (((((wad * d) / gamma) * g) / gamma) * g * 10_000n) / amp;
    const second = wad + (2n * wad * k0) / g;
    const rising = wad * y + (rest + y) * second + first;
    if (rising < d * second) {
      y = before / 2n;
      continue;
    }
    const over = rising - d * second;
    const slope = over / y;
    const minus = first / slope;
    const plus = (over + wad * d) / slope + (minus * wad) / k0;
    const allMinus = minus + (wad * (rest + y)) / slope;
    y = plus < allMinus ? before / 2n : plus - allMinus;
    if (distance(y, before) < (y / 10n ** 14n > limit ? y / 10n ** 14n : limit)) break;
  }
  let out = (xp[1] ?? 0n) - y - 1n;
  xp[1] = y;
  out = (out * wad) / (priceScale[0] ?? wad) / (precisions[1] ?? 1n);
  const sum = xp.reduce((total, each) => total + each, 0n);
  let even =
    n === 2n
      ? (((wad * 4n * (xp[0] ?? 0n)) / sum) * (xp[1] ?? 0n)) / sum
      : xp.reduce((product, each) => (product * n * each) / sum, wad);
  even = (feeGamma * wad) / (feeGamma + wad - even);
  return out - (((midFeeE10 * even + outFeeE10 * (wad - even)) / wad) * out) / feeUnit;
}
