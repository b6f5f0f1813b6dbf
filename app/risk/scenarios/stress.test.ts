import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { wei } from '../../domain/amount.ts';
import { epochMs } from '../../domain/clock.ts';
import type { Exposure, Holding, RestingOrder } from '../../domain/exposure.ts';
import { parseAddress } from '../../domain/hex.ts';
import type { RecordedPath, Scenario, Shock } from '../../domain/scenario.ts';
import { knownScenarios } from './knownScenarios.ts';
import { dollarSeriesOf, unwrapped } from './recordedSeries.ts';
import { shockWords } from './shockWords.ts';
import { stress } from './stress.ts';

const ether = 10n ** 18n;
const gwei = 10n ** 9n;
const address = (n: number) => parseAddress(`0x${n.toString(16).padStart(40, '0')}`);
const [weth, usdc, link, stray] = [address(1), address(2), address(3), address(4)];

const at = (weiNumerator: bigint, weiDenominator: bigint) => ({ weiNumerator, weiDenominator });
/** Ether is 2,000 dollars: a millionth of one is 5e8 wei. */
const dollarPrice = at(5n * 10n ** 8n, 1n);

function holding(
  asset: Holding['asset'],
  symbol: string,
  decimals: number,
  amount: bigint,
  price: Holding['price'],
): Holding {
  return { asset, symbol, decimals, amount, price, isCash: true, isListed: true, parts: [] };
}

const order: RestingOrder = {
  id: 'o1',
  kind: 'order',
  strategy: 'flash-arbitrage',
  state: 'submitted',
  route: 'WETH–LINK–WETH',
  gasLimit: 300_000,
  gasUnits: 200_000,
  maxFeePerGas: wei(50n * gwei),
  maxPriorityFeePerGas: wei(2n * gwei),
  worst: wei(300_000n * 50n * gwei),
  gross: wei(ether / 10n),
};

const exposure: Exposure = {
  chain: 'devnet',
  group: 'mainnet',
  nativeSymbol: 'ETH',
  wrappedNative: weth,
  blockNumber: 7,
  blockAtMs: epochMs(0),
  baseFeePerGas: wei(10n * gwei),
  capital: wei(13n * ether),
  dollar: { asset: usdc, symbol: 'USDC', decimals: 6, price: dollarPrice },
  holdings: [
    holding('native', 'ETH', 18, 10n * ether, at(1n, 1n)),
    holding(weth, 'WETH', 18, ether, at(1n, 1n)),
    holding(usdc, 'USDC', 6, 2_000_000_000n, dollarPrice),
    // A hundredth of an ether each.
    holding(link, 'LINK', 18, 100n * ether, at(1n, 100n)),
  ],
  resting: [order],
  more: 0,
  tailsMadeAtMs: null,
};

const scenario = (...shocks: Shock[]): Scenario => ({ id: 's', name: 's', about: '', shocks });
const run = (...shocks: Shock[]) => stress(exposure, scenario(...shocks), []);
const holdingOf = (report: ReturnType<typeof stress>, symbol: string) =>
  report.holdings.find((each) => each.symbol === symbol);

describe('a shock of prices', () => {
  test('everything falls but the dollar token; in the native currency cash in dollars gains what the native lost', () => {
    const report = run({ kind: 'price', of: 'all', ppm: -500_000 });
    // 10 + 1 + 1 + 1 ether at 2,000 dollars; halved but for the 2,000 dollars of cash.
    expect(report.dollarsBefore).toBe(26_000_000_000n);
    expect(report.dollarsAfter).toBe(14_000_000_000n);
    expect(report.nativeBefore).toBe(13n * ether);
    expect(report.nativeAfter).toBe(14n * ether);
    expect(holdingOf(report, 'USDC')).toMatchObject({ pricePpm: 1_000_000n, nativeAfter: 2n * ether });
  });

  test('of one token alone; a shock of ETH meets its wrapped form too', () => {
    const one = run({ kind: 'price', of: 'link', ppm: -250_000 });
    expect(one.dollarsAfter).toBe(25_500_000_000n);
    expect(holdingOf(one, 'LINK')?.nativeAfter).toBe((75n * ether) / 100n);
    const native = run({ kind: 'price', of: 'WETH', ppm: -500_000 });
    expect(native.dollarsAfter).toBe(15_000_000_000n);
    expect(holdingOf(native, 'LINK')?.nativeAfter).toBe(2n * ether);
  });

  test('shocks of one price multiply; a price that is gone leaves no amount in the native currency', () => {
    const twice = run({ kind: 'price', of: 'LINK', ppm: -500_000 }, { kind: 'price', of: 'all', ppm: -500_000 });
    expect(holdingOf(twice, 'LINK')?.pricePpm).toBe(250_000n);
    const gone = run({ kind: 'price', of: 'all', ppm: -1_000_000 });
    expect(gone.dollarsAfter).toBe(2_000_000_000n);
    expect(gone.nativeAfter).toBeNull();
  });

  test('an order reverts and costs its gas limit at the price of then, at worst', () => {
    const [moved] = run({ kind: 'price', of: 'all', ppm: -1 }).orders;
    expect(moved).toMatchObject({ outcome: 'reverts', netAfter: -300_000n * 12n * gwei });
  });
});

