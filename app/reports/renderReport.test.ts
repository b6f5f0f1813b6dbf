import { describe, expect, it } from 'vitest';
import type { ReportFormat } from '../contract/reportScope.ts';
import type { RunSummary } from '../contract/summary.ts';
import { tokenAmount, wei } from '../domain/amount.ts';
import type { BreakdownFigures } from '../domain/breakdown.ts';
import { epochMs } from '../domain/clock.ts';
import type { EquityPoint } from '../domain/equity.ts';
import { parseAddress } from '../domain/hex.ts';
import type { Asset, LedgerAccount, LedgerEntry } from '../domain/ledger.ts';
import type { Fill, Order } from '../domain/order.ts';
import { rejection } from '../domain/rejection.ts';
import type { RivalTotals } from '../domain/rival.ts';
import { Breakdown } from '../portfolio/breakdown.ts';
import { contributionOf, noFigures } from '../portfolio/contribution.ts';
import { sampleEntry, sampleEpoch, sampleFill, sampleOrder, sampleWeth } from '../store/testing/sampleRecords.ts';
import { renderReport } from './renderReport.ts';
import type { ReportedOrder } from './reportOrders.ts';
import { wholeEpoch } from './reportScope.ts';
import { orderLines, type ReportData, type RunReport, runFigures } from './runReport.ts';
import { csvFigures, figuresOf, pdfTexts } from './testing/reportFigures.ts';

const usdc = parseAddress(`0x${'dc'.repeat(20)}`);

const summary: RunSummary = {
  mode: 'DEVNET',
  epoch: 'e1',
  seed: 7,
  durationS: 60,
  blocks: 61,
  swapsSeen: 431,
  opportunities: 97,
  tickets: 12,
  submitted: 9,
  landed: 2,
  reverted: 1,
  notIncluded: 3,
  lostToRivals: 4,
  grossByToken: {},
  gas: '0',
  netInEth: '0',
  ledgerMatchesChain: true,
  ledgerChecks: 60,
  tripwireChecks: 240,
  tripwireMismatches: 0,
  quarantinedPools: 0,
  distrustedPools: 0,
  routes: {
    public: {
      submitted: 811,
      landed: 709,
      reverted: 67,
      missed: 35,
      lost: 29,
      blocksToInclusion: 1.3754,
      tipPaid: '0.0414',
      failureCost: '0.0187',
    },
    relay: {
      submitted: 613,
      landed: 599,
      reverted: 0,
      missed: 14,
      lost: 8,
      blocksToInclusion: null,
      tipPaid: '0.0523',
      failureCost: '0',
    },
  },
  reorgs: 0,
  restarts: 0,
  rejections: { POLICY_CONFLICT: 5, DETECT_BELOW_COST: 70, STATE_MOVED: 5 },
  stageLatencyMs: { seen: { p50: 1.234, p95: 2, p99: 3, count: 61 } },
  decisionHash: '',
  warnings: [],
  errors: ['=cmd|"x", and a line\nbreak'],
};

const dollars = {
  ...sampleFill(2),
  realised: { token: usdc, amount: tokenAmount(1_234_567n) },
  net: wei(-(10n ** 14n)),
};

const orders: readonly Order[] = [
  sampleOrder(1, { state: 'landed', resolvedAt: { number: 1, hash: sampleFill(1).block.hash } }),
  sampleOrder(2, { state: 'landed', predicted: { gross: tokenAmount(1n), profitToken: usdc, net: wei(1n) } }),
  sampleOrder(3, {
    state: 'dropped',
    reason: rejection('LANDING_DROPPED', { why: 'late' }),
    route: '=HYPERLINK("x")–漢',
  }),
];
const fills = [sampleFill(1), dollars];

/** As the engine books a fill. */
function entryOf(fill: Fill): LedgerEntry {
  return {
    ...sampleEntry(fill.block.number),
    id: `fill:${fill.orderId}:${fill.block.hash}`,
    postings: [
      { account: 'wallet', asset: fill.realised.token, amount: fill.realised.amount },
      { account: 'trading', asset: fill.realised.token, amount: -fill.realised.amount },
      { account: 'wallet', asset: 'native', amount: -fill.gasPaid },
      { account: 'gas', asset: 'native', amount: fill.gasPaid },
    ],
  };
}

