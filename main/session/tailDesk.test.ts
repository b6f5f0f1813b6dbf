import { expect, test } from 'vitest';
import { computeRequests } from '../../app/contract/analyses.ts';
import type { ChartSeries } from '../../app/contract/charts.ts';
import type { ExposureAnswer } from '../../app/contract/exposure.ts';
import { refitS } from '../../app/contract/tailRisk.ts';
import { mostTails, type ValueAtRiskFigures, valueAtRiskSchema } from '../../app/contract/valueAtRisk.ts';
import { wei } from '../../app/domain/amount.ts';
import { epochMs } from '../../app/domain/clock.ts';
import { ExpectedError } from '../../app/domain/errors.ts';
import { parseAddress } from '../../app/domain/hex.ts';
import { seededRandom } from '../../app/domain/random.ts';
import { analyses } from '../compute/analyses.ts';
import { systemClock } from '../systemClock.ts';
import { TailDesk, type TailDeskNeeds } from './tailDesk.ts';

const [weth, link, odd] = ['1', '2', '3'].map((digit) => parseAddress(`0x${digit.repeat(40)}`));
const dayS = 86_400;
const days = 300;

function recorded(): { series: ChartSeries[]; chart: TailDeskNeeds['history']['chart'] } {
  const series = ['ETHUSDT', 'LINKUSDT'].map(
    (symbol, i): ChartSeries => ({
      source: { kind: 'recorded', series: i, inverted: false },
      venue: 'binance',
      symbol,
      feePpm: null,
      intervals: ['1d'],
      lastMs: (days - 1) * dayS * 1_000,
      rows: days,
    }),
  );
  const chart = async (name: string, request: unknown) => {
    if (name === 'chartSeries') return { series, more: 0 };
    const { source, count } = request as { source: { series: number }; count: number };
    const random = seededRandom(source.series + 1);
    let price = 100;
    const close = Array.from({ length: days }, () => {
      price *= Math.exp((source.series === 0 ? 0.001 : 0.03) * random.normal());
      return price;
    }).slice(-count);
    const timeS = close.map((_, i) => (days - close.length + i) * dayS);
    const columns = { timeS: Float64Array.from(timeS), close: Float64Array.from(close) };
    return { columns, earlier: true, gaps: [] };
  };
  return { series, chart: chart as unknown as TailDeskNeeds['history']['chart'] };
}

function holding(asset: ExposureAnswer['holdings'][number]['asset'], symbol: string, isListed = true) {
  return { asset, symbol, decimals: 18, amount: 5n, price: null, isCash: false, isListed, parts: [] };
}

function world() {
  const told: ValueAtRiskFigures[] = [];
  const history = recorded();
  const compute = analyses(systemClock);
  const state = {
    told,
    history,
    nowMs: 1_000,
    oldestMs: null as number | null,
    madeAtMs: null as number | null,
    holdings: [holding(link ?? 'native', 'LINK')],
    warnings: [] as unknown[],
    /** What the compute process answers with, in place of an estimate. */
    failure: null as Error | null,
    /** What each estimate was given to start from, and what it fitted. */
    lasts: [] as unknown[][],
    fits: [] as unknown[][],
  };
  const desk = new TailDesk({
    exposure: async (): Promise<ExposureAnswer> => ({
      chain: 'devnet',
      group: 'mainnet',
      nativeSymbol: 'ETH',
      wrappedNative: weth ?? 'native',
      blockNumber: 1,
      blockAtMs: epochMs(0),
      baseFeePerGas: wei(1n),
      capital: wei(1n),
      dollar: null,
      holdings: state.holdings,
      resting: [],
      more: 0,
      tailsMadeAtMs: state.madeAtMs,
    }),
    history,
    compute: {
      call: (async (_name: string, request: unknown) => {
        if (state.failure !== null) throw state.failure;
        const parsed = computeRequests.heldTails.request.parse(request);
        state.lasts.push(parsed.held.map(({ last }) => last));
        const answer = computeRequests.heldTails.response.parse(await compute.heldTails(parsed));
        state.fits.push(answer.fits.map(({ fitted }) => fitted));
        return answer;
      }) as unknown as TailDeskNeeds['compute']['call'],
    },
    tell: async (figures) => {
      told.push(valueAtRiskSchema.parse(figures));
      state.madeAtMs = figures.madeAtMs;
    },
    oldestMs: () => state.oldestMs,
    timers: { after: () => () => undefined } as unknown as TailDeskNeeds['timers'],
    nowMs: () => state.nowMs,
    log: { warn: (...args: unknown[]) => state.warnings.push(args) } as unknown as TailDeskNeeds['log'],
  });
  return { state, desk };
}

