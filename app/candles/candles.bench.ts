import { epochMs, monotonicNs } from '../domain/clock.ts';
import { importRows } from '../imports/importRows.ts';
import type { SavedReader } from '../imports/rowReader.ts';
import { tradeTable } from '../imports/tradeTable.ts';
import { type DoubleTrade, doubleBars, doubleTrades } from './testing/benchPeer.ts';
import { type RandomTrade, randomTrades } from './testing/randomTrades.ts';
import { TradeCandles } from './tradeCandles.ts';

const tradeCount = 1_000_000;
const importCount = 300_000;
const rounds = 15;
const warmUpRounds = 4;

const rounded = (value: number): number => Number(value.toPrecision(4));

interface Measured {
  readonly nsPerTrade: number;
  readonly bars: number;
}

type Job = () => number | Promise<number>;

async function timed(job: Job, trades: number): Promise<Measured> {
  const before = process.hrtime.bigint();
  const bars = await job();
  return { nsPerTrade: Number(process.hrtime.bigint() - before) / trades, bars };
}

/** Ours and the peer by turns, so that a busy machine is busy for both. */
async function compare(what: string, peer: string, trades: number, ours: Job, theirs: Job): Promise<object> {
  const [own, other]: [Measured[], Measured[]] = [[], []];
  for (let round = 0; round < warmUpRounds + rounds; round += 1) {
    const pair = [await timed(ours, trades), await timed(theirs, trades)] as const;
    if (pair[0].bars !== pair[1].bars) throw new Error(`${pair[0].bars} bars against ${pair[1].bars}`);
    if (round < warmUpRounds) continue;
    own.push(pair[0]);
    other.push(pair[1]);
  }
  const at = (list: readonly Measured[], share: number): number => {
    const sorted = list.map(({ nsPerTrade }) => nsPerTrade).sort((a, b) => a - b);
    return sorted[Math.floor((sorted.length - 1) * share)] ?? 0;
  };
  const p50 = at(own, 0.5);
  const bars = own[0]?.bars ?? 0;
  return {
    bench: 'candles',
    case: what,
    unit: 'ns',
    p50: rounded(p50),
    p99: rounded(at(own, 0.99)),
    peer,
    peerP50: rounded(at(other, 0.5)),
    ratio: rounded(at(other, 0.5) / p50),
    bars,
    tradesPerSecond: rounded(1e9 / p50),
    barsPerSecond: rounded((bars / trades / p50) * 1e9),
  };
}

function exactBars(trades: readonly RandomTrade[]): number {
  const candles = new TradeCandles('1m');
  let bars = 0;
  for (const { atMs, price, size, takerBuys } of trades) {
    if (candles.push(atMs, price, size, takerBuys) !== null) bars += 1;
  }
  return bars + (candles.current() === null ? 0 : 1);
}

function csvOf(trades: readonly RandomTrade[]): string {
  const lines = trades.map(({ atMs, price, size, takerBuys }) => {
    const cents = price / 1_000_000n;
    const side = takerBuys ? 'buy' : 'sell';
    return `${atMs},${cents / 100n}.${String(cents % 100n).padStart(2, '0')},${Number(size) / 1e8},${side}`;
  });
  return `time_ms,price,size,side\n${lines.join('\n')}`;
}

async function importedBars(bytes: Uint8Array): Promise<number> {
  const pieceBytes = 262_144;
  const source = {
    sizeBytes: bytes.length,
    open: async function* (fromByte: number) {
      for (let at = fromByte; at < bytes.length; at += pieceBytes) yield bytes.subarray(at, at + pieceBytes);
    },
  };
  const makeReader = (saved?: SavedReader) => tradeTable({ digits: { price: 8, size: 8 } }, saved);
  const clock = { epochMs: () => epochMs(0), monotonicNs: () => monotonicNs(0) };
  const candles = new TradeCandles('1m');
  let bars = 0;
  for await (const { rows } of importRows(source, makeReader, { clock })) {
    for (const { value } of rows) {
      if (candles.push(value.atMs, value.price, value.size, value.takerBuys) !== null) bars += 1;
    }
  }
  return bars + (candles.current() === null ? 0 : 1);
}

/** Nanoseconds for one trade: into bars of a minute, and from the text of a CSV file with every check into bars. */
export async function bench(emit: (line: object) => void): Promise<void> {
  const trades = randomTrades(3, tradeCount, 200);
  const doubles: DoubleTrade[] = trades.map(({ atMs, price, size, takerBuys }) => {
    return { atMs, price: Number(price) / 1e8, size: Number(size) / 1e8, takerBuys };
  });
  emit(
    await compare(
      `trades=${tradeCount} to=1m`,
      'js:the same columns in doubles, inexact',
      tradeCount,
      () => exactBars(trades),
      () => doubleBars(doubles, 60_000).length,
    ),
  );
  const text = csvOf(trades.slice(0, importCount));
  const bytes = Buffer.from(text);
  emit(
    await compare(
      `csv trades=${importCount} to=1m checked`,
      'js:split and Number, the same columns in doubles, unchecked, inexact',
      importCount,
      () => importedBars(bytes),
      () => doubleBars(doubleTrades(bytes.toString()), 60_000).length,
    ),
  );
}