function runningOf(all: readonly Order[], filled: readonly Fill[]): BreakdownFigures {
  const breakdown = new Breakdown();
  for (const order of all) {
    const fill = filled.find(({ orderId }) => orderId === order.id) ?? null;
    breakdown.set(order.id, contributionOf(order, fill));
  }
  return breakdown.total;
}

const hour = 3_600_000;
const point = (blockNumber: number, total: bigint, result: bigint): EquityPoint => ({
  blockNumber,
  atMs: epochMs(1_700_000_000_000 + blockNumber * hour),
  total: wei(total),
  external: wei(0n),
  result: wei(result),
  dollars: tokenAmount(total / 10n ** 12n),
  unpriced: 0,
});
const equity = [point(1, 10n ** 20n, 0n), point(2, 10n ** 20n - 7n, -7n), point(30, 10n ** 20n + 5n, 4n)];

const rivalTotals: RivalTotals = {
  rival: parseAddress(`0x${'ba'.repeat(20)}`),
  lost: 3,
  missed: 5,
  lostNet: wei(31n * 10n ** 15n),
  missedNet: wei(57n * 10n ** 15n),
  transactions: 7,
  tips: wei(23n * 10n ** 15n),
  tipsUnknown: 2,
  earned: new Map([[usdc, 76_543_210n]]),
  earnedUnknown: 4,
  lastBlock: 29,
  lastRoute: '+WETH\u202eIAD\u0000',
  lastTransaction: sampleFill(9).block.hash,
};

/** Orders and books as the journal and the ledger give them; two orders to a page. */
function booked(entries: readonly LedgerEntry[], all = orders): Pick<ReportData, 'orders' | 'books'> {
  const books = new Map<LedgerAccount, Map<Asset, bigint>>();
  for (const { account, asset, amount } of entries.flatMap(({ postings }) => postings)) {
    const assets = books.get(account) ?? new Map<Asset, bigint>();
    books.set(account, assets.set(asset, (assets.get(asset) ?? 0n) + amount));
  }
  const reported = all.map((order): ReportedOrder => {
    const index = fills.findIndex(({ orderId }) => orderId === order.id);
    const fill = fills[index];
    return {
      order,
      fill: fill === undefined ? null : { fill, atMs: epochMs(1_700_000_000_000 + index * 86_400_000) },
      entries: entries.filter(({ id }) => id.includes(`fill:${order.id}:`)),
    };
  });
  const pages = Array.from({ length: Math.ceil(reported.length / 2) }, (_, i) => reported.slice(2 * i, 2 * i + 2));
  return { orders: () => pages, books };
}

const data: ReportData = {
  epoch: { ...sampleEpoch('e1'), chain: { ...sampleEpoch('e1').chain, dollarToken: usdc } },
  version: '1.2.3',
  scope: wholeEpoch,
  equity,
  rivals: [rivalTotals],
  running: runningOf(orders, fills),
  madeAtMs: epochMs(1_700_000_060_000),
  summary,
  ...booked(fills.map(entryOf)),
  ordersForgotten: 0,
  tokens: [
    { address: sampleWeth, symbol: 'WETH', decimals: 18 },
    { address: usdc, symbol: 'USDC', decimals: 6 },
  ],
};

async function bytesOf(of: ReportData, format: ReportFormat): Promise<Uint8Array> {
  const pieces: Uint8Array[] = [];
  for await (const piece of renderReport(of, format)) pieces.push(piece);
  return Buffer.concat(pieces);
}

const text = async (format: 'json' | 'csv'): Promise<string> => new TextDecoder().decode(await bytesOf(data, format));

async function runReport(of: ReportData): Promise<RunReport> {
  const lines: RunReport['orders'][number][] = [];
  for await (const page of orderLines(of)) lines.push(...page);
  return { ...(await runFigures(of)), orders: lines };
}

