import { describe, expect, it } from 'vitest';
import { wei } from '../domain/amount.ts';
import { chainId } from '../domain/chain.ts';
import { epochMs } from '../domain/clock.ts';
import type { Grant } from '../domain/grant.ts';
import { type Address, parseAddress } from '../domain/hex.ts';
import { type RejectionCode, rejections } from '../domain/rejection.ts';
import { initialLimits, limitIds } from '../domain/riskLimit.ts';
import type { TokenTrust } from '../domain/tokenTrust.ts';
import { checkTrade, limitRejection, type TradeContext } from './checkTrade.ts';
import { nothingAtStake, RiskBook } from './riskBook.ts';
import type { TradeBounds } from './tradeBounds.ts';

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

const bounds: TradeBounds = {
  maxGasPrice: wei(1_000n * 10n ** 9n),
  maxStateAgeMs: 3_000,
};
const capital = wei(100n * ether);
/** Everything at its limit: 2 ether at risk on top of 3 that the day lost already. */
const account = {
  capital,
  cash: wei(7n * ether),
  dayLoss: wei(3n * ether),
  monthPeak: capital,
  monthFall: wei(3n * ether),
  overallPeak: capital,
  overallFall: wei(3n * ether),
  valueAtRisk: wei(2n * ether),
};
const trade = {
  ...nothingAtStake,
  strategy: 'flash-arbitrage',
  group: 'mainnet',
  asset: null,
  cluster: null,
  atRisk: wei(2n * ether),
  notional: wei(1_000n * ether),
  kelly: 20_000,
} as const;

function limitsWith(change: object = {}, state: object = {}) {
  const book = new RiskBook();
  book.setLimits(initialLimits.values);
  book.setAccount({ ...account, ...state });
  return book.check({ ...trade, ...change });
}
/** As the user has named them; all others are only watched. */
const trusts: Partial<Record<Address, TokenTrust>> = { [weth]: 'automate', [usdc]: 'automate', [eurc]: 'approve' };

/** A trade at the edge of every limit: each of its comparisons is an equality, or as near as it gets. */
const allowed: TradeContext = {
  atMs: epochMs(50_000),
  bounds,
  limits: limitsWith(),
  strategy: 'flash-arbitrage',
  tier: 'institutional',
  tradingState: 'active',
  booksEqual: true,
  quarantined: new Set(),
  trustOf: (token) => trusts[token] ?? 'watch',
  stateAtMs: epochMs(50_000 - bounds.maxStateAgeMs),
  route: [
    { pool: poolA, tokenIn: weth, tokenOut: usdc },
    { pool: poolB, tokenIn: usdc, tokenOut: weth },
  ],
  worstCaseCost: wei(ether / 10n),
  gasPrice: bounds.maxGasPrice,
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
  ['RISK_TRADE_SIZE', { limits: limitsWith({ notional: wei(1_000n * ether + 1n) }) }],
  ['RISK_TRADE_SIZE', { limits: limitsWith({ atRisk: wei(2n * ether + 1n) }) }],
  [
    'RISK_STRATEGY_EXPOSURE',
    { limits: limitsWith({ opens: wei(14n * ether) }).filter(({ limit }) => limit === 'strategyExposure') },
  ],
  ['RISK_DAILY_LOSS', { limits: limitsWith({}, { dayLoss: wei(3n * ether + 1n) }) }],
  ['RISK_RELATED_ASSETS', { limits: limitsWith({ asset: 'a', cluster: 0, adds: wei(25n * ether + 1n) }) }],
  ['RISK_LEVERAGE', { limits: limitsWith({ asset: 'a', adds: wei(299n * ether) }) }],
  ['RISK_DRAWDOWN', { limits: limitsWith({}, { monthFall: wei(3n * ether + 1n) }) }],
  ['RISK_DRAWDOWN', { limits: limitsWith({}, { overallFall: wei(13n * ether + 1n) }) }],
  ['RISK_POSITION_SIZE', { limits: limitsWith({ asset: 'a', adds: wei(25n * ether + 1n) }) }],
  ['RISK_CORRELATION', { limits: limitsWith({ atRisk: wei(0n), opens: wei(ether), correlation: null }) }],
  [
    'RISK_CHAIN_CAPITAL',
    { limits: limitsWith({ asset: 'a', adds: wei(39n * ether) }).filter(({ limit }) => limit !== 'largestPosition') },
  ],
  ['RISK_RESERVE', { limits: limitsWith({}, { cash: wei(7n * ether - 1n) }) }],
  ['RISK_VALUE_AT_RISK', { limits: limitsWith({}, { valueAtRisk: wei(2n * ether + 1n) }) }],
  ['RISK_KELLY', { limits: limitsWith({ kelly: 19_999 }) }],
  ['RISK_KELLY', { limits: limitsWith({ kelly: 0 }) }],
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
    expect(checks).toHaveLength(27);
    expect(checks).toContainEqual({
      name: 'gas price wei',
      value: '1000000000000',
      limit: '1000000000000',
      headroom: '0',
    });
    const room = (name: string) => checks.find((check) => check.name === name)?.headroom;
    for (const name of [
      'single trade wei',
      'daily risk wei',
      'monthly drawdown wei',
      'reserve wei',
      'part of kelly wei',
    ])
      expect(room(name)).toBe('0');
  });

  it.each(oneOver)('says %s at one over', (code, change) => {
    const { rejection, checks } = checkTrade({ ...allowed, ...change });
    expect(rejection?.code).toBe(code);
    expect(Object.keys(rejection?.facts ?? {}).slice(0, 3)).toEqual(['check', 'value', 'limit']);
    expect(checks.length).toBeGreaterThanOrEqual(12);
  });

  it('names every limit by one code and a check of its own', () => {
    expect(new Set(limitsWith().map(({ limit }) => limit)).size).toBe(limitIds.length - 2);
    expect(limitRejection(limitsWith())).toBeNull();
    expect(limitRejection(limitsWith({ kelly: 0 }))?.facts).toMatchObject({ check: 'part of kelly wei', limit: '0' });
  });

  it('lets a strategy trade in tiers that it may', () => {
    expect(checkTrade({ ...allowed, tier: null }).rejection).toBeNull();
    expect(checkTrade({ ...allowed, tier: null }).checks).toContainEqual({
      name: 'capital tier',
      value: 'not known',
      limit: 'allowed',
    });
  });

  it('has a case for every risk and grant code', () => {
    // Every strategy there is may trade in every tier.
    const ours = Object.keys(rejections).filter((code) => /^(RISK|GRANT)_/.test(code) && code !== 'RISK_TIER');
    expect([...new Set(oneOver.map(([code]) => code))].sort()).toEqual(ours.sort());
  });

  it('reports the gravest of several failures and still makes every comparison', () => {
    const { rejection, checks } = checkTrade({ ...allowed, tradingState: 'halted', limits: limitsWith({ kelly: 0 }) });
    expect(rejection?.code).toBe('RISK_HALTED');
    expect(checks).toHaveLength(27);
  });

  it('asks for no grant where a person approves each order', () => {
    expect(checkTrade({ ...allowed, authority: 'approval' }).rejection).toBeNull();
  });

  it('takes a person for a token that is trusted no farther', () => {
    const route = [{ pool: poolA, tokenIn: weth, tokenOut: eurc }];
    expect(checkTrade({ ...allowed, route, authority: 'approval' }).rejection).toBeNull();
  });
});
