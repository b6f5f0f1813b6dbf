import { type AmmVectors, readJson } from './recordedFiles.ts';

interface ParityFile {
  readonly fixture: {
    readonly fee: number;
    readonly tick_spacing: number;
    readonly sqrt_price_x96: string;
    readonly liquidity: string;
    readonly tick: number;
  };
  readonly probe: { readonly amount_in: string; readonly zero_for_one: boolean };
  readonly expected: { readonly amount_out_zfo: string };
}

/** One swap inside a V3 and one inside a V4 pool at price 1, whose tick 0 is initialised with nothing net. */
export function parityVectors(folder: string): AmmVectors {
  const vectors: AmmVectors = { suite: 'amm', pools: {}, cases: [] };
  for (const version of ['v3', 'v4']) {
    const { fixture, probe, expected } = readJson<ParityFile>(
      folder,
      `dex_evm/degenbot/standalone_parity__fixtures__${version}_swap.json`,
    );
    vectors.pools[version] = {
      kind: version === 'v3' ? 'uniswapV3' : 'uniswapV4',
      [version === 'v3' ? 'feePpm' : 'lpFeePpm']: fixture.fee,
      sqrtPriceX96: fixture.sqrt_price_x96,
      tick: fixture.tick,
      liquidity: fixture.liquidity,
      tickSpacing: fixture.tick_spacing,
      ticks: [{ tick: 0, liquidityNet: 0 }],
    };
    const place = probe.zero_for_one ? 0 : 1;
    vectors.cases.push({
      id: version,
      pool: version,
      method: 'exactIn',
      in: place,
      out: 1 - place,
      amount: probe.amount_in,
      expect: expected.amount_out_zfo,
    });
  }
  return vectors;
}
