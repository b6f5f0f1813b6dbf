import { type AmmVectors, type Golden, goldenCases, readJson } from './recordedFiles.ts';

type Integer = string | number;

interface CurveFile {
  readonly balances: readonly Integer[];
  readonly a_coefficient: number;
  readonly fee: number;
}

interface MetaFile extends CurveFile {
  readonly redemption_price: Integer;
  readonly base_virtual_price: Integer;
  readonly base_pool: CurveFile & { readonly lp_token_total_supply: Integer };
}

const states = 'dex_evm/degenbot/fixtures__chain_data__1__curve';
const answers = 'dex_evm/degenbot/golden__data__curve__test_curve_onchain_parity__test_curve';

/** DAI, USDC and USDT; its A has no further precision. */
function threePool({ balances, a_coefficient, fee }: CurveFile): object {
  return {
    kind: 'curveStable',
    balances: balances.map(String),
    rates: [18, 30, 30].map((digits) => String(10n ** BigInt(digits))),
    A: a_coefficient,
    aPrecision: 1,
    feeE10: fee,
    variant: 'feeInToken',
  };
}

/** get_dy of the 3pool. */
export function threePoolVectors(folder: string): AmmVectors {
  const state = readJson<CurveFile>(folder, `${states}_tripool_block_24407242.json`);
  const golden = readJson<Golden>(folder, `${answers}_tripool_get_dy.json`);
  const cases = goldenCases(golden, '3pool', { DAI: 0, USDC: 1, USDT: 2 });
  return { suite: 'amm', pools: { '3pool': threePool(state) }, cases };
}

/** get_dy and get_dy_underlying of RAI over the 3pool. */
export function raiMetaVectors(folder: string): AmmVectors {
  const state = readJson<MetaFile>(folder, `${states}_metapool_rai_3crv_block_25144000.json`);
  const golden = readJson<Golden>(folder, `${answers}_metapool_get_dy.json`);
  const pool = {
    kind: 'curveMeta',
    balances: state.balances.map(String),
    rates: [String(state.redemption_price), String(state.base_virtual_price)],
    A: state.a_coefficient * 100,
    aPrecision: 100,
    feeE10: state.fee,
    base: threePool(state.base_pool),
    baseVirtualPrice: String(state.base_virtual_price),
    baseTotalSupply: String(state.base_pool.lp_token_total_supply),
  };
  const isUnderlying = (method: string): boolean => method === 'get_dy_underlying';
  const cases = goldenCases(golden, 'rai', (method) =>
    isUnderlying(method) ? { RAI: 0, DAI: 1, USDC: 2, USDT: 3 } : { RAI: 0, '3Crv': 1 },
  ).map((each) => ({ ...each, underlying: isUnderlying(each.id.split('|')[1] ?? '') }));
  return { suite: 'amm', pools: { rai: pool }, cases };
}

interface Probe {
  readonly name: string;
  readonly inputs: {
    readonly balances: readonly string[];
    readonly resolved_rates: readonly string[];
    readonly amp: string;
    readonly a_precision: string;
    readonly fee: string;
  };
  readonly probe: { readonly i: number; readonly j: number; readonly dx: string };
  readonly expected: { readonly dy: string };
}

/**
 * Made-up states with the answers of the tool that recorded them. Left out: `live_admin`, whose answer is in 18 decimals whatever the rate,
 * and `metapool_standard`, whose balances do not fit its rates: no pool of this kind is like them.
 */
export function curveProbeVectors(folder: string): AmmVectors {
  const { probes } = readJson<{ probes: readonly Probe[] }>(
    folder,
    'dex_evm/degenbot/standalone_parity__fixtures__curve_swap.json',
  );
  const vectors: AmmVectors = { suite: 'amm', pools: {}, cases: [] };
  for (const { name, inputs, probe, expected } of probes) {
    if (name !== 'standard_plain' && name !== 'raw_balance') continue;
    vectors.pools[name] = {
      kind: 'curveStable',
      balances: inputs.balances,
      // The second takes balances as they are.
      ...(name === 'raw_balance' ? {} : { rates: inputs.resolved_rates }),
      A: inputs.amp,
      aPrecision: inputs.a_precision,
      feeE10: inputs.fee,
    };
    vectors.cases.push({
      id: name,
      pool: name,
      method: 'exactIn',
      in: probe.i,
      out: probe.j,
      amount: probe.dx,
      expect: expected.dy,
    });
  }
  return vectors;
}