test('a dollar token that loses its peg takes nothing else along', () => {
  const report = run({ kind: 'depeg', ppm: -100_000 });
  expect(report.dollarsAfter).toBe(25_800_000_000n);
  expect(holdingOf(report, 'ETH')).toMatchObject({ nativeAfter: 10n * ether });
});

describe('gas', () => {
  test('is paid up to the cap; what is predicted stays', () => {
    const [now] = run({ kind: 'gas', times: 1 }).orders;
    expect(now).toMatchObject({ outcome: 'lands', netAfter: ether / 10n - 200_000n * 12n * gwei });
    expect(now?.netBefore).toBe(now?.netAfter);
    const [dear] = run({ kind: 'gas', times: 5 }).orders;
    // 50 + 2 gwei is asked, 50 is the cap.
    expect(dear).toMatchObject({ outcome: 'lands', netAfter: ether / 10n - 200_000n * 50n * gwei });
  });

  test('above the cap an order waits and costs nothing', () => {
    const report = run({ kind: 'gas', times: 10 });
    expect(report.orders).toMatchObject([{ outcome: 'waits', netAfter: 0n }]);
    expect(report.ordersChange).toBe(-(ether / 10n - 200_000n * 12n * gwei));
    expect(report.dollarsAfter).toBe(report.dollarsBefore);
  });

  test('an order without a price, or before any block, is not known', () => {
    const blind = stress({ ...exposure, baseFeePerGas: null }, scenario({ kind: 'gas', times: 2 }), []);
    expect(blind.orders).toMatchObject([{ outcome: 'unknown', netBefore: null, netAfter: null }]);
    expect(blind.ordersChange).toBe(0n);
  });
});

test('a halted bridge locks what is off the main network, and nothing on it', () => {
  expect(run({ kind: 'bridgeHalt', hours: 1 }).locked).toBe(0n);
  const away = stress({ ...exposure, group: 'layer2' }, scenario({ kind: 'bridgeHalt', hours: 1 }), []);
  expect(away.locked).toBe(13n * ether);
});

test('a late oracle shows how far lenders would be above the market, and revalues nothing by itself', () => {
  expect(run({ kind: 'oracleLag', minutes: 5 })).toMatchObject({ oracleAbove: 0n, dollarsAfter: 26_000_000_000n });
  expect(run({ kind: 'oracleLag', minutes: 5 }, { kind: 'price', of: 'LINK', ppm: -500_000 }).oracleAbove).toBe(
    1_000_000_000n,
  );
});

