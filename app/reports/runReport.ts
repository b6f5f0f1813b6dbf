import type { InclusionSummary, RunSummary } from '../contract/summary.ts';
import type { BreakdownFigures } from '../domain/breakdown.ts';
import type { EpochMs } from '../domain/clock.ts';
import type { EquityPoint } from '../domain/equity.ts';
import type { Address } from '../domain/hex.ts';
import type { Asset, LedgerAccount } from '../domain/ledger.ts';
import type { RunMode } from '../domain/mode.ts';
import type { Fill, Order } from '../domain/order.ts';
import { rejectionText } from '../domain/rejection.ts';
import type { RivalTotals } from '../domain/rival.ts';
import type { Epoch } from '../domain/run.ts';
import { submissionText } from '../domain/submission.ts';
import type { Token } from '../domain/token.ts';
import type { TradingRecord } from '../performance/tradingRecord.ts';
import { Breakdown } from '../portfolio/breakdown.ts';
import { contributionOf } from '../portfolio/contribution.ts';
import { Rivals } from '../portfolio/rivals.ts';
import { addBooked, type BookCheck, bookChecks, differencesIn, type FillBalances } from './bookChecks.ts';
import { type BreakdownLine, type BreakdownTokenLine, breakdownLines } from './breakdownLines.ts';
import { type EquityPointLine, type EquityReport, equityLines } from './equityLines.ts';
import { type PerformanceLines, performanceLines, performanceRecord } from './performanceLines.ts';
import { type OrderPages, pagesInScope, type ReportedOrder } from './reportOrders.ts';
import { type ReportScope, scopeText } from './reportScope.ts';
import { addTaker, type RivalEarning, type RivalLine, rivalCaveat, rivalLines } from './rivalLines.ts';
import { safeText, Wording } from './wording.ts';

/** One way to a block; the mean to three decimals, empty where nothing was included. */
export type RouteLine = Omit<InclusionSummary, 'blocksToInclusion'> & {
  readonly way: string;
  readonly blocksToInclusion: number | '';
};

/** All that a report is made from. */
export interface ReportData {
  readonly epoch: Epoch;
  /** Of this program. */
  readonly version: string;
  readonly madeAtMs: EpochMs;
  readonly scope: ReportScope;
  readonly summary: RunSummary;
  readonly orders: OrderPages;
  /** Orders of the epoch that were forgotten because of their age: no report has them any more. */
  readonly ordersForgotten: number;
  /** What the ledger holds, by account and asset, over the whole epoch. */
  readonly books: ReadonlyMap<LedgerAccount, ReadonlyMap<Asset, bigint>>;
  readonly equity: readonly EquityPoint[];
  readonly rivals: readonly RivalTotals[];
  /** What the engine counted as it went, over the whole epoch: the report must come to the same. */
  readonly running: BreakdownFigures;
  readonly tokens: readonly Token[];
}

/** A run in words and exact decimal texts, but for its orders one by one: the one source of all three formats. */
export interface RunFigures {
  readonly mode: RunMode;
  readonly epoch: string;
  readonly scope: string;
  readonly chain: string;
  readonly wallet: string;
  readonly nativeSymbol: string;
  readonly startedAt: string;
  readonly madeAt: string;
  readonly version: string;
  /** Realised net of gas, all gas, and its parts, in the native currency. */
  readonly net: string;
  readonly gas: string;
  readonly tips: string;
  readonly failureCost: string;
  readonly predictedNet: string;
  readonly booksMatchChain: boolean;
  /** Of the whole epoch. */
  readonly counts: Readonly<Record<(typeof countNames)[number], number>>;
  readonly profit: readonly {
    readonly token: string;
    readonly address: string;
    readonly fills: number;
    readonly gross: string;
    readonly flashFees: string;
    readonly slippage: string;
  }[];
  readonly breakdown: readonly BreakdownLine[];
  readonly breakdownTokens: readonly BreakdownTokenLine[];
  readonly equity: EquityReport;
  readonly performance: PerformanceLines;
  readonly equityPoints: readonly EquityPointLine[];
  readonly rivals: readonly RivalLine[];
  readonly rivalEarnings: readonly RivalEarning[];
  readonly rivalCaveat: string;
  readonly checks: readonly BookCheck[];
  /** How many there are in this report, and how many are gone because of their age. */
  readonly orderCounts: { readonly reported: number; readonly forgotten: number };
  /** What became of what was sent by each way to a block. */
  readonly routes: readonly RouteLine[];
  readonly failures: readonly { readonly code: string; readonly count: number }[];
  readonly books: readonly {
    readonly account: LedgerAccount;
    readonly asset: string;
    readonly address: string;
    readonly balance: string;
  }[];
  readonly latenciesMs: readonly {
    readonly stage: string;
    readonly count: number;
    readonly p50: number;
    readonly p95: number;
    readonly p99: number;
  }[];
  readonly errors: readonly string[];
}

