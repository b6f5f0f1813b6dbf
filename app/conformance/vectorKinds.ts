import { z } from 'zod';
import type { ExactPoolState } from '../detect/exactPoolState.ts';
import { allTicks } from '../detect/tickWindow.ts';
import { id, integer, natural, small } from './vectorNumbers.ts';

const wad = 10n ** 18n;
/** More coins than any pool has. */
const coins = z.array(natural).min(2).max(8);
const tokens = z.array(id).min(2).optional();

function each(value: bigint, balances: readonly bigint[]): bigint[] {
  return balances.map(() => value);
}

const fees = { feePpm: small.optional(), feePpm0: small.optional(), feePpm1: small.optional() };

interface FeeVector {
  readonly feePpm?: number | undefined;
  readonly feePpm0?: number | undefined;
  readonly feePpm1?: number | undefined;
}

function hasFees({ feePpm, feePpm0, feePpm1 }: FeeVector): boolean {
  return feePpm !== undefined || (feePpm0 !== undefined && feePpm1 !== undefined);
}

function feesByInput<T extends FeeVector>({ feePpm, feePpm0, feePpm1, ...pool }: T) {
  return { ...pool, feePpm0: feePpm0 ?? feePpm ?? 0, feePpm1: feePpm1 ?? feePpm ?? 0 };
}

/** What each token keeps of a transfer. */
const transferFeePpm = z
  .union([
    z.int(),
    z
      .string()
      .regex(/^\d{1,6}$/)
      .transform(Number),
  ])
  .pipe(z.int().min(0).max(999_999));
const transferFees = { transferFeePpm0: transferFeePpm.optional(), transferFeePpm1: transferFeePpm.optional() };

const uniswapV2 = z
  .object({ kind: z.literal('uniswapV2'), reserve0: natural, reserve1: natural, ...fees, ...transferFees, tokens })
  .refine(hasFees, 'needs feePpm')
  .transform(feesByInput);

const tickFields = {
  sqrtPriceX96: natural,
  tick: small,
  liquidity: natural,
  tickSpacing: small,
  ticks: z.array(z.object({ tick: small, liquidityNet: integer })).default([]),
  window: z.object({ minTick: small, maxTick: small }).default(allTicks),
  tokens,
};

const uniswapV3 = z.object({
  kind: z.literal('uniswapV3'),
  feePpm: small,
  steps: z.enum(['words', 'ticks']).default('words'),
  ...tickFields,
});

const uniswapV4 = z.object({
  kind: z.literal('uniswapV4'),
  lpFeePpm: small,
  protocolFee: small.default(0),
  hooks: z
    .string()
    .regex(/^0x[0-9a-fA-F]{1,40}$/)
    .default('0x0')
    .transform((address) => BigInt(address)),
  ...tickFields,
});

const solidly = z
  .object({
    kind: z.enum(['solidlyVolatile', 'solidlyStable']),
    reserve0: natural,
    reserve1: natural,
    decimals0: small.default(18),
    decimals1: small.default(18),
    ...fees,
    curve: z.enum(['velodrome2', 'solidly']).default('velodrome2'),
    tokens,
  })
  .refine(hasFees, 'needs feePpm')
  .transform(feesByInput);

const curveFields = {
  balances: coins,
  rates: coins.optional(),
  A: natural,
  aPrecision: natural.default(1n),
  feeE10: natural,
  adminFeeE10: natural.default(0n),
  offpegFeeMultiplierE10: natural.default(0n),
  variant: z.enum(['default', 'feeInToken']).default('default'),
  invariantForm: z.enum(['perCoin', 'plusOne', 'together']).default('perCoin'),
};

interface CurveVector {
  readonly balances: bigint[];
  readonly rates?: bigint[] | undefined;
  readonly A: bigint;
  readonly aPrecision: bigint;
  readonly variant: 'default' | 'feeInToken';
}

function curvePool<T extends CurveVector>({ A, aPrecision, rates, variant, ...pool }: T) {
  const ownRates = rates ?? each(wad, pool.balances);
  return { ...pool, amp: A, ampPrecision: aPrecision, rates: ownRates, feeInToken: variant === 'feeInToken' };
}