describe('a recorded crash', () => {
  const crash = scenario({ kind: 'recorded', fromMs: 0, toMs: 259_200_000 });
  const path = (
    symbol: string,
    closes: readonly number[],
    lows = closes,
    times = [0, 86_400, 172_800],
  ): RecordedPath => ({
    symbol,
    series: `a venue ${symbol}USDT, 1d`,
    timeS: times,
    open: closes.map((close, i) => (i === 0 ? 100 : close)),
    low: lows,
    close: closes,
  });

  test('ends at the close at which all together were worth least, not each at its own', () => {
    const report = stress(exposure, crash, [path('ETH', [90, 50, 80], [85, 45, 70]), path('LINK', [40, 60, 30])]);
    expect(report.worstAtS).toBe(86_400);
    expect(holdingOf(report, 'ETH')).toMatchObject({
      pricePpm: 500_000n,
      lowestPpm: 450_000n,
      series: 'a venue ETHUSDT, 1d',
    });
    expect(holdingOf(report, 'WETH')).toMatchObject({ pricePpm: 500_000n });
    expect(holdingOf(report, 'LINK')).toMatchObject({ pricePpm: 600_000n, lowestPpm: 300_000n });
    // 22,000 of ether, 2,000 of LINK, 2,000 of cash, which keeps its price and counts as covered.
    expect(report.dollarsAfter).toBe(11_000_000_000n + 1_200_000_000n + 2_000_000_000n);
    expect(report.dollarsAtLowest).toBe(9_900_000_000n + 600_000_000n + 2_000_000_000n);
    expect(report.notCovered).toBe(0n);
  });

  test('a time at which a path has no bar is left out', () => {
    const report = stress(exposure, crash, [
      path('ETH', [90, 50, 80]),
      path('LINK', [40, 60], undefined, [0, 172_800]),
    ]);
    expect(report.worstAtS).toBe(172_800);
  });

  test('what has no bars keeps its price, and is said not to be covered', () => {
    const report = stress(exposure, crash, [path('ETH', [50, 60, 70])]);
    expect(report.notCovered).toBe(ether);
    expect(holdingOf(report, 'LINK')?.unknown).toContain('no bars');
    expect(report.problem).toBe('');
  });

  test('without any bars there is no figure but what to do', () => {
    for (const paths of [[], [path('ETH', [Number.NaN])], [{ ...path('ETH', [1]), open: [0] }]]) {
      const report = stress(exposure, crash, paths);
      expect(report.problem).toContain('Import candles');
      expect(report.dollarsAfter).toBeNull();
      expect(report.nativeAfter).toBeNull();
    }
  });
});

test('what has no price counts as nothing; a chain without a dollar token is counted in its own currency', () => {
  const holdings = [...exposure.holdings, holding(stray, 'ODD', 18, ether, null)];
  const report = stress(
    { ...exposure, holdings, dollar: null },
    scenario({ kind: 'price', of: 'LINK', ppm: -500_000 }),
    [],
  );
  expect(report).toMatchObject({ dollarsBefore: null, dollarsAfter: null, nativeBefore: 13n * ether });
  expect(report.nativeAfter).toBe((125n * ether) / 10n);
  expect(report.holdings.at(-1)?.unknown).toContain('no price');
});

test('an empty account is revalued to nothing, by every known scenario', () => {
  for (const each of knownScenarios) {
    const report = stress({ ...exposure, holdings: [], resting: [] }, each, []);
    expect(report.nativeBefore).toBe(0n);
    expect(report.dollarsBefore).toBe(0n);
    for (const { kind } of each.shocks) expect(shockWords[kind].cannotKnow).not.toBe('');
  }
});

test('a deeper fall never leaves more, whatever is held, and no shock is the identity', () => {
  const amount = fc.bigInt({ min: 0n, max: 10n ** 30n });
  const price = fc.record({
    weiNumerator: fc.bigInt({ min: 1n, max: 10n ** 24n }),
    weiDenominator: fc.bigInt({ min: 1n, max: 10n ** 24n }),
  });
  const ppm = fc.integer({ min: -1_000_000, max: 0 });
  fc.assert(
    fc.property(amount, price, ppm, ppm, (held, worth, a, b) => {
      const own = { ...exposure, holdings: [holding(link, 'LINK', 18, held, worth)] };
      const after = (fall: number) =>
        stress(own, scenario({ kind: 'price', of: 'all', ppm: fall }), []).dollarsAfter ?? -1n;
      expect(after(Math.min(a, b)) <= after(Math.max(a, b))).toBe(true);
      const still = stress(own, scenario({ kind: 'price', of: 'all', ppm: 0 }), []);
      expect(still.dollarsAfter).toBe(still.dollarsBefore);
      expect(still.nativeAfter).toBe(still.nativeBefore);
    }),
  );
});

test('series are found by the names that venues give them, and by nothing that only begins so', () => {
  const series = ['BTCUSDT', 'BTC-USD', 'BTCDOMUSDT', 'WBTCUSDT', 'ETHBTC', 'btc/usdc'].map((symbol, i) => ({
    symbol,
    rows: i,
  }));
  expect(dollarSeriesOf('WBTC', series).map(({ symbol }) => symbol)).toEqual(['BTC-USD', 'BTCUSDT', 'btc/usdc']);
  expect(dollarSeriesOf('USDT', series)).toEqual([]);
  expect([unwrapped('weth'), unwrapped('WLD'), unwrapped('W')]).toEqual(['ETH', 'WLD', 'W']);
});
