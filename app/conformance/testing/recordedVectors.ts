import { type AmmVectors, type Golden, goldenCases, readJson } from './recordedFiles.ts';

interface CoreCase {
  readonly pool: {
    readonly description: string;
    readonly fee: number;
    readonly tick_spacing: number;
    readonly sqrt_price_x96: string;
    readonly tick: number;
    readonly liquidity: string;
    readonly positions: readonly { tick_lower: number; tick_upper: number; liquidity: string }[];
  };
  readonly case: string;
  readonly zero_for_one: boolean;
  readonly amount_specified: string;
  readonly sqrt_price_limit_x96: string;
  readonly expected: { swapError?: string; amount0Delta?: string; amount1Delta?: string; tickAfter?: number };
}

function netTicks(positions: CoreCase['pool']['positions']): object[] {
  const nets = new Map<number, bigint>();
  for (const { tick_lower, tick_upper, liquidity } of positions) {
    nets.set(tick_lower, (nets.get(tick_lower) ?? 0n) + BigInt(liquidity));
    nets.set(tick_upper, (nets.get(tick_upper) ?? 0n) - BigInt(liquidity));
  }
  return [...nets].sort(([a], [b]) => a - b).map(([tick, net]) => ({ tick, liquidityNet: String(net) }));
}

/** The swaps of Uniswap v3-core's own test-suite. */
export function v3CoreVectors(folder: string): AmmVectors {
  const { cases } = readJson<{ cases: readonly CoreCase[] }>(folder, 'dex_evm/uniswap_v3_core/pool_swaps_half.json');
  const vectors: AmmVectors = { suite: 'amm', pools: {}, cases: [] };
  for (const { pool, expected, ...swap } of cases) {
    vectors.pools[pool.description] = {
      kind: 'uniswapV3',
      sqrtPriceX96: String(pool.sqrt_price_x96),
      tick: pool.tick,
      liquidity: String(pool.liquidity),
      feePpm: pool.fee,
      tickSpacing: pool.tick_spacing,
      ticks: netTicks(pool.positions),
    };
    const exactIn = BigInt(swap.amount_specified) > 0n;
    const amount = BigInt(swap.amount_specified) * (exactIn ? 1n : -1n);
    const [in0, in1] = swap.zero_for_one ? [0, 1] : [1, 0];
    const deltas = [BigInt(expected.amount0Delta ?? 0), BigInt(expected.amount1Delta ?? 0)];
    const [paid, got] = [deltas[in0] ?? 0n, -(deltas[in1] ?? 0n)];
    vectors.cases.push({
      id: `${pool.description}: ${swap.case}`,
      pool: pool.description,
      method: exactIn ? 'exactIn' : 'exactOut',
      in: in0,
      out: in1,
      amount: String(amount),
      sqrtPriceLimitX96: String(swap.sqrt_price_limit_x96),
      ...(expected.swapError === undefined
        ? {
            expect: String(exactIn ? got : paid),
            expectFilled: String(exactIn ? paid : got),
            expectState: { tick: expected.tickAfter },
          }
        : { expectError: true }),
    });
  }
  return vectors;
}

/** QuoterV2 on a main-network WBTC/WETH pool at one block. */
export function v3GoldenVectors(folder: string): AmmVectors {
  const state = readJson<{
    scalars: { fee: number; tick_spacing: number; sqrt_price_x96: string; tick: number; liquidity: string };
    tick_data: Record<string, readonly [unknown, string | number, unknown]>;
  }>(folder, 'dex_evm/degenbot/fixtures__chain_data__1__uniswap_v3_wbtc_weth_block_24407242.json');
  const golden = readJson<Golden>(
    folder,
    'dex_evm/degenbot/golden__data__uniswap__v3__test_uniswap_v3_onchain_parity__test_cached_calculations_v3_wbtc_weth.json',
  );
  const { fee, tick_spacing, sqrt_price_x96, tick, liquidity } = state.scalars;
  const ticks = Object.entries(state.tick_data).map(([at, [, net]]) => ({
    tick: Number(at),
    liquidityNet: String(net),
  }));
  return {
    suite: 'amm',
    pools: {
      recorded: {
        kind: 'uniswapV3',
        sqrtPriceX96: sqrt_price_x96,
        tick,
        liquidity,
        feePpm: fee,
        tickSpacing: tick_spacing,
        ticks,
      },
    },
    // The recorded calls gave the last price as their limit: what the pool could not fill was quoted in part.
    cases: goldenCases(golden, 'recorded', { WBTC: 0, WETH: 1 }).map((each) => ({
      ...each,
      sqrtPriceLimitX96: each.in === 0 ? '4295128740' : '1461446703485210103287273052203988822378723970341',
    })),
  };
}

/** PancakeSwap V2's router on Base at one block. */
export function pancakeVectors(folder: string): AmmVectors {
  const state = readJson<{ fee_numer: number; fee_denom: number; reserves_token0: string; reserves_token1: number }>(
    folder,
    'dex_evm/degenbot/fixtures__chain_data__8453__pancakeswap_v2_weth_usdbc_block_46875151.json',
  );
  const golden = readJson<Golden>(
    folder,
    'dex_evm/degenbot/golden__data__pancakeswap__test_pancakeswap_v2_onchain_parity__test_pancakeswap_v2_router_get_amounts_out.json',
  );
  return {
    suite: 'amm',
    pools: {
      recorded: {
        kind: 'uniswapV2',
        reserve0: String(state.reserves_token0),
        reserve1: String(state.reserves_token1),
        feePpm: (state.fee_numer * 1_000_000) / state.fee_denom,
      },
    },
    cases: goldenCases(golden, 'recorded', { WETH: 0, USDbC: 1 }),
  };
}

interface MainnetSwap {
  readonly tx: string;
  readonly zero_for_one: boolean;
  readonly reserve0: string;
  readonly reserve1: string;
  readonly amount_in: string;
  readonly amount_out: string;
  readonly exact: boolean;
}

/** Main-network V2 swaps with the reserves that each one saw, where the taker asked for all that 0.3 % explains. */
export function mainnetV2Vectors(folder: string): AmmVectors {
  const { vectors: swaps } = readJson<{ vectors: readonly MainnetSwap[] }>(folder, 'mev/v2_swaps_mainnet.json');
  const vectors: AmmVectors = { suite: 'amm', pools: {}, cases: [] };
  swaps.forEach((swap, i) => {
    if (!swap.exact) return;
    const pool = `${swap.tx} ${i}`;
    const { reserve0, reserve1 } = swap;
    vectors.pools[pool] = { kind: 'uniswapV2', reserve0: String(reserve0), reserve1: String(reserve1), feePpm: 3000 };
    const [from, to] = swap.zero_for_one ? [0, 1] : [1, 0];
    vectors.cases.push({
      id: pool,
      pool,
      method: 'exactIn',
      in: from,
      out: to,
      amount: String(swap.amount_in),
      expect: String(swap.amount_out),
    });
  });
  return vectors;
}
