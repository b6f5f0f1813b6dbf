import { cpSync, existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { nodeBlock, nodeReceipts, v2SwapLogs } from '../../blocks/testing/sampleBlocks.ts';
import { intervals } from '../../candles/interval.ts';
import { MarketHistory } from '../../history/marketHistory.ts';
import { rollUpTrades } from '../../history/rollUp.ts';
import { tradeRows } from '../../history/tradeBlock.ts';
import { type KilledWork, type KillFindings, startVictim, type Victim } from '../../store/testing/killedWork.ts';

const importer = new URL('./importer.ts', import.meta.url);
const always = [0, Date.UTC(2100, 0, 1)] as const;
const rows = 60_000;
const firstMs = Date.UTC(2024, 5, 1);
/** Days are few for some batches and many for others, so that both ways of a commit are met. */
const atMs = (i: number): number =>
  firstMs + (i < rows / 2 ? i * 3_000 : (rows / 2) * 3_000 + (i - rows / 2) * 400_000);
const line = (i: number): string => `${i},${atMs(i)},${30_000 + (i % 97)}.${i % 10},0.00${1 + (i % 9)},buy`;

/** Each begins where the one before it is done. */
const tradeWorks = ['import', 'candles', 'backup'] as const;
export const historyWorks = [...tradeWorks, 'blocks', 'stream'] as const;
/** Blocks of the file of blocks, each with one swap of the same pair; they cross a bound of the files that keep them. */
const blocks = 1_200;
const firstBlock = 18_009_400;

/** One kind of work on a market history. */
export async function killedHistoryWork(name: (typeof historyWorks)[number]): Promise<KilledWork> {
  const folder = mkdtempSync(join(tmpdir(), `killed-${name}-`));
  const before = join(folder, 'before');
  const isOfTrades = name !== 'blocks' && name !== 'stream';
  const file = join(folder, isOfTrades ? 'trades.csv' : `${name}.jsonl`);
  const lines = isOfTrades
    ? ['id,time_ms,price,size,side', ...tradeLines()]
    : name === 'blocks'
      ? blockLines()
      : streamLines();
  writeFileSync(file, lines.join('\n'));
  for (const each of isOfTrades ? tradeWorks.slice(0, tradeWorks.indexOf(name)) : [])
    await startVictim(importer, [each, before, file]).ended;
  const work = new HistoryWork(name, folder, before, file);
  work.beginAnew();
  return work;
}

function tradeLines(): readonly string[] {
  return Array.from({ length: rows }, (_, i) => line(i));
}

function blockLines(): readonly string[] {
  return Array.from({ length: blocks }, (_, i) => {
    const number = firstBlock + i;
    const reserve = 10n ** 20n + BigInt(i);
    const [receipt] = nodeReceipts(number, [v2SwapLogs(100, [5n, 0n], [0n, 9n], [reserve, 10n ** 12n])]);
    return `${JSON.stringify(nodeBlock(number, 1_700_000_000 + 12 * i))}\n${JSON.stringify(receipt)}`;
  });
}

/** Messages of a stream, each with one trade and one change of the book, whose size counts up. */
const messages = 20_000;
const streamMs = (i: number): number => firstMs + i * 10_000;
function streamLines(): readonly string[] {
  const diff = (i: number): object => {
    return {
      e: 'depthUpdate',
      E: streamMs(i),
      s: 's',
      U: i + 1,
      u: i + 1,
      b: [['9', String(i + 1)]],
      a: [['10', '1']],
    };
  };
  const trade = (i: number): object => ({ e: 'trade', s: 's', t: i, p: '9', q: '1', T: streamMs(i), m: true });
  const rest = Array.from({ length: messages }, (_, i) => `${JSON.stringify(diff(i))}\n${JSON.stringify(trade(i))}`);
  return [JSON.stringify({ lastUpdateId: 0, bids: [], asks: [] }), ...rest];
}

class HistoryWork implements KilledWork {
  readonly name: string;
  readonly #folder: string;
  readonly #before: string;
  readonly #file: string;
  #acknowledged = 0;

  constructor(name: string, folder: string, before: string, file: string) {
    this.name = name;
    this.#folder = folder;
    this.#before = before;
    this.#file = file;
  }

  start(): Victim {
    return startVictim(importer, [this.name, join(this.#folder, 'now'), this.#file]);
  }

  look(victim: Victim, end: 'done' | 'killed'): KillFindings {
    const now = join(this.#folder, 'now');
    const counts = victim.lines.filter((said) => /^\d+$/.test(said));
    this.#acknowledged = Math.max(this.#acknowledged, Number(counts.at(-1) ?? 0));
    const ids = storedIds(join(now, 'history'));
    const distinct = new Set(ids);
    const damage: string[] = [];
    if (this.name === 'candles') damage.push(...check(join(now, 'history'), end === 'done'));
    if (this.name === 'blocks') damage.push(...checkBlocks(join(now, 'history'), distinct.size));
    if (this.name === 'stream') damage.push(...checkStream(join(now, 'history'), distinct.size));
    if (this.name === 'backup' && existsSync(join(now, 'copy'))) damage.push(...check(join(now, 'copy'), true));
    if (damage.length > 0) console.log(`${this.name}: ${damage.slice(0, 8).join('; ')}`);
    const wanted = Math.max(this.#acknowledged, distinct.size);
    const missing = Array.from({ length: wanted }, (_, i) => i).filter((id) => !distinct.has(id));
    if (end === 'done') this.beginAnew();
    return { lost: missing.length + damage.length, doubled: ids.length - distinct.size };
  }

  /** What this work begins with. */
  beginAnew(): void {
    const now = join(this.#folder, 'now');
    rmSync(now, { recursive: true, force: true });
    if (existsSync(this.#before)) cpSync(this.#before, now, { recursive: true });
    this.#acknowledged = this.name === 'candles' || this.name === 'backup' ? rows : 0;
  }

  dispose(): void {
    rmSync(this.#folder, { recursive: true, force: true });
  }
}

function storedIds(folder: string): readonly number[] {
  const history = new MarketHistory(folder);
  const [series] = history.allSeries();
  const stored = series === undefined ? [] : [...history.trades(series, ...always)];
  history.close();
  // A swap is known by its block and its place among those of its pool.
  const numberOf = (id: number): number => (series?.venue === 'evm-1' ? id / 10_000 - firstBlock : id);
  return stored.flatMap((columns) => [...tradeRows(columns)].map(({ id }) => numberOf(Number(id))));
}

/** What is wrong with stored blocks, in words: each comes with its swap, and each swap with its block. */
function checkBlocks(folder: string, swaps: number): readonly string[] {
  const history = new MarketHistory(folder);
  try {
    const stored = [...history.blocks(1, 0, Number.MAX_SAFE_INTEGER)];
    const halves = stored.filter(({ header, receipts }) => header === null || receipts === null);
    const found = [...history.check(), ...halves.map(({ number }) => `half of block ${number}`)];
    return stored.length === swaps ? found : [...found, `${stored.length} blocks and ${swaps} swaps`];
  } finally {
    history.close();
  }
}

/** What is wrong with a stored order book, in words: each trade comes with the change before it. */
function checkStream(folder: string, trades: number): readonly string[] {
  const history = new MarketHistory(folder);
  try {
    const [series] = history.allSeries();
    const found = [...history.check()];
    if (series === undefined) return found;
    const bids = [...history.book(series, 'levels', ...always)].filter(({ change }) => change === 'bid');
    // Each hour begins with the whole book, whose bid is the change itself.
    const sizes = bids.map(({ size }) => size / 10n ** 18n);
    const wrong = sizes.findIndex((size, i) => size !== BigInt(i + 1));
    if (wrong >= 0) found.push(`change ${wrong} is ${sizes[wrong]}`);
    const isNear = bids.length === trades || bids.length === trades + 1;
    return isNear ? found : [...found, `${bids.length} changes and ${trades} trades`];
  } finally {
    history.close();
  }
}

/** What is wrong with a history, in words: blocks, and where they should be there, the trades that its candles are made of. */
function check(folder: string, isRolled: boolean): readonly string[] {
  const history = new MarketHistory(folder);
  try {
    const found = [...history.check()];
    if (!isRolled) return found;
    if (rollUpTrades(history) !== 0) found.push('not every day has its candles');
    const [series] = history.allSeries();
    if (series === undefined) return [...found, 'no series'];
    for (const interval of intervals) {
      const bars = [...history.candles(series, interval, ...always)];
      const trades = bars.reduce((sum, bar) => sum + (bar.trades ?? 0), 0);
      if (trades !== rows) found.push(`candles of ${interval} are of ${trades} trades, not of ${rows}`);
    }
    return found;
  } finally {
    history.close();
  }
}
