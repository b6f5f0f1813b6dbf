import { type AmmVectors, type Golden, goldenCases, readJson } from './recordedFiles.ts';

/** getAmountOut of an Aerodrome volatile pool on Base. */
export function aerodromeVectors(folder: string): AmmVectors {
  const state = readJson<{ fee_raw: number; reserves_token0: string; reserves_token1: string }>(
    folder,
    'dex_evm/degenbot/fixtures__chain_data__8453__aerodrome_v2_tbtc_weth_volatile_block_46875151.json',
  );
  const golden = readJson<Golden>(
    folder,
    'dex_evm/degenbot/golden__data__aerodrome__test_aerodrome_v2_onchain_parity__test_aerodrome_v2_volatile_get_amount_out.json',
  );
  const pool = {
    kind: 'solidlyVolatile',
    reserve0: String(state.reserves_token0),
    reserve1: String(state.reserves_token1),
    decimals0: 18,
    decimals1: 18,
    // Recorded in parts of 10,000.
    feePpm: state.fee_raw * 100,
  };
  return { suite: 'amm', pools: { tbtc: pool }, cases: goldenCases(golden, 'tbtc', { 'tBTC v2': 0, WETH: 1 }) };
}

type Vectors = readonly { readonly args: readonly string[]; readonly result: string }[];

const forms = [
  ['calc_exact_in_volatile', 'solidlyVolatile', 'velodrome2'],
  ['calc_exact_in_stable_solidly', 'solidlyStable', 'velodrome2'],
  ['calc_exact_in_stable_camelot', 'solidlyStable', 'solidly'],
] as const;

/** Swaps of made-up pairs: amount, place in, reserves, (decimals,) fee as a fraction. */
export function solidlyMathVectors(folder: string): AmmVectors {
  const snapshot = readJson<Record<string, Vectors>>(
    folder,
    'dex_evm/degenbot/math_oracle__oracle_solidly_snapshot.json',
  );
  const vectors: AmmVectors = { suite: 'amm', pools: {}, cases: [] };
  for (const [fn, kind, curve] of forms) {
    (snapshot[fn] ?? []).forEach(({ args, result }, i) => {
      const [amount, place, reserve0, reserve1, ...rest] = args;
      const [numerator = '0', denominator = '1'] = rest.slice(-2);
      const [decimals0 = '18', decimals1 = '18'] = rest.slice(0, -2);
      const feePpm = (Number(numerator) * 1_000_000) / Number(denominator);
      const pool = `${fn} ${i}`;
      vectors.pools[pool] = { kind, curve, reserve0, reserve1, decimals0, decimals1, feePpm };
      const from = Number(place);
      vectors.cases.push({ id: pool, pool, method: 'exactIn', in: from, out: 1 - from, amount, expect: result });
    });
  }
  return vectors;
}