test('estimates what is held from its bars against those of the native currency, and names them', async () => {
  const { state, desk } = world();
  await desk.look();
  expect(state.warnings).toEqual([]);
  expect(state.told).toMatchObject([
    {
      madeAtMs: 1_000,
      unknown: [],
      tails: [
        { asset: link, sample: 252, series: 'binance LINKUSDT against binance ETHUSDT, 1d', toMs: days * dayS * 1_000 },
      ],
    },
  ]);
  // 1.645 deviations of three per cent.
  const share = (state.told[0]?.tails[0]?.millionths ?? 0) / 1e6;
  expect(share).toBeGreaterThan(0.035);
  expect(share).toBeLessThan(0.065);
});

test('anew after four hours, when something else is held or recorded, and when the engine has lost it; else not', async () => {
  const { state, desk } = world();
  await desk.look();
  await desk.look();
  expect(state.told).toHaveLength(1);
  state.nowMs += refitS * 1_000;
  await desk.look();
  expect(state.told).toHaveLength(2);
  state.madeAtMs = null;
  await desk.look();
  expect(state.told).toHaveLength(3);
  state.holdings.push(holding(odd ?? 'native', 'ODD'));
  await desk.look();
  expect(state.told.at(-1)?.unknown).toEqual([
    { asset: odd, reason: 'no recorded candles of both ODD and ETH in dollars' },
  ]);
  const [first] = state.history.series;
  if (first !== undefined) state.history.series[0] = { ...first, rows: days + 1 };
  await desk.look();
  expect(state.told).toHaveLength(5);
});

test('each fit starts from the one before of the same series, and tells the same', async () => {
  const { state, desk } = world();
  await desk.look();
  state.nowMs += refitS * 1_000;
  await desk.look();
  expect(state.fits[0]).toHaveLength(1);
  expect(state.lasts).toEqual([[null], state.fits[0]]);
  expect(state.told[1]?.tails).toEqual(state.told[0]?.tails);
  state.holdings = [holding(odd ?? 'native', 'ODD')];
  await desk.look();
  state.holdings = [holding(link ?? 'native', 'LINK')];
  await desk.look();
  expect(state.lasts[3]).toEqual([null]);
});

test('a token that only calls itself so, and bars that are too old, stay unknown with the reason', async () => {
  const { state, desk } = world();
  state.holdings = [holding(odd ?? 'native', 'LINK', false)];
  await desk.look();
  expect(state.told[0]?.tails).toEqual([]);
  expect(state.told[0]?.unknown[0]?.reason).toContain('proves nothing');
  state.holdings = [holding(link ?? 'native', 'LINK')];
  state.oldestMs = (days + 1) * dayS * 1_000;
  await desk.look();
  expect(state.told[1]?.unknown[0]?.reason).toContain('says nothing of today');
});

test('of more holdings than one answer takes the largest are told', async () => {
  const { state, desk } = world();
  const others = Array.from({ length: mostTails + 10 }, (_, i) =>
    holding(parseAddress(`0x${(i + 16).toString(16).padStart(40, '0')}`), 'ODD'),
  );
  state.holdings = [holding(link ?? 'native', 'LINK'), ...others];
  await desk.look();
  expect(state.warnings).toEqual([]);
  expect(state.told[0]?.tails).toHaveLength(1);
  expect(state.told[0]?.unknown).toHaveLength(mostTails - 1);
});

test('an estimate that fails is said, once, and tried again; one that stands goes on, not renewed', async () => {
  const { state, desk } = world();
  state.failure = new ExpectedError('REQUEST_TIMED_OUT', 'no answer came in time', { advice: '' });
  const reason = 'no answer came in time; it is tried again every minute';
  await desk.look();
  await desk.look();
  expect(state.told).toEqual([{ madeAtMs: 1_000, tails: [], unknown: [{ asset: link, reason }] }]);
  // A restarted engine has lost it.
  state.madeAtMs = null;
  await desk.look();
  expect(state.told).toHaveLength(2);
  state.failure = null;
  state.nowMs += 60_000;
  await desk.look();
  expect(state.told[2]).toMatchObject({ madeAtMs: 61_000, tails: [{ asset: link }], unknown: [] });
  state.failure = new Error('a secret of the machine');
  state.nowMs += refitS * 1_000;
  state.holdings.push(holding(odd ?? 'native', 'ODD'));
  await desk.look();
  await desk.look();
  const failed = 'the process that estimates failed; it is tried again every minute';
  expect(state.told).toHaveLength(4);
  expect(state.told[3]).toEqual({
    madeAtMs: 61_000,
    tails: state.told[2]?.tails,
    unknown: [link, odd].map((asset) => ({ asset, reason: failed })),
  });
  expect(state.warnings).toHaveLength(5);
  // Bars too old to say anything of today bind no more.
  state.oldestMs = (days + 1) * dayS * 1_000;
  await desk.look();
  expect(state.told[4]?.tails).toEqual([]);
});

test('without positions nothing is told', async () => {
  const { state, desk } = world();
  state.holdings = [];
  await desk.look();
  expect(state.told).toEqual([]);
});
