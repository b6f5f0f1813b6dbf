import type { LenderKind } from '../domain/chain.ts';
import type { AnyPoolKind } from './poolIndex.ts';

/** Gas units of one execution of our executor, by what it does. Calibrated against receipts; a prediction, never a limit. */
export interface GasModel {
  /** Transaction, dispatch, profit check and pay-out. */
  readonly base: number;
  readonly firstHop: Readonly<Record<AnyPoolKind, number>>;
  readonly furtherHop: Readonly<Record<AnyPoolKind, number>>;
  /** Each initialised tick that a V3 or V4 hop crosses. */
  readonly tickCrossed: number;
}

/**
 * What docs/gas.md says was measured, and how. V2 and V3: 1 to 10 % above the medians of 140 landed executions of 2 to 4 hops on the embedded chain; single ones
 * used up to 41 % more than their shape's median, where a pool's first swap one way wrote slots that had been empty. The other kinds' hops, which
 * are not in our executor yet, up to 15 % above swaps on a node (gasModel.integration.test.ts): V4 and Balancer through their own bytecode, Solidly and
 * Curve's stable pools through pools of ours in the published shape. Curve's crypto pools alone as their swaps cost on the main network, rounded up: each
 * moves its prices by its own history.
 */
export const gasModel: GasModel = {
  base: 52_000,
  firstHop: {
    uniswapV2: 55_000,
    uniswapV3: 55_000,
    uniswapV4: 84_000,
    solidlyVolatile: 90_000,
    solidlyStable: 92_000,
    curveStable: 95_000,
    curveMeta: 100_000,
    curveCrypto: 220_000,
    balancerWeighted: 80_000,
    balancerStable: 100_000,
  },
  furtherHop: {
    uniswapV2: 65_000,
    uniswapV3: 80_000,
    uniswapV4: 84_000,
    solidlyVolatile: 90_000,
    solidlyStable: 92_000,
    curveStable: 95_000,
    curveMeta: 100_000,
    curveCrypto: 230_000,
    balancerWeighted: 80_000,
    balancerStable: 100_000,
  },
  tickCrossed: 26_000,
};

/**
 * What a route in parts costs more than its hops: the shares in its calldata, and the balances between its legs. By the
 * hops alone the middle one of 20 landed routes over 3 to 6 pools was predicted 1 % above what it used, that of 42 single ones 5 %.
 */
export const splitGas = 12_000;

/**
 * What a route costs more when its input is lent to it than when its first pool's flash swap funds it. From the same routes
 * run both ways on the embedded chain (main/devnet/executorLoans.integration.test.ts).
 */
export const lenderGas: Readonly<Record<LenderKind, number>> = { balancerV2: 42_000, aaveV3: 128_000 };
