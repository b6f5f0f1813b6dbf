import type { RunSummary } from '../contract/summary.ts';
import { formatUnits } from '../domain/amount.ts';
import type { EpochMs } from '../domain/clock.ts';
import { type Address, shortHex } from '../domain/hex.ts';
import type { Asset, LedgerAccount, LedgerEntry } from '../domain/ledger.ts';
import type { RunMode } from '../domain/mode.ts';
import type { Fill, Order } from '../domain/order.ts';
import { rejectionText } from '../domain/rejection.ts';
import type { Epoch } from '../domain/run.ts';
import { submissionText } from '../domain/submission.ts';
import type { Token } from '../domain/token.ts';

/** All that a report is made from. */
export interface ReportData {
  readonly epoch: Epoch;
  readonly madeAtMs: EpochMs;
  readonly summary: RunSummary;
  readonly orders: readonly Order[];
  readonly fills: readonly { readonly fill: Fill; readonly atMs: EpochMs }[];
  readonly ledgerEntries: readonly LedgerEntry[];
  readonly tokens: readonly Token[];
}

/** A run in words and exact decimal texts: the one source of all three formats. */
export interface RunReport {
  readonly mode: RunMode;
  readonly epoch: string;
  readonly chain: string;
  readonly wallet: string;
  readonly nativeSymbol: string;
  readonly startedAt: string;
  readonly madeAt: string;
  /** Realised net of gas, and gas, in the native currency. */
  readonly net: string;
  readonly gas: string;
  readonly booksMatchChain: boolean;
  readonly counts: Readonly<Record<(typeof countNames)[number], number>>;
  readonly profit: readonly {
    readonly token: string;
    readonly address: string;
    readonly fills: number;
    readonly gross: string;
  }[];
  readonly orders: readonly OrderLine[];
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

const nativeDecimals = 18;

/** Puts a run into words. Pure; sums come from the fills and the books, so they hold over every restart of the run. */
export function runReport(data: ReportData): RunReport {
  const { epoch, summary } = data;
  const tokens = new Map(data.tokens.map((token) => [token.address, token]));
  const fills = data.fills.map(({ fill }) => fill);
  const sum = (amountOf: (fill: Fill) => bigint): string =>
    native(fills.reduce((total, fill) => total + amountOf(fill), 0n));
  return {
    mode: epoch.mode,
    epoch: epoch.id,
    chain: `${epoch.chain.name} (${epoch.chain.chainId})`,
    wallet: epoch.wallet,
    nativeSymbol: epoch.chain.nativeSymbol,
    startedAt: new Date(epoch.startedAtMs).toISOString(),
    madeAt: new Date(data.madeAtMs).toISOString(),
    net: sum((fill) => fill.net),
    gas: sum((fill) => fill.gasPaid),
    booksMatchChain: summary.ledgerMatchesChain,
    counts: Object.fromEntries(countNames.map((name) => [name, summary[name]])) as RunReport['counts'],
    profit: profitLines(fills, tokens),
    orders: orderLines(data.orders, fills, tokens),
    failures: Object.entries(summary.rejections)
      .map(([code, count]) => ({ code, count }))
      .sort((a, b) => b.count - a.count || (a.code < b.code ? -1 : 1)),
    books: bookLines(data.ledgerEntries, tokens, epoch.chain.nativeSymbol),
    latenciesMs: Object.entries(summary.stageLatencyMs).map(([stage, { p50, p95, p99, count }]) => ({
      stage,
      count,
      p50,
      p95,
      p99,
    })),
    errors: summary.errors,
  };
}

type Tokens = ReadonlyMap<Address, Token>;

function native(amount: bigint): string {
  return formatUnits(amount, nativeDecimals);
}

/** A token that the run did not know is counted in its smallest unit, and its name says so. */
function nameOf(token: Address, tokens: Tokens): string {
  return tokens.get(token)?.symbol ?? `${shortHex(token)} (units)`;
}

function amountOf(amount: bigint, token: Address, tokens: Tokens): string {
  return formatUnits(amount, tokens.get(token)?.decimals ?? 0);
}

function profitLines(fills: readonly Fill[], tokens: Tokens): RunReport['profit'] {
  const sums = new Map<Address, { fills: number; gross: bigint }>();
  for (const { realised } of fills) {
    if (realised.amount === 0n) continue;
    const before = sums.get(realised.token) ?? { fills: 0, gross: 0n };
    sums.set(realised.token, { fills: before.fills + 1, gross: before.gross + realised.amount });
  }
  return [...sums].map(([address, line]) => ({
    token: nameOf(address, tokens),
    address,
    fills: line.fills,
    gross: amountOf(line.gross, address, tokens),
  }));
}

function orderLines(orders: readonly Order[], fills: readonly Fill[], tokens: Tokens): readonly OrderLine[] {
  const fillOf = new Map(fills.map((fill) => [fill.orderId, fill]));
  return orders.map((order): OrderLine => {
    const fill = fillOf.get(order.id);
    return {
      id: order.id,
      kind: order.kind,
      state: order.state,
      route: order.route,
      submission: submissionText(order.plan.submission),
      block: String(order.resolvedAt?.number ?? ''),
      gross: fill === undefined ? '' : amountOf(fill.realised.amount, fill.realised.token, tokens),
      token: nameOf(order.predicted.profitToken, tokens),
      gas: fill === undefined ? '' : native(fill.gasPaid),
      net: fill === undefined ? '' : native(fill.net),
      predictedNet: native(order.predicted.net),
      reason: order.reason === null ? '' : rejectionText(order.reason),
    };
  });
}

function bookLines(entries: readonly LedgerEntry[], tokens: Tokens, nativeSymbol: string): RunReport['books'] {
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
        asset: asset === 'native' ? nativeSymbol : nameOf(asset, tokens),
        address: asset,
        balance: asset === 'native' ? native(balance) : amountOf(balance, asset, tokens),
      })),
  );
}
