import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect, test } from 'vitest';
import { recordedDataFolder } from '../../conformance/testing/dataFolder.ts';
import { seededRandom } from '../../domain/random.ts';
import { MarketHistory } from '../../history/marketHistory.ts';
import { tradeRows } from '../../history/tradeBlock.ts';
import { importIntoHistory } from '../../imports/importIntoHistory.ts';
import { steppingClock } from '../../imports/testing/manualClock.ts';
import { BookFills } from './bookFills.ts';
import { MeasuredLatency } from './latency.ts';
import type { OrderEvent } from './order.ts';
import { recordedEvents } from './recordedEvents.ts';

const change = (atMs: number, what: 'bid' | 'ask' | 'whole' | 'lost', price = 0n, size = 0n) => {
  return { atMs, change: what, price, size };
};
const trade = (atMs: number, price: bigint, takerBuys: boolean | null) => ({ atMs, price, size: 1n, takerBuys });

test('changes of one time are one message, and trades of that time come before', () => {
  const changes = [
    change(1, 'whole'),
    change(1, 'bid', 10n, 1n),
    change(1, 'ask', 11n, 1n),
    change(2, 'bid', 10n, 0n),
    change(2, 'bid', 9n, 2n),
    change(2, 'lost'),
    change(3, 'whole'),
  ];
  const events = [
    ...recordedEvents(changes, [trade(0, 1n, true), trade(2, 2n, false), trade(2, 3n, null), trade(9, 4n, true)]),
  ];
  expect(events).toEqual([
    { atUs: 0, trade: { ticks: 1n, size: 1n, takerBuys: true } },
    {
      atUs: 1000,
      message: {
        kind: 'whole',
        levels: [
          { side: 'bid', ticks: 10n, size: 1n },
          { side: 'ask', ticks: 11n, size: 1n },
        ],
      },
    },
    { atUs: 2000, trade: { ticks: 2n, size: 1n, takerBuys: false } },
    {
      atUs: 2000,
      message: {
        kind: 'changes',
        levels: [
          { side: 'bid', ticks: 10n, size: 0n },
          { side: 'bid', ticks: 9n, size: 2n },
        ],
      },
    },
    { atUs: 2000, message: { kind: 'lost' } },
    { atUs: 3000, message: { kind: 'whole', levels: [] } },
    { atUs: 9000, trade: { ticks: 4n, size: 1n, takerBuys: true } },
  ]);
  expect([...recordedEvents([], [])]).toEqual([]);
});

const unit = 10n ** 18n;
const always = [0, Date.UTC(2100, 0, 1)] as const;

test('orders in a recorded market: the cautious rule never fills sooner, and nobody fills more than was traded or shown', {
  timeout: 60_000,
}, async () => {
  const data = recordedDataFolder();
  const file = path.join(data ?? '', 'orderbook/hftbacktest_binance/spot_btcusdt_20240808.jsonl.gz');
  if (data === null || !existsSync(file)) {
    console.log('skipped: orders in a recorded market: not recorded here (set SYNDICATE_DATA to its folder)');
    return;
  }
  const folder = mkdtempSync(path.join(tmpdir(), 'fills-'));
  const history = new MarketHistory(folder);
  try {
    const content = { kind: 'recording', protocol: 'binance' } as const;
    await importIntoHistory(history, { file, content, venue: 'binance' }, { clock: steppingClock(1000) });
    const [series] = history.allSeries();
    if (series === undefined) throw new Error('no series');
    const quotes = [...history.book(series, 'quotes', ...always)];
    const events = [
      ...recordedEvents(
        history.book(series, 'levels', ...always),
        [...history.trades(series, ...always)].flatMap((columns) => [...tradeRows(columns)]),
      ),
    ];
    let sent = 0;
    const filledAt = (queueRule: 'conservative' | 'proportional') => {
      const random = seededRandom(11);
      const latency = () => new MeasuredLatency([2_000_000, 3_000_000, 40_000_000], random);
      const fills = new BookFills({
        instrument: { symbol: 'BTCUSDT', priceDigits: 18, sizeDigits: 18, tickUnits: 1n },
        fees: { makerPpm: 1_000n, takerPpm: 1_000n },
        queueRule,
        entry: latency(),
        response: latency(),
      });
      // A bid of 0.01 at the best price every five seconds.
      const orders = quotes.filter(
        ({ atMs }, i) => Math.floor(atMs / 5_000) !== Math.floor((quotes[i - 1]?.atMs ?? 0) / 5_000),
      );
      sent = orders.length;
      let next = 0;
      const said: OrderEvent[] = [];
      for (const event of events) {
        for (; (orders[next]?.atMs ?? Number.POSITIVE_INFINITY) * 1000 < event.atUs; next += 1) {
          const [ticks, size] = [orders[next]?.bid ?? 0n, unit / 100n];
          fills.submit((orders[next]?.atMs ?? 0) * 1000, { id: `o${next}`, side: 'buy', kind: 'limit', ticks, size });
        }
        const heard = 'trade' in event ? fills.trade(event.atUs, event.trade) : fills.book(event.atUs, event.message);
        if ('trade' in event) {
          const made = heard.reduce(
            (sum, each) => (each.kind === 'fill' && each.role === 'maker' ? sum + each.size : sum),
            0n,
          );
          expect(made <= event.trade.size).toBe(true);
        }
        said.push(...heard);
      }
      for (const each of said) {
        if (each.kind !== 'fill') continue;
        expect(each.fee * 1000n - each.notional).toBeLessThan(1000n);
        expect(each.fee * 1000n >= each.notional).toBe(true);
      }
      return new Map(
        said.flatMap((each) => (each.kind === 'ended' && each.reason === 'filled' ? [[each.order.id, each.atUs]] : [])),
      );
    };
    const [cautious, shared] = [filledAt('conservative'), filledAt('proportional')];
    console.log(
      `a recorded market: ${events.length} events; ${sent} orders, filled ${cautious.size} and ${shared.size}`,
    );
    expect(cautious.size).toBeGreaterThan(10);
    expect(shared.size).toBeGreaterThanOrEqual(cautious.size);
    for (const [id, atUs] of cautious) expect(shared.get(id)).toBeLessThanOrEqual(atUs);
  } finally {
    history.close();
    rmSync(folder, { recursive: true, force: true });
  }
});