function sameLength(pool: { balances: bigint[]; rates?: bigint[] | undefined }): boolean {
  return pool.rates === undefined || pool.rates.length === pool.balances.length;
}

const curveStable = z
  .object({ kind: z.literal('curveStable'), ...curveFields, tokens })
  .refine(sameLength, 'needs a rate for each balance')
  .transform(curvePool);

const curveBase = z
  .object({ kind: z.literal('curveStable').optional(), ...curveFields })
  .refine(sameLength, 'needs a rate for each balance')
  .transform(curvePool);

const curveMeta = z
  .object({
    kind: z.literal('curveMeta'),
    ...curveFields,
    rates: z.array(natural).min(1).max(2).optional(),
    base: curveBase,
    baseVirtualPrice: natural,
    baseTotalSupply: natural,
    tokens,
  })
  // The base pool's share counts for its virtual price, whatever the rates say.
  .transform(({ rates, ...pool }) => curvePool({ ...pool, rates: [rates?.[0] ?? wad, pool.baseVirtualPrice] }));

const curveCrypto = z
  .object({
    kind: z.literal('curveCrypto'),
    balances: z.array(natural).min(2).max(3),
    precisions: z.array(natural),
    priceScale: z.array(natural),
    A: natural,
    gamma: natural,
    D: natural,
    midFeeE10: natural,
    outFeeE10: natural,
    feeGamma: natural,
    solver: z.enum(['newton', 'closedForm']).default('newton'),
    tokens,
  })
  .refine(
    ({ balances, precisions, priceScale }) =>
      precisions.length === balances.length && priceScale.length === balances.length - 1,
    'needs a precision for each balance and a price for each but the first',
  )
  .transform(({ A, D, ...pool }) => ({ ...pool, amp: A, invariant: D }));

const balancerFields = {
  balances: coins,
  scalingFactors: coins.optional(),
  rates: coins.optional(),
  swapFee: natural,
  vault: small.pipe(z.union([z.literal(2), z.literal(3)])).default(2),
  tokens,
};

interface BalancerVector {
  readonly balances: bigint[];
  readonly scalingFactors?: bigint[] | undefined;
  readonly rates?: bigint[] | undefined;
}

function balancerPool<T extends BalancerVector>({ scalingFactors, rates, ...pool }: T) {
  const { balances } = pool;
  return { ...pool, scalingFactors: scalingFactors ?? each(wad, balances), rates: rates ?? each(wad, balances) };
}

function sameCoins({ balances, scalingFactors, rates }: BalancerVector): boolean {
  return [scalingFactors, rates].every((list) => list === undefined || list.length === balances.length);
}

const balancerWeighted = z
  .object({
    kind: z.literal('balancerWeighted'),
    ...balancerFields,
    weights: coins,
    powVersion: small.pipe(z.union([z.literal(1), z.literal(2)])).default(2),
  })
  .refine(
    (pool) => sameCoins(pool) && pool.weights.length === pool.balances.length,
    'needs as many of each as balances',
  )
  .transform(balancerPool);

const balancerStable = z
  .object({
    kind: z.literal('balancerStable'),
    ...balancerFields,
    amp: natural,
    ampPrecision: natural.default(1000n),
    roundInvariantUp: z.boolean().default(false),
    bptIndex: small.nullable().default(null),
  })
  .refine(sameCoins, 'needs as many of each as balances')
  .transform(balancerPool);

/** A pool of a vector file: its state as the core takes it, and its tokens where the file names them. */
export type VectorPool = ExactPoolState & {
  readonly tokens?: string[] | undefined;
  readonly transferFeePpm0?: number | undefined;
  readonly transferFeePpm1?: number | undefined;
};

const kinds: Readonly<Record<ExactPoolState['kind'], z.ZodType<VectorPool>>> = {
  uniswapV2,
  uniswapV3,
  uniswapV4,
  solidlyVolatile: solidly,
  solidlyStable: solidly,
  curveStable,
  curveMeta,
  curveCrypto,
  balancerWeighted,
  balancerStable,
};

/** The schema of a pool of this kind; none for a kind that is not known. */
export function poolSchemaOf(kind: string): z.ZodType<VectorPool> | undefined {
  return Object.hasOwn(kinds, kind) ? kinds[kind as ExactPoolState['kind']] : undefined;
}
