import { expect, test } from 'vitest';
import { type TradedEpoch, type TradeResult, tradingReturns } from './tradingReturns.ts';

const trade = (atMs: number, net: bigint, more: Partial<TradeResult> = {}): TradeResult => ({
  ...{ atMs, model: 'a', net, notional: 0n, own: 0n },
  ...more,
});
const epoch = (fromMs: number, toMs: number, trades: TradeResult[], capital = 1_000n): TradedEpoch => ({
  ...{ fromMs, toMs, trades },
  capital: [{ atMs: fromMs, total: capital }],
});

test('nets fall into their periods, by the capital at the beginning of each', () => {
  const { returns, models, trades, fromMs, toMs } = tradingReturns(
    [
      {
        ...epoch(500, 3_500, [trade(2_100, -20n), trade(600, 10n), trade(999, 5n, { model: 'b' })]),
        capital: [
          { atMs: 500, total: 1_000n },
          { atMs: 1_500, total: 2_000n },
        ],
      },
    ],
    1_000,
  );
  expect([...returns]).toEqual([0.015, 0, -0.01, 0]);
  expect([...(models.get('a') ?? [])]).toEqual([0.01, 0, -0.01, 0]);
  expect([...(models.get('b') ?? [])]).toEqual([0.005, 0, 0, 0]);
  expect(trades).toEqual([0.01, 0.005, -0.01]);
  expect(fromMs).toEqual([500, 1_000, 2_000, 3_000]);
  expect(toMs).toEqual([1_000, 2_000, 3_000, 3_500]);
});

test('runs follow each other with their own capital, and what lies between them is no period', () => {
  const first = epoch(0, 2_000, [trade(100, 10n)]);
  const second = epoch(50_000, 51_000, [trade(50_500, 10n, { notional: 300n, own: 100n })], 100n);
  const { returns, turnover, largestOwn, activePeriods } = tradingReturns([first, second], 1_000);
  expect([...returns]).toEqual([0.01, 0, 0.1]);
  expect([turnover, largestOwn]).toEqual([3, 1]);
  expect(activePeriods).toBeCloseTo(2 / 3, 12);
});

test('without capital, or with too many periods, it says so', () => {
  expect(() => tradingReturns([epoch(0, 1_000, [trade(1, 1n)], 0n)], 1_000)).toThrow(
    expect.objectContaining({ code: 'CAPITAL_NOTHING' }),
  );
  expect(() => tradingReturns([epoch(0, 1e9, [])], 1_000)).toThrow(
    expect.objectContaining({ code: 'PERIODS_TOO_MANY', advice: expect.any(String) }),
  );
  expect(tradingReturns([], 1_000).returns).toHaveLength(0);
});
