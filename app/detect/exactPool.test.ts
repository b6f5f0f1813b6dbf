import { describe, expect, test } from 'vitest';
import { seededRandom } from '../domain/random.ts';
import { loadNative } from '../native.ts';
import { ExactPool } from './exactPool.ts';
import type { ExactPoolState } from './exactPoolState.ts';
import { allTicks } from './tickWindow.ts';

const wad = 10n ** 18n;
const there = { in: 0, out: 1, exactIn: true };

const pair: ExactPoolState = {
  kind: 'uniswapV2',
  reserve0: 1_000_000n,
  reserve1: 2_000_000n,
  feePpm0: 3000,
  feePpm1: 0,
};

const ranged: ExactPoolState = {
  kind: 'uniswapV4',
  sqrtPriceX96: 2n ** 96n,
  tick: 0,
  liquidity: wad,
  tickSpacing: 60,
  ticks: [],
  window: allTicks,
  lpFeePpm: 3000,
  protocolFee: 500 | (1000 << 12),
  hooks: 0n,
};

const stable: ExactPoolState = {
  kind: 'curveStable',
  balances: [wad * 1000n, wad * 1000n],
  rates: [wad, wad],
  amp: 20_000n,
  ampPrecision: 100n,
  feeE10: 4_000_000n,
  adminFeeE10: 5_000_000_000n,
  offpegFeeMultiplierE10: 0n,
  feeInToken: false,
  invariantForm: 'perCoin',
};

const weighted: ExactPoolState = {
  kind: 'balancerWeighted',
  vault: 2,
  balances: [wad * 1000n, wad * 1000n],
  scalingFactors: [wad, wad],
  rates: [wad, wad],
  swapFee: 10n ** 16n,
  weights: [wad / 2n, wad / 2n],
  powVersion: 2,
};

const crypto: ExactPoolState = {
  kind: 'curveCrypto',
  balances: [wad * 1000n, wad * 1000n],
  precisions: [1n, 1n],
  priceScale: [wad],
  amp: 400_000n,
  gamma: 145_000_000_000_000n,
  invariant: wad * 2000n,
  midFeeE10: 26_000_000n,
  outFeeE10: 45_000_000n,
  feeGamma: 230_000_000_000_000n,
  solver: 'newton',
};

function failureOf(state: ExactPoolState, amount: bigint, direction = there): unknown {
  const [outcome] = new ExactPool(state).quote(direction, [amount]);
  return outcome?.ok === false ? outcome.failure : outcome;
}

describe('where the chain would revert, its reason', () => {
  test.each([
    ['a hook that may change amounts', { ...ranged, hooks: 0xc8n }, 1n, 'HOOK_CHANGES_AMOUNTS'],
    ['an empty pair', { ...pair, reserve0: 0n }, 1n, 'INSUFFICIENT_LIQUIDITY'],
    ['more than 30 % into a weighted pool', weighted, wad * 304n, 'MAX_IN_RATIO'],
    ['a balance far from what a crypto pool accepts', crypto, wad * 10n ** 6n, 'UNSAFE_VALUES'],
    ['a coin without a balance', { ...stable, balances: [0n, wad] }, wad, 'ARITHMETIC'],
  ] as const)('%s', (_what, state, amount, failure) => {
    expect(failureOf(state, amount)).toBe(failure);
  });

  test('a token that the pool does not have', () => {
    expect(failureOf(stable, wad, { in: 0, out: 2, exactIn: true })).toBe('UNKNOWN_TOKEN');
    expect(failureOf(pair, 1n, { in: 1, out: 1, exactIn: true })).toBe('UNKNOWN_TOKEN');
  });

  test('the share of a composable pool', () => {
    const { weights: _weights, powVersion: _version, ...common } = weighted;
    const state: ExactPoolState = {
      ...common,
      kind: 'balancerStable',
      amp: 200_000n,
      ampPrecision: 1000n,
      roundInvariantUp: false,
      bptIndex: 1,
    };
    expect(failureOf(state, wad)).toBe('POOL_SHARE');
  });
});

test('a V4 fee depends on the direction', () => {
  const pool = new ExactPool(ranged);
  const [down] = pool.quote(there, [10n ** 9n]);
  const [up] = pool.quote({ in: 1, out: 0, exactIn: true }, [10n ** 9n]);
  // 500 + 3000 - 1 and 1000 + 3000 - 3 parts in a million; the price moves by a unit more.
  expect(down).toEqual({ ok: true, amountIn: 10n ** 9n, amountOut: 996_500_999n });
  expect(up).toEqual({ ok: true, amountIn: 10n ** 9n, amountOut: 996_002_999n });
});

test("an older pair's output goes up in stairs that slope down a little: each output that an input pays has an input", () => {
  const state: ExactPoolState = {
    kind: 'solidlyStable',
    curve: 'solidly',
    reserve0: 3_257_899_231_426_148n,
    reserve1: 526_297_637_523_714n,
    decimals0: 18,
    decimals1: 18,
    feePpm0: 3000,
    feePpm1: 0,
  };
  const pool = new ExactPool(state);
  const back = { in: 1, out: 0, exactIn: true };
  const inputs = Array.from({ length: 400 }, (_, i) => 31_058_987n + 24_847_190n * BigInt(i) * BigInt(i));
  for (const answer of pool.quote(back, inputs)) {
    if (!answer.ok || answer.amountOut === 0n) continue;
    const [least] = pool.quote({ ...back, exactIn: false }, [answer.amountOut]);
    if (least?.ok !== true)
      throw new TypeError(`${answer.amountIn} pays ${answer.amountOut}, for which there is no input`);
    const [enough] = pool.quote(back, [least.amountIn]);
    expect(enough?.ok === true && enough.amountOut >= answer.amountOut).toBe(true);
  }
});

