import { IndicatorsSync } from '@ixjb94/indicators';
import { atr, bb, ema, macd, rsi, sma } from 'indicatorts';
import { computeIndicator } from './computeIndicator.ts';
import { randomBars } from './testing/randomBars.ts';
import { TalibPeer } from './testing/talibPeer.ts';

const barCount = 1_000_000;
const rounds = 15;
const warmUpRounds = 3;

interface Peer {
  readonly name: string;
  readonly run: () => unknown;
}

interface Case {
  readonly name: string;
  readonly options: readonly number[];
  readonly inputs: readonly Float64Array[];
  readonly peers: readonly Peer[];
}

const rounded = (value: number): number => Number(value.toPrecision(4));

function at(times: readonly number[], share: number): number {
  const sorted = [...times].sort((a, b) => a - b);
  return sorted[Math.floor((sorted.length - 1) * share)] ?? 0;
}

function nsPerBar(run: () => unknown): number {
  const before = process.hrtime.bigint();
  run();
  return Number(process.hrtime.bigint() - before) / barCount;
}

/** Ours and the peers by turns, so that a busy machine is busy for all. */
function timesOf(runs: readonly (() => unknown)[]): number[][] {
  const times = runs.map((): number[] => []);
  for (let round = 0; round < warmUpRounds + rounds; round += 1) {
    runs.forEach((run, i) => {
      const ns = nsPerBar(run);
      if (round >= warmUpRounds) times[i]?.push(ns);
    });
  }
  return times;
}

function casesOf(bars: ReturnType<typeof randomBars>): Case[] {
  const [high, low, close] = [Array.from(bars.high), Array.from(bars.low), Array.from(bars.close)];
  const sync = new IndicatorsSync();
  const of = (name: string, options: readonly number[], ix: () => unknown, its: () => unknown): Case => ({
    name,
    options,
    inputs: name === 'atr' ? [bars.high, bars.low, bars.close] : [bars.close],
    peers: [
      { name: '@ixjb94/indicators', run: ix },
      { name: 'indicatorts', run: its },
    ],
  });
  return [
    of(
      'sma',
      [30],
      () => sync.sma(close, 30),
      () => sma(close, { period: 30 }),
    ),
    of(
      'ema',
      [30],
      () => sync.ema(close, 30),
      () => ema(close, { period: 30 }),
    ),
    of(
      'rsi',
      [14],
      () => sync.rsi(close, 14),
      () => rsi(close, { period: 14 }),
    ),
    of(
      'macd',
      [12, 26, 9],
      () => sync.macd(close, 12, 26, 9),
      () => macd(close, { fast: 12, slow: 26, signal: 9 }),
    ),
    of(
      'bbands',
      [20, 2, 2, 0],
      () => sync.bbands(close, 20, 2),
      () => bb(close, { period: 20 }),
    ),
    of(
      'atr',
      [14],
      () => sync.atr(high, low, close, 14),
      () => atr(high, low, close, { period: 14 }),
    ),
  ];
}

/**
 * Nanoseconds a bar over whole columns, by TA-Lib's convention: ours through the addon from typed arrays into typed arrays, every number checked to be finite,
 * against TA-Lib's C compiled for this machine, unchecked, and against the faster of npm's two fastest for that indicator, from and into arrays.
 */
export async function bench(emit: (line: object) => void): Promise<void> {
  const bars = randomBars(barCount, 11);
  const talib = new TalibPeer(bars);
  const into = [0, 1, 2].map(() => new Float64Array(barCount));
  for (const { name, options, inputs, peers } of casesOf(bars)) {
    const ours = (): Float64Array | undefined => computeIndicator('talib', name, inputs, options, into).outputs[0];
    const [own = [], ...others] = timesOf([ours, ...peers.map(({ run }) => run)]);
    const native = talib.time(name, rounds + warmUpRounds);
    const last = ours()?.at(-1) ?? Number.NaN;
    if (!(Math.abs(last - native.last) <= 1e-8 * Math.abs(native.last) + 1e-8)) {
      throw new Error(`${name} ends at ${last}, with TA-Lib at ${native.last}`);
    }
    const medians = others.map((times) => at(times, 0.5));
    const best = medians.indexOf(Math.min(...medians));
    const line = { bench: 'indicators', case: `${name} ${options.join(' ')} bars=${barCount}`, unit: 'ns' };
    const mine = { p50: rounded(at(own, 0.5)), p99: rounded(at(own, 0.99)) };
    const against = (peer: string, peerP50: number): void =>
      emit({ ...line, ...mine, peer, peerP50: rounded(peerP50), ratio: rounded(peerP50 / at(own, 0.5)) });
    against('native:TA-Lib C', at(native.rounds.slice(warmUpRounds), 0.5));
    against(`js:${peers[best]?.name}`, medians[best] ?? 0);
  }
}
