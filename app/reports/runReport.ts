import type { InclusionSummary, RunSummary } from '../contract/summary.ts';
import type { BreakdownFigures } from '../domain/breakdown.ts';
import type { EpochMs } from '../domain/clock.ts';
import type { EquityPoint } from '../domain/equity.ts';
import type { Asset, LedgerAccount, LedgerEntry } from '../domain/ledger.ts';
import type { RunMode } from '../domain/mode.ts';
import type { Fill, Order } from '../domain/order.ts';
import { rejectionText } from '../domain/rejection.ts';
import type { RivalTotals } from '../domain/rival.ts';
import type { Epoch } from '../domain/run.ts';
import { submissionText } from '../domain/submission.ts';
import type { Token } from '../domain/token.ts';
import { Breakdown } from '../portfolio/breakdown.ts';
import { contributionOf } from '../portfolio/contribution.ts';
import { type BookCheck, bookChecks, differencesIn } from './bookChecks.ts';
import { type BreakdownLine, type BreakdownTokenLine, breakdownLines } from './breakdownLines.ts';
import { type EquityPointLine, type EquityReport, equityLines } from './equityLines.ts';
import { ordersInScope, type ReportScope, scopeText, standingEntries, type TimedFill } from './reportScope.ts';
import { type RivalEarning, type RivalLine, rivalCaveat, rivalLines, rivalsOf } from './rivalLines.ts';
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
  readonly orders: readonly Order[];
  readonly fills: readonly TimedFill[];
  readonly ledgerEntries: readonly LedgerEntry[];
  readonly equity: readonly EquityPoint[];
  readonly rivals: readonly RivalTotals[];
  /** What the engine counted as it went, over the whole epoch: the report must come to the same. */
  readonly running: BreakdownFigures;
  readonly tokens: readonly Token[];
}

/** A run in words and exact decimal texts: the one source of all three formats. */
export interface RunReport {
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
  readonly equityPoints: readonly EquityPointLine[];
  readonly rivals: readonly RivalLine[];
  readonly rivalEarnings: readonly RivalEarning[];
  readonly rivalCaveat: string;
  readonly checks: readonly BookCheck[];
  readonly orders: readonly OrderLine[];
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

/** Puts a run into words. Pure; sums come from the receipts and the books, so they hold over every restart of the run. */
export function runReport(data: ReportData): RunReport {
  const { epoch, summary, scope } = data;
  const wording = new Wording(data.tokens, safeText(epoch.chain.nativeSymbol, 16));
  const inScope = ordersInScope(scope, data.orders, data.fills);
  const fills = inScope.flatMap(({ fill }) => fill ?? []);
  const breakdown = new Breakdown();
  for (const { order, fill } of inScope) breakdown.set(order.id, contributionOf(order, fill?.fill ?? null));
  const whole = scope.kind === 'epoch';
  const standing = standingEntries(data.ledgerEntries);
  const checks = bookChecks(breakdown, fills, standing, whole ? data.running : null, wording);
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
    counts: Object.fromEntries(countNames.map((name) => [name, summary[name]])) as RunReport['counts'],
    profit: profitLines(fills, total, wording),
    ...breakdownLines(breakdown, wording),
    ...equityLines(data.equity, scope, epoch.chain.dollarToken ?? null, wording),
    ...rivalLines(whole ? data.rivals : rivalsOf(inScope.map(({ order }) => order)), wording),
    rivalCaveat,
    checks,
    orders: inScope.map(({ order, fill }) => orderLine(order, fill?.fill ?? null, wording)),
    routes: Object.entries(summary.routes ?? {}).map(([way, { blocksToInclusion, ...counts }]) => ({
      way,
      ...counts,
      blocksToInclusion: blocksToInclusion === null ? '' : Math.round(blocksToInclusion * 1_000) / 1_000,
    })),
    failures: Object.entries(summary.rejections)
      .map(([code, count]) => ({ code, count }))
      .sort((a, b) => b.count - a.count || (a.code < b.code ? -1 : 1)),
    books: bookLines(data.ledgerEntries, wording),
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

function profitLines(fills: readonly TimedFill[], total: BreakdownFigures, wording: Wording): RunReport['profit'] {
  return [...total.gross].map(([address, gross]) => ({
    token: wording.name(address),
    address,
    fills: fills.filter(({ fill }) => fill.realised.token === address && fill.realised.amount !== 0n).length,
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

function bookLines(entries: readonly LedgerEntry[], wording: Wording): RunReport['books'] {
  const balances = new Map<LedgerAccount, Map<Asset, bigint>>();
  for (const { account, asset, amount } of entries.flatMap((entry) => entry.postings)) {
    const assets = balances.get(account) ?? new Map<Asset, bigint>();
    assets.set(asset, (assets.get(asset) ?? 0n) + amount);
    balances.set(account, assets);
  }
  return [...balances].flatMap(([account, assets]) =>
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