test('the least input of a pair is found beside inputs for which its search does not settle', () => {
  const [reserve0, reserve1] = [4_645_704n, 1_604_833_600_000_003_493n];
  const shape = { kind: 'solidlyStable', decimals0: 8, decimals1: 18, curve: 'velodrome2' } as const;
  const pool = new ExactPool({ ...shape, reserve0, reserve1, feePpm0: 0, feePpm1: 0 });
  const inputs = Array.from({ length: 400 }, (_, i) => BigInt(i + 1));
  const answers = pool.quote({ in: 0, out: 1, exactIn: true }, inputs);
  expect(answers.filter((answer) => !answer.ok && answer.failure === 'DID_NOT_CONVERGE').length).toBeGreaterThan(50);
  const outputs = answers.flatMap((answer) => (answer.ok ? [answer.amountOut] : []));
  const least = pool.quote({ in: 0, out: 1, exactIn: false }, outputs);
  expect(least.map((answer) => answer.ok && answer.amountIn)).toEqual(
    answers.flatMap((answer) => (answer.ok ? [answer.amountIn] : [])),
  );
});

test('a swap moves the pool, the protocol takes its part, and a crypto pool must be read again', () => {
  const pool = new ExactPool(stable);
  const before = pool.quote(there, [wad])[0];
  const swapped = pool.swap(there, wad);
  expect(swapped).toEqual(before);
  const paid = swapped.ok ? swapped.amountOut : 0n;
  const after = pool.after();
  const [first = 0n, second = 0n] = 'balances' in after ? after.balances : [];
  expect(first).toBe(wad * 1001n);
  // Half of the fee, which is 4 parts in 10,000 of what came before it.
  const protocolPart = wad * 1000n - second - paid;
  expect(protocolPart - (paid * 2n) / 9996n).toBe(0n);
  const moving = new ExactPool(crypto);
  expect(moving.swap(there, wad).ok).toBe(true);
  expect(moving.quote(there, [wad])).toEqual([{ ok: false, failure: 'NOT_INITIALISED' }]);
});

test.each([
  ['reserves beyond uint112', { ...pair, reserve0: 2n ** 112n }],
  ['a fee of 100 %', { ...pair, feePpm0: 1_000_000 }],
  ['a price beyond the extremes', { ...ranged, sqrtPriceX96: 1n }],
  ['a tick off its spacing', { ...ranged, ticks: [{ tick: 61, liquidityNet: 1n }] }],
  ['more coins than a pool has', { ...stable, balances: Array(9).fill(wad), rates: Array(9).fill(wad) }],
  ['a swap fee of 100 %', { ...weighted, swapFee: wad }],
  ['a number beyond uint256', { ...stable, amp: 2n ** 256n }],
] as const)('refuses %s', (_what, state) => {
  expect(() => new ExactPool(state)).toThrow(expect.objectContaining({ code: 'POOL_STATE_IMPOSSIBLE' }));
});

test('garbage over the border is refused or answered, never worse', () => {
  const random = seededRandom(99);
  const native = new (loadNative().ExactPool)();
  const small = (): number => (random.below(3) === 0 ? random.below(2 ** 31) - 2 ** 30 : random.below(12) - 1);
  const word = (): bigint => BigInt(Math.floor(random.next() * 2 ** 53)) << BigInt(random.below(11));
  let taken = 0;
  for (let i = 0; i < 60_000; i += 1) {
    const shape = Int32Array.from({ length: random.below(14) }, small);
    if (shape.length > 0 && random.below(2) === 0) shape[0] = random.below(10);
    const words = BigUint64Array.from({ length: random.below(140) }, () => (random.below(2) === 0 ? 0n : word()));
    const ticks = Int32Array.from({ length: random.below(4) }, () => (random.below(200) - 100) * 60);
    if (native.set(shape, words, ticks, new BigUint64Array(random.below(8))) !== 0) continue;
    taken += 1;
    const request = Uint32Array.from({ length: 6 }, () => random.below(4));
    const status = native.quote(request, BigUint64Array.from({ length: 24 }, word), new Int32Array(3));
    expect(status).toBe(0);
    native.swap(request, BigUint64Array.from({ length: 8 }, word));
  }
  expect(taken).toBeGreaterThan(100);
  const wrong = native as unknown as Record<'set' | 'quote' | 'swap' | 'state', (...args: unknown[]) => number>;
  for (const method of ['set', 'quote', 'swap', 'state'] as const) {
    for (const args of [[], [1, 2, 3, 4], [null, undefined, {}, 'x'], [new Uint8Array(9), new Float64Array(9)]]) {
      expect(wrong[method](...args)).toBe(-1);
    }
  }
});
