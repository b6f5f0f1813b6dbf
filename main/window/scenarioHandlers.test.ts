import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, expect, test } from 'vitest';
import { computeRequests } from '../../app/contract/analyses.ts';
import type { ChartColumns, ChartSeries } from '../../app/contract/charts.ts';
import type { ExposureAnswer } from '../../app/contract/exposure.ts';
import { scenarioRequests } from '../../app/contract/scenarios.ts';
import { wei } from '../../app/domain/amount.ts';
import { epochMs } from '../../app/domain/clock.ts';
import { present } from '../../app/domain/errors.ts';
import { parseAddress } from '../../app/domain/hex.ts';
import { analyses } from '../compute/analyses.ts';
import { openScenarios } from '../settings/scenarioStore.ts';
import { systemClock } from '../systemClock.ts';
import { scenarioHandlers } from './scenarioHandlers.ts';

const ether = 10n ** 18n;
const folders: string[] = [];
afterEach(() => {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true });
});
function folder(): string {
  const made = mkdtempSync(join(tmpdir(), 'scenarios-'));
  folders.push(made);
  return made;
}

const exposure: ExposureAnswer = {
  chain: 'devnet',
  group: 'mainnet',
  nativeSymbol: 'ETH',
  wrappedNative: parseAddress(`0x${'1'.repeat(40)}`),
  blockNumber: 1,
  blockAtMs: epochMs(0),
  baseFeePerGas: wei(1n),
  capital: wei(ether),
  dollar: null,
  holdings: [
    {
      asset: 'native',
      symbol: 'ETH',
      decimals: 18,
      amount: ether,
      price: { weiNumerator: 1n, weiDenominator: 1n },
      isCash: true,
      isListed: true,
      parts: [],
    },
    {
      asset: parseAddress(`0x${'2'.repeat(40)}`),
      symbol: 'LINK',
      decimals: 18,
      amount: ether,
      price: { weiNumerator: 1n, weiDenominator: 10n },
      isCash: false,
      isListed: true,
      parts: [],
    },
  ],
  resting: [],
  more: 0,
  tailsMadeAtMs: null,
};

const dayS = 86_400;
const crashS = Date.UTC(2020, 2, 12) / 1_000;

/** Days of a market: ETH is there, LINK has its first bar a day too late. */
function history(reads: string[]) {
  const columnsOf = (series: number): ChartColumns => {
    const times = series === 0 ? [crashS - dayS, crashS, crashS + dayS] : [crashS + dayS];
    const close = Float64Array.from(series === 0 ? [200, 110, 130] : [1]);
    const open = Float64Array.from(series === 0 ? [195, 200, 110] : [1]);
    return {
      timeS: Float64Array.from(times),
      open,
      high: open,
      low: Float64Array.from(close, (price) => price * 0.9),
      close,
      volume: open,
      trades: open,
    };
  };
  const series = ['ETHUSDT', 'LINKUSDT'].map(
    (symbol, i): ChartSeries => ({
      source: { kind: 'recorded', series: i, inverted: false },
      venue: 'binance',
      symbol,
      feePpm: null,
      intervals: ['1d'],
      lastMs: (crashS + dayS) * 1_000,
      rows: 3,
    }),
  );
  return {
    chart: async (name: string, request: unknown) => {
      if (name === 'chartSeries') return { series, more: 0 };
      const { source } = request as { source: { series: number } };
      reads.push(String(source.series));
      return { columns: columnsOf(source.series), earlier: false, gaps: [] };
    },
  } as unknown as Parameters<typeof scenarioHandlers>[1];
}

const compute = analyses(systemClock);
const desk = {
  call: async (_name: string, request: unknown) =>
    computeRequests.stress.response.parse(compute.stress(computeRequests.stress.request.parse(request))),
} as unknown as Parameters<typeof scenarioHandlers>[2];

test('a crash is read from the bars that were imported, and only from those that cover all of it', async () => {
  const reads: string[] = [];
  const handlers = scenarioHandlers({ exposure: async () => exposure }, history(reads), desk, openScenarios(folder()));
  const answer = scenarioRequests.stress.response.parse(await handlers.stress({}));
  const report = present(
    answer.reports.find(({ scenario }) => scenario.id === 'crash-2020-03-12'),
    'it is known',
  );
  expect(report.holdings).toMatchObject([
    { symbol: 'ETH', series: 'binance ETHUSDT, 1d', pricePpm: 550_000n },
    { symbol: 'LINK', series: '', unknown: expect.stringContaining('no bars') },
  ]);
  expect(report).toMatchObject({ worstAtS: crashS, notCovered: ether / 10n, problem: '' });
  const other = answer.reports.find(({ scenario }) => scenario.id === 'crash-2022-11-09');
  expect(other?.problem).toContain('Import candles');
  const before = reads.length;
  await handlers.stress({});
  expect(reads.length).toBe(before);
});

test('own scenarios are on disk, come back, and are revalued with the others', async () => {
  const root = folder();
  const own = [{ id: 'own-1', name: 'Mine', about: '', shocks: [{ kind: 'gas', times: 3 } as const] }];
  const first = scenarioHandlers({ exposure: async () => exposure }, history([]), desk, openScenarios(root));
  await first.keepScenarios({ own });
  expect(() => first.keepScenarios({ own: [...own, ...own] })).toThrow('the same id');
  expect(JSON.parse(readFileSync(join(root, 'scenarios.json'), 'utf8'))).toEqual({ version: 1, scenarios: own });
  const later = openScenarios(root);
  const answer = await scenarioHandlers({ exposure: async () => exposure }, history([]), desk, later).stress({});
  expect(answer.own).toEqual(own);
  expect(answer.reports.at(-1)?.scenario.name).toBe('Mine');
});

test('what cannot be read of the file is left out and said', () => {
  const root = folder();
  const good = { id: 'own-1', name: 'Mine', about: '', shocks: [{ kind: 'gas', times: 3 }] };
  writeFileSync(join(root, 'scenarios.json'), JSON.stringify({ version: 1, scenarios: [good, { id: 'own-2' }] }));
  const store = openScenarios(root);
  expect(store.own).toEqual([good]);
  expect(store.takeNotices()).toEqual(['1 of the scenarios could not be read and were left out.']);
  writeFileSync(join(root, 'scenarios.json'), '{');
  expect(openScenarios(root).takeNotices()[0]).toContain('could not be read');
});
