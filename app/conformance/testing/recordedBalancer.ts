import { readdirSync } from 'node:fs';
import path from 'node:path';
import { present } from '../../domain/errors.ts';
import { type AmmVectors, type Golden, goldenCases, readJson } from './recordedFiles.ts';

const wad = 10n ** 18n;

interface WeightedFile {
  readonly tokens: readonly { readonly symbol: string; readonly decimals: number }[];
  readonly balances: readonly (string | number)[];
  readonly fee: string;
  readonly weights: readonly (string | number)[];
  readonly pow_version: 'v1' | 'v2';
}

function fraction(text: string): bigint {
  const [numerator = '0', denominator = '1'] = text.split('/');
  return (BigInt(numerator) * wad) / BigInt(denominator);
}

/** The Vault's querySwap on two main-network weighted pools. */
export function weightedQueryVectors(folder: string): AmmVectors {
  const vectors: AmmVectors = { suite: 'amm', pools: {}, cases: [] };
  for (const name of ['weth_bal', 'weth_rpl']) {
    const state = readJson<WeightedFile>(
      folder,
      `dex_evm/degenbot/fixtures__chain_data__1__balancer_weighted_${name}.json`,
    );
    const golden = readJson<Golden>(
      folder,
      `dex_evm/degenbot/golden__data__balancer__test_balancer_v2_onchain_parity__test_balancer_v2_${name}_query_swap.json`,
    );
    vectors.pools[name] = {
      kind: 'balancerWeighted',
      balances: state.balances.map(String),
      weights: state.weights.map(String),
      scalingFactors: state.tokens.map(({ decimals }) => String(10n ** BigInt(36 - decimals))),
      swapFee: String(fraction(state.fee)),
      powVersion: state.pow_version === 'v1' ? 1 : 2,
    };
    const places = Object.fromEntries(state.tokens.map(({ symbol }, i) => [symbol, i]));
    vectors.cases.push(...goldenCases(golden, name, places));
  }
  return vectors;
}

interface Snapshot {
  readonly vectors: readonly { readonly fn: string; readonly args: readonly string[]; readonly result: string }[];
}

const snapshotFile = 'dex_evm/degenbot/math_oracle__oracle_balancer_snapshot.json';

/** WeightedMath and StableMath alone: pools without a fee. */
export function balancerMathVectors(folder: string): AmmVectors {
  const vectors: AmmVectors = { suite: 'amm', pools: {}, cases: [] };
  readJson<Snapshot>(folder, snapshotFile).vectors.forEach(({ fn, args, result }, i) => {
    const [family, asks] = [fn.slice(0, 3), fn.slice(3)];
    if (asks !== 'out_given_in' && asks !== 'in_given_out') return;
    const pool = `${fn} ${i}`;
    const exactIn = asks === 'out_given_in';
    let [places, amount] = [[0, 1], args[4] ?? ''];
    if (family === 'wm_') {
      const [balanceIn, weightIn, balanceOut, weightOut, , version] = args;
      vectors.pools[pool] = {
        kind: 'balancerWeighted',
        balances: [balanceIn, balanceOut],
        weights: [weightIn, weightOut],
        swapFee: 0,
        powVersion: version === 'V1' ? 1 : 2,
      };
    } else {
      const [amp, balances = '', from, to, given = ''] = args;
      // Their invariants are the older StableMath's, rounded up.
      vectors.pools[pool] = {
        kind: 'balancerStable',
        balances: balances.slice(1, -1).split(','),
        amp,
        swapFee: 0,
        roundInvariantUp: true,
      };
      [places, amount] = [[Number(from), Number(to)], given];
    }
    const method = exactIn ? 'exactIn' : 'exactOut';
    const expected = result.startsWith('ERROR') ? { expectError: true } : { expect: result };
    vectors.cases.push({ id: pool, pool, method, in: places[0], out: places[1], amount, ...expected });
  });
  return vectors;
}

interface V3File {
  readonly swaps?: readonly {
    readonly swapKind: 0 | 1;
    readonly amountRaw: string;
    readonly tokenIn: string;
    readonly tokenOut: string;
    readonly outputRaw: string;
  }[];
  readonly pool: {
    readonly poolType: string;
    readonly tokens?: readonly string[];
    readonly balancesLiveScaled18: readonly string[];
    readonly scalingFactors: readonly string[];
    readonly tokenRates: readonly string[];
    readonly swapFee: string;
    readonly amp?: string;
    readonly weights?: readonly string[];
    readonly hook?: unknown;
  };
}

/** A pool of this file in the format's terms; null for the kinds that it does not have. A bootstrapping pool's weights are recorded. */
function v3Pool({ pool }: V3File): object | null {
  const common = {
    vault: 3,
    balances: pool.balancesLiveScaled18,
    scalingFactors: pool.scalingFactors?.map((factor) => String(BigInt(factor) * wad)),
    rates: pool.tokenRates,
    swapFee: pool.swapFee,
  };
  if (pool.hook !== undefined) return null;
  if (pool.poolType === 'STABLE') return { kind: 'balancerStable', amp: pool.amp, ...common };
  if (pool.poolType !== 'WEIGHTED' && pool.poolType !== 'LIQUIDITY_BOOTSTRAPPING') return null;
  return { kind: 'balancerWeighted', weights: pool.weights, ...common };
}

/** Balancer V3 swaps; `leftOut` counts those of other kinds of pool and of pools with hooks. */
export function balancerV3Vectors(folder: string): AmmVectors & { readonly leftOut: ReadonlyMap<string, number> } {
  const vectors: AmmVectors = { suite: 'amm', pools: {}, cases: [] };
  const leftOut = new Map<string, number>();
  const place = 'dex_evm/balancer_maths';
  for (const name of readdirSync(path.join(folder, place)).filter((each) => each.endsWith('.json'))) {
    const file = readJson<V3File>(folder, `${place}/${name}`);
    const pool = v3Pool(file);
    const swaps = file.swaps ?? [];
    if (pool === null) {
      const kind = file.pool.hook === undefined ? file.pool.poolType : `${file.pool.poolType} with a hook`;
      leftOut.set(kind, (leftOut.get(kind) ?? 0) + swaps.length);
      continue;
    }
    vectors.pools[name] = pool;
    const tokens = present(file.pool.tokens, 'tokens').map((token) => token.toLowerCase());
    swaps.forEach((swap, i) => {
      vectors.cases.push({
        id: `${name} ${i}`,
        pool: name,
        method: swap.swapKind === 0 ? 'exactIn' : 'exactOut',
        in: tokens.indexOf(swap.tokenIn.toLowerCase()),
        out: tokens.indexOf(swap.tokenOut.toLowerCase()),
        amount: swap.amountRaw,
        expect: swap.outputRaw,
      });
    });
  }
  return { ...vectors, leftOut };
}
