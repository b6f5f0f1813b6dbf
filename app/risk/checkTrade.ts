import type { Wei } from '../domain/amount.ts';
import type { EpochMs } from '../domain/clock.ts';
import type { Grant } from '../domain/grant.ts';
import type { Address } from '../domain/hex.ts';
import type { StrategyId, TradingState } from '../domain/mode.ts';
import { type Rejection, type RejectionCode, rejection } from '../domain/rejection.ts';
import { type LimitId, limitTable } from '../domain/riskLimit.ts';
import type { TierId } from '../domain/tier.ts';
import type { TokenTrust } from '../domain/tokenTrust.ts';
import { failedCheck, type LimitCheck } from './riskBook.ts';
import { strategiesOf } from './tiers.ts';
import type { TradeBounds } from './tradeBounds.ts';

/** All that a pre-trade check looks at. Amounts in the native currency. */
export interface TradeContext {
  readonly atMs: EpochMs;
  readonly bounds: TradeBounds;
  /** The trade against every limit on capital: RiskBook. */
  readonly limits: readonly LimitCheck[];
  readonly strategy: StrategyId;
  /** Null while our capital in dollars is not known. */
  readonly tier: TierId | null;
  readonly tradingState: TradingState;
  /** Whether books and chain agreed at the last comparison; null before the first. */
  readonly booksEqual: boolean | null;
  readonly quarantined: { has(pool: Address): boolean };
  /** When the head that the state is of arrived. */
  readonly stateAtMs: EpochMs;
  /** How far each token of the route is trusted. */
  readonly trustOf: (token: Address) => TokenTrust;
  readonly route: readonly { readonly pool: Address; readonly tokenIn: Address; readonly tokenOut: Address }[];
  /** Gas limit at the fee cap, plus value. */
  readonly worstCaseCost: Wei;
  /** Base fee + tip that the trade would pay per gas. */
  readonly gasPrice: Wei;
  readonly walletNative: Wei;
  /** Worst case of the orders that are still open. */
  readonly committed: Wei;
  /** 'approval' where a person says yes to each order; else the grant in force, if any, and what it has put at risk so far. */
  readonly authority: 'approval' | { readonly grant: Grant | null; readonly spent: Wei };
}

/** One comparison, for the ticket's breakdown. */
export interface Check {
  readonly name: string;
  readonly value: string;
  readonly limit: string;
  /** What is left until the limit, in the value's unit; where there is such a thing. */
  readonly headroom?: string;
}

export interface TradeCheck {
  /** Every comparison made, also after the first failure. */
  readonly checks: readonly Check[];
  /** The first failure in the order of the checks, or null. */
  readonly rejection: Rejection | null;
}

interface Verdict extends Check {
  readonly code: RejectionCode;
  readonly passed: boolean;
}

/** What a crossed limit on capital is called. */
const limitCodes: Readonly<Record<LimitId, RejectionCode>> = {
  singleTrade: 'RISK_TRADE_SIZE',
  strategyExposure: 'RISK_STRATEGY_EXPOSURE',
  dailyRisk: 'RISK_DAILY_LOSS',
  relatedAssets: 'RISK_RELATED_ASSETS',
  leverage: 'RISK_LEVERAGE',
  flashNotional: 'RISK_TRADE_SIZE',
  monthlyDrawdown: 'RISK_DRAWDOWN',
  overallDrawdown: 'RISK_DRAWDOWN',
  smallestPosition: 'RISK_POSITION_SIZE',
  largestPosition: 'RISK_POSITION_SIZE',
  correlation: 'RISK_CORRELATION',
  mainnetCapital: 'RISK_CHAIN_CAPITAL',
  layer2Capital: 'RISK_CHAIN_CAPITAL',
  crossChainCapital: 'RISK_CHAIN_CAPITAL',
  reserveCapital: 'RISK_RESERVE',
  valueAtRisk: 'RISK_VALUE_AT_RISK',
  kellyFraction: 'RISK_KELLY',
};

/** Makes every pre-trade check of one trade. Pure; a limit that is met exactly passes. */
export function checkTrade(context: TradeContext): TradeCheck {
  const verdicts = [
    ...checkState(context),
    ...checkRoute(context),
    ...checkTier(context),
    ...context.limits.map(limitVerdict),
    ...checkFunds(context),
    ...checkGrant(context),
  ];
  const failed = verdicts.find((verdict) => !verdict.passed);
  return {
    checks: verdicts.map(({ code: _, passed: __, ...check }) => check),
    rejection: failed === undefined ? null : rejectionOf(failed),
  };
}

