import { expect, test } from 'vitest';
import { seededRandom } from '../../domain/random.ts';
import { MeasuredLatency } from './latency.ts';
import type { BookOrder } from './order.ts';
import { ownImpactBps, type PlannedOrder, runOnPaper } from './paperRun.ts';
import type { RecordedEvent } from './recordedEvents.ts';

const instrument = { symbol: 'X', priceDigits: 0, sizeDigits: 0, tickUnits: 1n };
const latency = () => new MeasuredLatency([1_000_000], seededRandom(1));
const options = {
  instrument,
  fees: { makerPpm: -100n, takerPpm: 1_000n },
  queueRule: 'conservative' as const,
  entry: latency(),
  response: latency(),
};
const level = (side: 'bid' | 'ask', ticks: bigint, size: bigint) => ({ side, ticks, size });
/** Asks of 5 at 101 and 102, a bid of 4 at 100. */
const whole: RecordedEvent = {
  atUs: 1_000,
  message: { kind: 'whole', levels: [level('ask', 101n, 5n), level('ask', 102n, 5n), level('bid', 100n, 4n)] },
};
const trade = (atUs: number, ticks: bigint, size: bigint, takerBuys: boolean): RecordedEvent => ({
  atUs,
  trade: { ticks, size, takerBuys },
});
const buy = (id: string, kind: BookOrder['kind'], ticks: bigint, size: bigint, sentUs = 2_000): PlannedOrder => ({
  order: { id, side: 'buy', kind, ticks, size },
  sentUs,
  cancelUs: null,
});

test('a market order walks the book in parts, pays for its own impact, and comes as late as was measured', () => {
  const run = runOnPaper([whole, trade(9_000, 101n, 1n, true)], [buy('m', 'market', 0n, 8n)], options);
  const [outcome] = run.outcomes;
  expect(outcome).toMatchObject({ end: 'filled', open: 0n, cameUs: 3_000, ahead: null });
  expect(outcome?.fills.map(({ ticks, size, fee }) => [ticks, size, fee])).toEqual([
    [101n, 5n, 1n],
    [102n, 3n, 1n],
  ]);
  // 3 of 8 at one more than 101.
  expect(outcome && ownImpactBps(outcome, instrument)).toBeCloseTo((1e4 * 3) / (101 * 8), 9);
  expect(run).toMatchObject({ firstUs: 1_000, lastUs: 9_000, messages: 1, trades: 1 });
});

test('a resting order waits for its queue, is filled in part, and is cancelled with the rest', () => {
  const events = [whole, trade(5_000, 100n, 4n, false), trade(6_000, 100n, 2n, false), trade(20_000, 100n, 9n, false)];
  const order = { ...buy('r', 'limit', 100n, 3n), cancelUs: 10_000 };
  const { outcomes } = runOnPaper(events, [order], options);
  expect(outcomes[0]).toMatchObject({ end: 'cancelled', open: 1n, ahead: 4n });
  expect(outcomes[0]?.fills).toMatchObject([{ role: 'maker', size: 2n, atUs: 6_000, knownUs: 7_000 }]);
  expect(outcomes[0] && ownImpactBps(outcomes[0], instrument)).toBeNull();
});

test('follows the recording no further than it has to, and an order beyond its end stays open', () => {
  let read = 0;
  const events = function* (): IterableIterator<RecordedEvent> {
    for (const event of [whole, trade(9_000, 101n, 1n, true), trade(10_000, 101n, 1n, true)]) {
      read += 1;
      yield event;
    }
  };
  runOnPaper(events(), [buy('i', 'ioc', 101n, 1n)], options);
  expect(read).toBe(2);
  const { outcomes } = runOnPaper([whole], [buy('late', 'limit', 100n, 1n, 50_000)], options);
  expect(outcomes[0]).toMatchObject({ end: 'open', open: 1n, fills: [] });
});