/** What the JSON of a report holds. */
export interface RunReport extends RunFigures {
  readonly orders: readonly OrderLine[];
}

export interface OrderLine {
  readonly id: string;
  readonly kind: string;
  readonly state: string;
  readonly route: string;
  /** "public" or the relay it went to. */
  readonly submission: string;
  readonly block: string;
  /** Realised, in the profit token; empty where the order has no fill. */
  readonly gross: string;
  readonly token: string;
  readonly gas: string;
  readonly net: string;
  readonly predictedNet: string;
  readonly reason: string;
}

const countNames = [
  'blocks',
  'swapsSeen',
  'opportunities',
  'tickets',
  'submitted',
  'landed',
  'reverted',
  'notIncluded',
  'lostToRivals',
  'ledgerChecks',
  'tripwireChecks',
  'tripwireMismatches',
  'quarantinedPools',
  'reorgs',
  'restarts',
] as const;

interface Sums {
  readonly breakdown: Breakdown;
  /** Fills that brought something, by token. */
  readonly fills: Map<Address, number>;
  readonly balances: FillBalances;
  readonly rivals: Rivals;
  readonly performance: TradingRecord;
  orders: number;
}

/** Puts a run into words. Sums come from the receipts and the books, so they hold over every restart of the run. */
export async function runFigures(data: ReportData): Promise<RunFigures> {
  const { epoch, summary, scope } = data;
  const wording = wordingOf(data);
  const { breakdown, fills, balances, rivals, orders, performance } = await sumsOf(data);
  const whole = scope.kind === 'epoch';
  const complete = whole && data.ordersForgotten === 0;
  const checks = bookChecks(breakdown, balances, complete ? data.running : null, wording);
  const { total } = breakdown;
  return {
    mode: epoch.mode,
    epoch: epoch.id,
    scope: scopeText(scope),
    chain: `${safeText(epoch.chain.name, 64)} (${epoch.chain.chainId})`,
    wallet: epoch.wallet,
    nativeSymbol: wording.nativeSymbol,
    startedAt: new Date(epoch.startedAtMs).toISOString(),
    madeAt: new Date(data.madeAtMs).toISOString(),
    version: data.version,
    net: wording.native(total.net),
    gas: wording.native(total.gas),
    tips: wording.native(total.tips),
    failureCost: wording.native(total.failureCost),
    predictedNet: wording.native(total.predictedNet),
    booksMatchChain: summary.ledgerMatchesChain,
    counts: Object.fromEntries(countNames.map((name) => [name, summary[name]])) as RunFigures['counts'],
    profit: profitLines(fills, total, wording),
    ...breakdownLines(breakdown, wording),
    ...equityLines(data.equity, scope, epoch.chain.dollarToken ?? null, wording),
    performance: performanceLines(performance),
    ...rivalLines(whole ? data.rivals : rivals.totals, wording),
    rivalCaveat,
    checks,
    orderCounts: { reported: orders, forgotten: data.ordersForgotten },
    routes: Object.entries(summary.routes ?? {}).map(([way, { blocksToInclusion, ...counts }]) => ({
      way,
      ...counts,
      blocksToInclusion: blocksToInclusion === null ? '' : Math.round(blocksToInclusion * 1_000) / 1_000,
    })),
    failures: Object.entries(summary.rejections)
      .map(([code, count]) => ({ code, count }))
      .sort((a, b) => b.count - a.count || (a.code < b.code ? -1 : 1)),
    books: bookLines(data.books, wording),
    latenciesMs: Object.entries(summary.stageLatencyMs).map(([stage, { p50, p95, p99, count }]) => ({
      stage,
      count,
      p50,
      p95,
      p99,
    })),
    errors: [...summary.errors, ...differencesIn(checks)].map((error) => safeText(error, 1024)),
  };
}

