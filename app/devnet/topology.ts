/** A Uniswap V2 pool to be: `depthUsd` is the value of each of its two sides. */
export interface V2PoolPlan {
  readonly kind: 'uniswapV2';
  readonly dexId: 'uniswap-v2' | 'sushiswap';
  readonly pair: readonly [string, string];
  readonly feePpm: 3000;
  readonly depthUsd: number;
}

/** A V3 position to be, by the ratios of its bounds to the starting price. */
export interface V3RangePlan {
  readonly lowRatio: number;
  readonly highRatio: number;
  /** Value offered of each token; what does not fit the range is not taken. */
  readonly depthUsd: number;
}

export interface V3PoolPlan {
  readonly kind: 'uniswapV3';
  readonly dexId: 'uniswap-v3';
  readonly pair: readonly [string, string];
  readonly feePpm: 100 | 500 | 3000 | 10000;
  readonly ranges: readonly V3RangePlan[];
}

export type PoolPlan = V2PoolPlan | V3PoolPlan;

/** Tick spacings of the V3 factory's fee tiers. */
export const tickSpacings: Readonly<Record<V3PoolPlan['feePpm'], number>> = { 100: 1, 500: 10, 3000: 60, 10000: 200 };

function v2(dexId: V2PoolPlan['dexId'], first: string, second: string, depthUsd: number): V2PoolPlan {
  return { kind: 'uniswapV2', dexId, pair: [first, second], feePpm: 3000, depthUsd };
}

/** Liquidity in layers: nearly everywhere, around the price, close to it, and one order-like band on each side. */
function v3(
  first: string,
  second: string,
  feePpm: V3PoolPlan['feePpm'],
  depthUsd: number,
  tightness: 'asset' | 'stable' = 'asset',
): V3PoolPlan {
  const layers: readonly (readonly [number, number, number])[] =
    tightness === 'asset'
      ? [
          [0.02, 50, 0.5],
          [0.75, 1.33, 0.25],
          [0.94, 1.07, 0.08],
          [1.015, 1.18, 0.08],
          [0.85, 0.985, 0.08],
        ]
      : [
          [0.5, 2, 0.5],
          [0.98, 1.02, 0.1],
          [0.997, 1.003, 0.03],
        ];
  return {
    kind: 'uniswapV3',
    dexId: 'uniswap-v3',
    pair: [first, second],
    feePpm,
    ranges: layers.map(([lowRatio, highRatio, share]) => ({ lowRatio, highRatio, depthUsd: depthUsd * share })),
  };
}

/** Every pool of the devnet, as it is before anybody trades. */
export const poolPlans: readonly PoolPlan[] = [
  v2('uniswap-v2', 'WETH', 'USDC', 4_000_000),
  v2('uniswap-v2', 'WETH', 'USDT', 3_000_000),
  v2('uniswap-v2', 'WETH', 'DAI', 2_000_000),
  v2('uniswap-v2', 'WBTC', 'WETH', 3_000_000),
  v2('uniswap-v2', 'LINK', 'WETH', 1_500_000),
  v2('uniswap-v2', 'UNI', 'WETH', 1_400_000),
  v2('uniswap-v2', 'AAVE', 'WETH', 1_200_000),
  v2('uniswap-v2', 'MKR', 'WETH', 1_200_000),
  v2('uniswap-v2', 'CRV', 'WETH', 900_000),
  v2('uniswap-v2', 'SNX', 'WETH', 800_000),
  v2('uniswap-v2', 'LDO', 'WETH', 900_000),
  v2('uniswap-v2', 'ARB', 'WETH', 900_000),
  v2('uniswap-v2', 'COMP', 'WETH', 800_000),
  v2('uniswap-v2', 'USDC', 'USDT', 3_000_000),
  v2('uniswap-v2', 'LINK', 'USDC', 700_000),
  v2('sushiswap', 'WETH', 'USDC', 2_500_000),
  v2('sushiswap', 'WETH', 'USDT', 1_800_000),
  v2('sushiswap', 'WETH', 'DAI', 1_500_000),
  v2('sushiswap', 'WBTC', 'WETH', 2_000_000),
  v2('sushiswap', 'LINK', 'WETH', 1_000_000),
  v2('sushiswap', 'UNI', 'WETH', 900_000),
  v2('sushiswap', 'AAVE', 'WETH', 1_000_000),
  v2('sushiswap', 'MKR', 'WETH', 800_000),
  v2('sushiswap', 'CRV', 'WETH', 1_000_000),
  v2('sushiswap', 'SNX', 'WETH', 700_000),
  v2('sushiswap', 'LDO', 'WETH', 700_000),
  v2('sushiswap', 'ARB', 'WETH', 700_000),
  v2('sushiswap', 'WBTC', 'USDC', 900_000),
  v2('uniswap-v2', 'TOLL', 'WETH', 400_000),
  v2('sushiswap', 'TOLL', 'WETH', 300_000),
  v2('uniswap-v2', 'GATE', 'WETH', 400_000),
  v2('sushiswap', 'GATE', 'WETH', 300_000),
  v2('uniswap-v2', 'TIDE', 'WETH', 400_000),
  v2('sushiswap', 'TIDE', 'WETH', 300_000),
  v3('WETH', 'USDC', 500, 4_000_000),
  v3('WETH', 'USDC', 3000, 3_000_000),
  v3('WETH', 'USDT', 500, 2_500_000),
  v3('WETH', 'USDT', 3000, 2_000_000),
  v3('WETH', 'DAI', 3000, 1_500_000),
  v3('WBTC', 'WETH', 500, 2_500_000),
  v3('WBTC', 'WETH', 3000, 2_000_000),
  v3('WBTC', 'USDC', 3000, 1_500_000),
  v3('USDC', 'USDT', 100, 3_000_000, 'stable'),
  v3('DAI', 'USDC', 100, 2_000_000, 'stable'),
  v3('DAI', 'USDT', 500, 1_000_000, 'stable'),
  v3('LINK', 'WETH', 3000, 1_500_000),
  v3('LINK', 'USDC', 3000, 800_000),
  v3('UNI', 'WETH', 3000, 1_200_000),
  v3('AAVE', 'WETH', 3000, 1_200_000),
  v3('MKR', 'WETH', 3000, 1_000_000),
  v3('CRV', 'WETH', 10000, 800_000),
  v3('SNX', 'WETH', 10000, 700_000),
  v3('LDO', 'WETH', 3000, 900_000),
  v3('ARB', 'WETH', 500, 900_000),
  v3('COMP', 'WETH', 10000, 700_000),
];

/** What a lying pair does besides stating its reserves freely; in the order of LyingPair.sol. */
export const lyingHabits = ['boastful', 'greedy', 'stubborn'] as const;

export interface LyingPairPlan {
  readonly habit: (typeof lyingHabits)[number];
  readonly pair: readonly [string, string];
  /** The value of each side that it really holds, and that it states. */
  readonly heldUsd: number;
  readonly statedUsd: number;
}

/** Pairs of a fork whose code is its keeper's: found as any other, and not what they say. */
export const lyingPairPlans: readonly LyingPairPlan[] = [
  { habit: 'boastful', pair: ['WETH', 'USDC'], heldUsd: 50_000, statedUsd: 900_000 },
  { habit: 'greedy', pair: ['WETH', 'DAI'], heldUsd: 600_000, statedUsd: 600_000 },
  { habit: 'stubborn', pair: ['LINK', 'WETH'], heldUsd: 400_000, statedUsd: 400_000 },
];
