import type { Wei } from '../domain/amount.ts';
import type { EpochMs } from '../domain/clock.ts';
import type { Grant } from '../domain/grant.ts';
import type { Address } from '../domain/hex.ts';
import type { TradingState } from '../domain/mode.ts';
import { type Rejection, type RejectionCode, rejection } from '../domain/rejection.ts';
import type { TokenTrust } from '../domain/tokenTrust.ts';
import type { RiskLimits } from './limits.ts';

/** All that a pre-trade check looks at. Amounts in the native currency. */
export interface TradeContext {
  readonly atMs: EpochMs;
  readonly limits: RiskLimits;
  readonly tradingState: TradingState;
  /** Whether books and chain agreed at the last comparison; null before the first. */
  readonly booksEqual: boolean | null;
  readonly quarantined: { has(pool: Address): boolean };
  /** When the head that the state is of arrived. */
  readonly stateAtMs: EpochMs;
  /** How far each token of the route is trusted. */
  readonly trustOf: (token: Address) => TokenTrust;
  readonly route: readonly { readonly pool: Address; readonly tokenIn: Address; readonly tokenOut: Address }[];
  /** amountIn valued in the native currency. */
  readonly notional: Wei;
  /** Gas limit at the fee cap, plus value. */
  readonly worstCaseCost: Wei;
  /** Base fee + tip that the trade would pay per gas. */
  readonly gasPrice: Wei;
  /** Realised net of this UTC day; negative is a loss. */
  readonly dayNet: Wei;
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

/** Makes every pre-trade check of one trade. Pure; a limit that is met exactly passes. */
export function checkTrade(context: TradeContext): TradeCheck {
  const verdicts = [
    ...checkState(context),
    ...checkRoute(context),
    ...checkSize(context),
    ...checkFunds(context),
    ...checkGrant(context),
  ];
  const failed = verdicts.find((verdict) => !verdict.passed);
  return {
    checks: verdicts.map(({ name, value, limit }) => ({ name, value, limit })),
    rejection: failed === undefined ? null : rejection(failed.code, { value: failed.value, limit: failed.limit }),
  };
}

function checkState(context: TradeContext): Verdict[] {
  const { tradingState, booksEqual, limits } = context;
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
    verdict('RISK_STALE_STATE', 'state age ms', ageMs <= limits.maxStateAgeMs, ageMs, limits.maxStateAgeMs),
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

function checkSize({ notional, worstCaseCost, gasPrice, dayNet, committed, limits }: TradeContext): Verdict[] {
  const { maxTradeNotional, maxTradeCost, maxGasPrice, maxDailyLoss } = limits;
  const dayAtWorst = dayNet - committed - worstCaseCost;
  return [
    verdict('RISK_TRADE_SIZE', 'notional wei', notional <= maxTradeNotional, notional, maxTradeNotional),
    verdict('RISK_TRADE_SIZE', 'cost at worst wei', worstCaseCost <= maxTradeCost, worstCaseCost, maxTradeCost),
    verdict('RISK_DAILY_LOSS', 'day at worst wei', dayAtWorst >= -maxDailyLoss, dayAtWorst, -maxDailyLoss),
    verdict('RISK_GAS_PRICE', 'gas price wei', gasPrice <= maxGasPrice, gasPrice, maxGasPrice),
  ];
}

function checkFunds({ walletNative, committed, worstCaseCost }: TradeContext): Verdict[] {
  const needed = committed + worstCaseCost;
  return [verdict('RISK_INSUFFICIENT_GAS_FUNDS', 'gas funds needed wei', needed <= walletNative, needed, walletNative)];
}

function checkGrant({ authority, atMs, worstCaseCost }: TradeContext): Verdict[] {
  if (authority === 'approval') return [];
  const { grant, spent } = authority;
  if (grant === null) return [verdict('GRANT_MISSING', 'grant', false, 'none', 'one')];
  const after = spent + worstCaseCost;
  return [
    verdict('GRANT_MISSING', 'grant', true, grant.id, 'one'),
    verdict('GRANT_EXPIRED', 'grant expires at ms', atMs < grant.expiresAtMs, atMs, grant.expiresAtMs),
    verdict('GRANT_BUDGET_SPENT', 'grant used wei', after <= grant.budget, after, grant.budget),
  ];
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