describe('run report', () => {
  it('adds up what the fills brought, exactly', async () => {
    const report = await runReport(data);
    expect(report).toMatchObject({ mode: 'DEVNET', net: '0.0095', gas: '0.0008', booksMatchChain: true });
    expect(report.profit).toEqual([
      { token: 'WETH', address: sampleWeth, fills: 1, gross: '0.01', flashFees: '0', slippage: '0' },
      { token: 'USDC', address: usdc, fills: 1, gross: '1.234567', flashFees: '0', slippage: '1.234566' },
    ]);
    expect(report.failures.map(({ code }) => code)).toEqual(['DETECT_BELOW_COST', 'POLICY_CONFLICT', 'STATE_MOVED']);
    expect(report.orders[2]).toMatchObject({ net: '', gas: '', reason: 'LANDING_DROPPED why=late' });
    expect(report.books).toContainEqual({ account: 'trading', asset: 'WETH', address: sampleWeth, balance: '-0.01' });
    expect(report.books).toContainEqual({ account: 'gas', asset: 'ETH', address: 'native', balance: '0.0008' });
    expect(report.checks.filter(({ equal }) => !equal)).toEqual([]);
    expect(report.breakdown[0]).toMatchObject({ by: 'total', orders: 3, landed: 2, failed: 1, net: '0.0095' });
    expect(report.equity).toMatchObject({
      external: '0',
      result: '0.000000000000000004',
      revaluation: '0.000000000000000001',
      drawdown: '0.000000000000000007',
      lastDollars: '100',
    });
  });

  it('shows the same figures and the mode in all three formats', async () => {
    const report: RunReport = JSON.parse(await text('json'));
    expect(report).toEqual(await runReport(data));
    const text3 = await text('csv');
    const csv = csvFigures(text3);
    const pdf = pdfTexts(await bytesOf(data, 'pdf'));
    const figures = figuresOf(report);
    expect(figures.length).toBeGreaterThan(150);
    for (const [place, value, onPaper] of figures) {
      expect(csv.get(place), place).toBe(String(value));
      if (onPaper) expect(pdf, place).toContain(String(value));
    }
    expect(csv.size).toBeGreaterThanOrEqual(figures.length);
    for (const row of text3.trimEnd().split(/\r\n/).slice(1)) expect(row).toMatch(/^DEVNET,e1,/);
    const pages = pdf.filter((shown) => /^DEVNET · e1 · page \d of \d$/.test(shown));
    const facts = pdf.filter(
      (shown) =>
        shown.includes('devnet (31337) · whole epoch · wallet 0x') &&
        shown.includes('made 2023-11-14T22:14:20.000Z · version 1.2.3'),
    );
    expect(pages.length).toBeGreaterThan(1);
    expect(facts).toHaveLength(pages.length);
    expect(pdf).toContain('DEVNET');
  });

  it('adds up a day and a strategy from their own orders, and holds them against their own books', async () => {
    const day = await runReport({ ...data, scope: { kind: 'day', day: '2023-11-15' } });
    expect(day).toMatchObject({ scope: 'day 2023-11-15 (UTC)', net: '-0.0001', gas: '0.0004' });
    expect(day.orders.map(({ id }) => id)).toEqual(['o-2']);
    expect(day.checks.every(({ equal }) => equal)).toBe(true);
    expect(day.equityPoints.map(({ block }) => block)).toEqual([2]);
    expect(day.errors).toEqual(summary.errors);
    const strategy = await runReport({ ...data, scope: { kind: 'strategy', strategy: 'flash-arbitrage' } });
    expect(strategy).toMatchObject({ orders: [], net: '0', equityPoints: [] });
    expect(strategy.equity.note).toContain('a strategy has none of its own');
  });

  it('counts a fill once that was taken back and booked again', async () => {
    const [first] = fills.map(entryOf);
    if (first === undefined) throw new Error('no entry');
    const undone: LedgerEntry = {
      ...first,
      id: `reversal:${first.id}`,
      kind: 'reversal',
      postings: first.postings.map((posting) => ({ ...posting, amount: -posting.amount })),
    };
    const again = { ...first, id: `${first.id}~1` };
    const report = await runReport({ ...data, ...booked([...fills.map(entryOf), undone, again]) });
    expect(report.checks.every(({ equal }) => equal)).toBe(true);
  });

  it('is in error where it does not come to what the books or the engine say, by one wei', async () => {
    const cooked = fills
      .map(entryOf)
      .map((entry, index) =>
        index > 0
          ? entry
          : { ...entry, postings: entry.postings.map((posting) => ({ ...posting, amount: posting.amount + 1n })) },
      );
    const errors = (await runReport({ ...data, ...booked(cooked) })).errors.join();
    expect(errors).toContain('gross WETH and the ledger: 0.01 here, 0.009999999999999999 there');
    expect(errors).toContain('gas and the ledger');
    const running = { ...data.running, net: wei(data.running.net + 1n) };
    expect((await runReport({ ...data, running })).errors.join()).toContain("net and the engine's running total");
  });

  it('cannot be made to run formulas or to break a cell', async () => {
    const csv = await text('csv');
    expect(csv).toContain(`orders,o-3,route,"'=HYPERLINK(""x"")–漢"\r\n`);
    expect(csv).toContain(`errors,1,message,"'=cmd|""x"", and a line\nbreak"\r\n`);
    expect(csv).toContain(',balance,-0.01\r\n');
    expect(csv).toContain(",lastRoute,'+WETH�IAD�\r\n");
  });

  it.each(['=1+1', '+1', '-1+1', '@SUM(A1)', '\t=1', ' =1', '|cmd', '%0A=1', '＝1'])(
    'keeps a sheet from running %j',
    async (symbol) => {
      const tokens = [{ address: sampleWeth, symbol, decimals: 18 }];
      const csv = new TextDecoder().decode(await bytesOf({ ...data, tokens }, 'csv'));
      const cells = [...csvFigures(csv)].filter(([place]) => place.startsWith('profit|') && place.endsWith('|token'));
      expect(cells.length).toBeGreaterThan(0);
      for (const [, cell] of cells) expect(cell).not.toMatch(/^[\s|%]*[=+\-@＝]/);
    },
  );

  it('shows names that lie about themselves as what they are', async () => {
    const symbol = `USDC\u0000\u202e\u200b\ud800${'漢'.repeat(100)}`;
    const tokens = [{ address: sampleWeth, symbol, decimals: 18 }];
    const report = await runReport({ ...data, tokens });
    expect(report.profit[0]?.token).toMatch(/^USDC����漢+…$/);
    expect(report.profit[0]?.token.length).toBeLessThanOrEqual(24);
    const pdf = pdfTexts(await bytesOf({ ...data, tokens }, 'pdf'));
    expect(pdf.some((shown) => shown.startsWith('USDC????'))).toBe(true);
  });

  it('prints names in other scripts without failing, and the same bytes each time', async () => {
    const first = await bytesOf(data, 'pdf');
    expect(pdfTexts(first).some((shown) => shown.includes('HYPERLINK'))).toBe(true);
    expect(Buffer.from(first).equals(Buffer.from(await bytesOf(data, 'pdf')))).toBe(true);
  });

  it('goes on over as many pages as it needs, with the header on each', async () => {
    const many = Array.from({ length: 200 }, (_, index) => sampleOrder(index));
    const pdf = pdfTexts(await bytesOf({ ...data, ...booked([], many) }, 'pdf'));
    const footers = pdf.filter((shown) => / page \d+ of \d+$/.test(shown));
    expect(footers.length).toBeGreaterThan(3);
    expect(footers.at(-1)).toBe(`DEVNET · e1 · page ${footers.length} of ${footers.length}`);
    expect(pdf.filter((shown) => shown === 'o-199')).toHaveLength(1);
    expect(pdf.filter((shown) => shown === 'order').length).toBeGreaterThan(2);
  });

  it('makes a report of nothing', async () => {
    const empty = {
      ...data,
      ...booked([], []),
      tokens: [],
      equity: [],
      rivals: [],
      running: noFigures,
    };
    expect(await runReport(empty)).toMatchObject({ net: '0', gas: '0', profit: [], books: [] });
    expect(pdfTexts(await bytesOf(empty, 'pdf'))).toContain('None.');
  });
});