/** The orders of the report one by one, in the order they were made, some at a time. */
export async function* orderLines(data: ReportData): AsyncIterable<readonly OrderLine[]> {
  const wording = wordingOf(data);
  for await (const page of pagesInScope(data.orders, data.scope))
    yield page.map(({ order, fill }) => orderLine(order, fill?.fill ?? null, wording));
}

function wordingOf({ tokens, epoch }: ReportData): Wording {
  return new Wording(tokens, safeText(epoch.chain.nativeSymbol, 16));
}

async function sumsOf({ orders, scope, epoch, equity }: ReportData): Promise<Sums> {
  const sums: Sums = {
    breakdown: new Breakdown(),
    fills: new Map(),
    balances: new Map(),
    rivals: new Rivals(),
    performance: performanceRecord(epoch, equity, scope),
    orders: 0,
  };
  for await (const page of pagesInScope(orders, scope)) for (const reported of page) addTo(sums, reported);
  return sums;
}

function addTo(sums: Sums, reported: ReportedOrder): void {
  const { order, fill } = reported;
  sums.orders += 1;
  sums.breakdown.set(order.id, contributionOf(order, fill?.fill ?? null));
  // It comes once: its figures stay, and what it added need not be remembered.
  sums.breakdown.forget(order.id);
  addTaker(sums.rivals, order);
  addBooked(sums.balances, reported);
  sums.performance.add(order, fill);
  if (fill === null || fill.fill.realised.amount === 0n) return;
  const { token } = fill.fill.realised;
  sums.fills.set(token, (sums.fills.get(token) ?? 0) + 1);
}

function profitLines(
  fills: ReadonlyMap<Address, number>,
  total: BreakdownFigures,
  wording: Wording,
): RunFigures['profit'] {
  return [...total.gross].map(([address, gross]) => ({
    token: wording.name(address),
    address,
    fills: fills.get(address) ?? 0,
    gross: wording.amount(gross, address),
    flashFees: wording.amount(total.flashFees.get(address) ?? 0n, address),
    slippage: wording.amount(total.slippage.get(address) ?? 0n, address),
  }));
}

function orderLine(order: Order, fill: Fill | null, wording: Wording): OrderLine {
  return {
    id: order.id,
    kind: order.kind,
    state: order.state,
    route: safeText(order.route),
    submission: safeText(submissionText(order.plan.submission)),
    block: String(order.resolvedAt?.number ?? ''),
    gross: fill === null ? '' : wording.amount(fill.realised.amount, fill.realised.token),
    token: wording.name(order.predicted.profitToken),
    gas: fill === null ? '' : wording.native(fill.gasPaid),
    net: fill === null ? '' : wording.native(fill.net),
    predictedNet: wording.native(order.predicted.net),
    reason: order.reason === null ? '' : safeText(rejectionText(order.reason)),
  };
}

function bookLines(books: ReportData['books'], wording: Wording): RunFigures['books'] {
  return [...books].flatMap(([account, assets]) =>
    [...assets]
      .filter(([, balance]) => balance !== 0n)
      .map(([asset, balance]) => ({
        account,
        asset: wording.name(asset),
        address: asset,
        balance: wording.amount(balance, asset),
      })),
  );
}