/** The limits on capital alone, as an order is made of a ticket that passed everything else. */
export function limitRejection(limits: readonly LimitCheck[]): Rejection | null {
  const failed = failedCheck(limits);
  return failed === null ? null : rejectionOf(limitVerdict(failed));
}

function rejectionOf({ code, name, value, limit, headroom }: Verdict): Rejection {
  return rejection(code, { check: name, value, limit, ...(headroom === undefined ? {} : { headroom }) });
}

function limitVerdict({ limit, unit, value, bound, headroom, state }: LimitCheck): Verdict {
  const { name } = limitTable[limit];
  const code = limitCodes[limit];
  const passed = state !== 'failed' && state !== 'failedUnknown';
  const plainName = name.toLowerCase();
  if (state === 'unknown' || state === 'failedUnknown') return verdict(code, plainName, passed, 'not known', bound);
  if (state === 'notApplicable') return verdict(code, plainName, passed, 'opens no position', bound);
  return { ...verdict(code, `${plainName} ${unit}`, passed, value, bound), headroom: String(headroom) };
}

function checkTier({ strategy, tier }: TradeContext): Verdict[] {
  const allowed = strategiesOf(tier).includes(strategy);
  return [verdict('RISK_TIER', 'capital tier', allowed, tier ?? 'not known', allowed ? 'allowed' : 'a larger tier')];
}

function checkState(context: TradeContext): Verdict[] {
  const { tradingState, booksEqual, bounds } = context;
  const ageMs = context.atMs - context.stateAtMs;
  return [
    verdict('RISK_HALTED', 'trading state', tradingState !== 'halted', tradingState, 'active'),
    verdict(
      'RISK_REDUCE_ONLY',
      'new trades',
      tradingState !== 'reduceOnly',
      tradingState === 'reduceOnly' ? 'none' : 'allowed',
      'allowed',
    ),
    verdict('RISK_BOOKS_DIFFER', 'books equal the chain', booksEqual === true, String(booksEqual ?? 'unknown'), 'true'),
    most('RISK_STALE_STATE', 'state age ms', ageMs, bounds.maxStateAgeMs),
  ];
}

function checkRoute({ route, quarantined, trustOf, authority }: TradeContext): Verdict[] {
  const bad = route.filter((hop) => quarantined.has(hop.pool)).map((hop) => hop.pool);
  const tokens = [...new Set(route.flatMap((hop) => [hop.tokenIn, hop.tokenOut]))];
  const enough: readonly TokenTrust[] = authority === 'approval' ? ['approve', 'automate'] : ['automate'];
  const strange = tokens.filter((token) => !enough.includes(trustOf(token)));
  return [
    verdict('RISK_POOL_QUARANTINED', 'quarantined pools', bad.length === 0, bad.join(' ') || 'none', 'none'),
    verdict('RISK_TOKEN_NOT_ALLOWED', 'tokens not trusted', strange.length === 0, strange.join(' ') || 'none', 'none'),
  ];
}

function checkFunds({ walletNative, committed, worstCaseCost, gasPrice, bounds }: TradeContext): Verdict[] {
  return [
    most('RISK_GAS_PRICE', 'gas price wei', gasPrice, bounds.maxGasPrice),
    most('RISK_INSUFFICIENT_GAS_FUNDS', 'gas funds needed wei', committed + worstCaseCost, walletNative),
  ];
}

function checkGrant({ authority, atMs, worstCaseCost }: TradeContext): Verdict[] {
  if (authority === 'approval') return [];
  const { grant, spent } = authority;
  if (grant === null) return [verdict('GRANT_MISSING', 'grant', false, 'none', 'one')];
  return [
    verdict('GRANT_MISSING', 'grant', true, grant.id, 'one'),
    verdict('GRANT_EXPIRED', 'grant expires at ms', atMs < grant.expiresAtMs, atMs, grant.expiresAtMs),
    most('GRANT_BUDGET_SPENT', 'grant used wei', spent + worstCaseCost, grant.budget),
  ];
}

function most<N extends number | bigint>(code: RejectionCode, name: string, value: N, limit: N): Verdict {
  const headroom = String(BigInt(limit) - BigInt(value));
  return { ...verdict(code, name, value <= limit, value, limit), headroom };
}

function verdict(
  code: RejectionCode,
  name: string,
  passed: boolean,
  value: string | number | bigint,
  limit: string | number | bigint,
): Verdict {
  return { code, name, passed, value: String(value), limit: String(limit) };
}
