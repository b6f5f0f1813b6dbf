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
 * V2 and V3: 1 to 10 % above the medians of 140 landed executions of 2 to 4 hops on the embedded chain. Single ones used up to 41 % more than
 * their shape's median, where a pool's first swap one way wrote slots that had been empty. The other kinds' hops are not in
 * our executor yet. Balancer: swaps through Vault 2's own bytecode, two tokens, up to 15 % more (gasModel.integration.test.ts). The rest:
 * what their swaps cost on the main network, rounded up. Their mathematics alone, as our Solidity of it does it on a node, takes at the median
 * 2,500 (solidlyVolatile), 8,500 (solidlyStable), 23,000 (curveStable), 26,000 (curveMeta) and 54,000 (curveCrypto; 29,000 the NG kinds).
 */
export const gasModel: GasModel = {
  base: 52_000,
  firstHop: {
    uniswapV2: 55_000,
    uniswapV3: 55_000,
    uniswapV4: 70_000,
    solidlyVolatile: 85_000,
    solidlyStable: 110_000,
    curveStable: 120_000,
    curveMeta: 160_000,
    curveCrypto: 220_000,
    balancerWeighted: 80_000,
    balancerStable: 100_000,
  },
  furtherHop: {
    uniswapV2: 65_000,
    uniswapV3: 80_000,
    uniswapV4: 90_000,
    solidlyVolatile: 95_000,
    solidlyStable: 120_000,
    curveStable: 130_000,
    curveMeta: 170_000,
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
