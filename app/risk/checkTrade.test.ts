import { describe, expect, it } from 'vitest';
import { wei } from '../domain/amount.ts';
import { chainId } from '../domain/chain.ts';
import { epochMs } from '../domain/clock.ts';
import type { Grant } from '../domain/grant.ts';
import { type Address, parseAddress } from '../domain/hex.ts';
import { type RejectionCode, rejections } from '../domain/rejection.ts';
import type { TokenTrust } from '../domain/tokenTrust.ts';
import { checkTrade, type TradeContext } from './checkTrade.ts';
import { limitsForCapital } from './limits.ts';

const address = (index: number) => parseAddress(`0x${index.toString(16).padStart(40, '0')}`);
const [weth, usdc, dai, eurc, poolA, poolB] = [1, 2, 3, 4, 10, 11].map(address) as [
  ReturnType<typeof address>,
  ReturnType<typeof address>,
  ReturnType<typeof address>,
  ReturnType<typeof address>,
  ReturnType<typeof address>,
  ReturnType<typeof address>,
];
const ether = 10n ** 18n;

const grant: Grant = {
  id: 'g-1',
  strategy: 'flash-arbitrage',
  chainId: chainId(31_337),
  budget: wei(ether),
  expiresAtMs: epochMs(100_000),
  submissions: ['public'],
  grantedBy: 'somebody',
  grantedAtMs: epochMs(0),
};

const limits = limitsForCapital(wei(100n * ether));
/** As the user has named them; all others are only watched. */
const trusts: Partial<Record<Address, TokenTrust>> = { [weth]: 'automate', [usdc]: 'automate', [eurc]: 'approve' };

/** A trade at the edge of every limit: each of its comparisons is an equality, or as near as it gets. */
const allowed: TradeContext = {
  atMs: epochMs(50_000),
  limits,
  tradingState: 'active',
  booksEqual: true,
  quarantined: new Set(),
  trustOf: (token) => trusts[token] ?? 'watch',
  stateAtMs: epochMs(50_000 - limits.maxStateAgeMs),
  route: [
    { pool: poolA, tokenIn: weth, tokenOut: usdc },
    { pool: poolB, tokenIn: usdc, tokenOut: weth },
  ],
  notional: limits.maxTradeNotional,
  worstCaseCost: wei(ether / 10n),
  gasPrice: limits.maxGasPrice,
  dayNet: wei(-(5n * ether) + ether / 2n + ether / 10n),
  walletNative: wei(ether / 2n + ether / 10n),
  committed: wei(ether / 2n),
  authority: { grant, spent: wei((ether * 9n) / 10n) },
};

const oneOver: readonly (readonly [RejectionCode, Partial<TradeContext>])[] = [
  ['RISK_HALTED', { tradingState: 'halted' }],
  ['RISK_REDUCE_ONLY', { tradingState: 'reduceOnly' }],
  ['RISK_BOOKS_DIFFER', { booksEqual: false }],
  ['RISK_BOOKS_DIFFER', { booksEqual: null }],
  ['RISK_STALE_STATE', { stateAtMs: epochMs(allowed.stateAtMs - 1) }],
  ['RISK_POOL_QUARANTINED', { quarantined: new Set([poolB]) }],
  ['RISK_TOKEN_NOT_ALLOWED', { route: [{ pool: poolA, tokenIn: weth, tokenOut: dai }] }],
  ['RISK_TOKEN_NOT_ALLOWED', { route: [{ pool: poolA, tokenIn: weth, tokenOut: dai }], authority: 'approval' }],
  ['RISK_TOKEN_NOT_ALLOWED', { route: [{ pool: poolA, tokenIn: weth, tokenOut: eurc }] }],
  ['RISK_TRADE_SIZE', { notional: wei(allowed.notional + 1n) }],
  ['RISK_TRADE_SIZE', { limits: { ...limits, maxTradeCost: wei(allowed.worstCaseCost - 1n) } }],
  ['RISK_DAILY_LOSS', { dayNet: wei(allowed.dayNet - 1n) }],
  ['RISK_GAS_PRICE', { gasPrice: wei(allowed.gasPrice + 1n) }],
  ['RISK_INSUFFICIENT_GAS_FUNDS', { walletNative: wei(allowed.walletNative - 1n) }],
  ['GRANT_MISSING', { authority: { grant: null, spent: wei(0n) } }],
  ['GRANT_EXPIRED', { authority: { grant: { ...grant, expiresAtMs: allowed.atMs }, spent: wei(0n) } }],
  ['GRANT_BUDGET_SPENT', { authority: { grant, spent: wei((ether * 9n) / 10n + 1n) } }],
];

describe('checkTrade', () => {
  it('lets a trade through that meets every limit exactly', () => {
    const { rejection, checks } = checkTrade(allowed);
    expect(rejection).toBeNull();
    expect(checks).toHaveLength(14);
    expect(checks).toContainEqual({ name: 'gas price wei', value: '1000000000000', limit: '1000000000000' });
  });

  it.each(oneOver)('says %s at one over', (code, change) => {
    const { rejection, checks } = checkTrade({ ...allowed, ...change });
    expect(rejection?.code).toBe(code);
    expect(Object.keys(rejection?.facts ?? {})).toEqual(['value', 'limit']);
    expect(checks.length).toBeGreaterThanOrEqual(11);
  });

  it('has a case for every risk and grant code', () => {
    const ours = Object.keys(rejections).filter((code) => /^(RISK|GRANT)_/.test(code));
    expect([...new Set(oneOver.map(([code]) => code))].sort()).toEqual(ours.sort());
  });

  it('reports the gravest of several failures and still makes every comparison', () => {
    const { rejection, checks } = checkTrade({ ...allowed, tradingState: 'halted', notional: wei(10n ** 30n) });
    expect(rejection?.code).toBe('RISK_HALTED');
    expect(checks).toHaveLength(14);
  });

  it('asks for no grant where a person approves each order', () => {
    expect(checkTrade({ ...allowed, authority: 'approval' }).rejection).toBeNull();
  });

  it('takes a person for a token that is trusted no farther', () => {
    const route = [{ pool: poolA, tokenIn: weth, tokenOut: eurc }];
    expect(checkTrade({ ...allowed, route, authority: 'approval' }).rejection).toBeNull();
  });
});

describe('limitsForCapital', () => {
  it('scales with capital and rounds down', () => {
    expect(limitsForCapital(wei(99n))).toMatchObject({ maxTradeNotional: 990n, maxTradeCost: 1n, maxDailyLoss: 4n });
  });
});
