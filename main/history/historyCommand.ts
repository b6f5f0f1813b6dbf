import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { z } from 'zod';
import { intervals } from '../../app/candles/interval.ts';
import { type BookPaperOrder, bookPaperOrderSchema } from '../../app/contract/bookPaper.ts';
import { ExpectedError } from '../../app/domain/errors.ts';
import { exportParquet } from '../../app/history/exportParquet.ts';
import { MarketHistory } from '../../app/history/marketHistory.ts';
import { forget } from '../../app/history/retention.ts';
import { rollUpTrades } from '../../app/history/rollUp.ts';
import { importIntoHistory } from '../../app/imports/importIntoHistory.ts';
import type { ImportJob } from '../../app/imports/importJob.ts';
import { columnsOf, recogniseFile } from '../../app/imports/recogniseFile.ts';
import { defaultDataRoot, openDataFolder } from '../dataFolder.ts';
import { printable, statusLine } from '../headless/statusLine.ts';
import { systemClock } from '../systemClock.ts';
import { countNewTrial } from '../trials/countTrial.ts';
import { tradeOnBook } from './bookPaper.ts';
import { bookPaperText } from './bookPaperText.ts';
import { type AskedImport, type HistoryTask, historyUsage, readHistoryArguments } from './historyArguments.ts';
import { progressText, reportText } from './historyTexts.ts';
import { orderLatencies } from './orderLatencies.ts';

// Entry of `npm run history`: works on the market history of a data folder. Ctrl-C stops an import after the rows under way.

const [usageExit, failureExit, stoppedExit] = [2, 1, 130];
let stopped = false;
const say = (text: string): void => void process.stdout.write(text);

async function run(args: readonly string[]): Promise<number> {
  const read = readHistoryArguments(args);
  if (read.kind === 'help') {
    say(historyUsage);
    return 0;
  }
  const missing =
    read.kind === 'task' &&
    read.task.kind === 'import' &&
    ![read.task.job.file, ...(read.task.job.beside ?? [])].every((file) => existsSync(file));
  if (read.kind === 'wrong' || missing) {
    process.stderr.write(`${read.kind === 'wrong' ? read.message : 'There is no such file.'}\n\n${historyUsage}`);
    return usageExit;
  }
  const folder = openDataFolder(resolve(read.dataFolder ?? defaultDataRoot(process.env)));
  const history = new MarketHistory(folder.history);
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const)
    process.on(signal, () => {
      stopped = true;
    });
  try {
    return await perform(history, read.task, join(folder.root, 'journal.sqlite'));
  } finally {
    history.close();
  }
}

async function perform(history: MarketHistory, task: HistoryTask, journalFile: string): Promise<number> {
  switch (task.kind) {
    case 'import':
      return importFile(history, task.job);
    case 'paper': {
      const orders = readBookOrders(task.file);
      countNewTrial(dirname(journalFile), 'book', `${orders.venue} ${orders.symbol}`, orders);
      const report = tradeOnBook(history, orders, orderLatencies(journalFile));
      say(bookPaperText(report));
      if (task.jsonFile !== undefined) writeFileSync(resolve(task.jsonFile), `${JSON.stringify(report, null, 2)}\n`);
      return 0;
    }
    case 'list':
      return list(history);
    case 'check': {
      const damage = history.check();
      say(damage.length === 0 ? 'Every block is whole.\n' : `${damage.map(printable).join('\n')}\n`);
      return damage.length === 0 ? 0 : failureExit;
    }
    case 'backup':
      await history.backUp(resolve(task.target));
      say(`Copied whole to ${task.target}.\n`);
      return 0;
    case 'export': {
      const { files, candles, trades, books, blocks } = await exportParquet(history, resolve(task.target));
      const count = (value: number): string => value.toLocaleString('en');
      say(
        `${count(files)} files with ${count(candles)} candles, ${count(trades)} trades, ${count(books)} changes of order books and ${count(blocks)} blocks in ${task.target}.\n`,
      );
      return 0;
    }
    case 'forget': {
      const { bytesOfTrades, candles, blocks } = forget(history, task.retention, systemClock.epochMs());
      say(
        `Forgotten: ${bytesOfTrades.toLocaleString('en')} bytes of trades, ${candles.toLocaleString('en')} candles, ${blocks.toLocaleString('en')} blocks.\n`,
      );
      return 0;
    }
  }
}

/** @throws ExpectedError BOOK_PAPER_ORDERS */
function readBookOrders(file: string): BookPaperOrder {
  const wrong = (problem: string): ExpectedError =>
    new ExpectedError('BOOK_PAPER_ORDERS', `the orders cannot be read: ${problem}`, {
      advice: 'Write them as --help shows.',
    });
  let value: unknown;
  try {
    value = JSON.parse(readFileSync(resolve(file), 'utf8'));
  } catch (error) {
    throw wrong(error instanceof Error ? error.message : String(error));
  }
  const parsed = bookPaperOrderSchema.safeParse(value);
  if (!parsed.success) throw wrong(z.prettifyError(parsed.error).slice(0, 400));
  return parsed.data;
}

/** What is not said of a file it tells itself, where its first rows are certain. @throws ExpectedError IMPORT_UNCERTAIN */
async function recognised(asked: AskedImport): Promise<ImportJob> {
  if (asked.content !== null) return { ...asked, content: asked.content };
  const { content, venue, symbol, namesSeries, orderUncertain, columnOrder, detail } = await recogniseFile(
    asked.file,
    systemClock,
  );
  const named = asked.venue || venue;
  // Which chain's its blocks are, a file does not say.
  if (content === null || content.kind === 'blocks' || orderUncertain || named === '')
    throw new ExpectedError('IMPORT_UNCERTAIN', 'the file does not tell all that has to be known of it', {
      advice: 'Say what it holds and whose it is: --help lists how.',
      facts: { detail, venue: named },
    });
  say(`Recognised: ${printable(detail)}, kept under ${printable(named)}.\n`);
  const own = namesSeries || symbol === '' ? undefined : symbol;
  return {
    ...asked,
    content,
    venue: named,
    symbol: asked.symbol ?? own,
    columns: asked.columns ?? columnsOf(columnOrder),
  };
}

async function importFile(history: MarketHistory, asked: AskedImport): Promise<number> {
  const job = await recognised(asked);
  const line = statusLine(process.stderr, () => performance.now());
  try {
    const report = await importIntoHistory(history, job, {
      clock: systemClock,
      onProgress: (progress) => line.show(progressText(progress)),
      isStopped: () => stopped,
    });
    if (!stopped) rollUpTrades(history, () => stopped);
    line.end();
    say(reportText(report));
    if (stopped) say('Stopped: the same command goes on from here.\n');
    return stopped ? stoppedExit : 0;
  } finally {
    line.end();
  }
}

function list(history: MarketHistory): number {
  const changes = history.rowSpans('levels');
  for (const series of history.allSeries()) {
    const candles = intervals
      .map((interval) => [interval, history.countCandles(series, interval)] as const)
      .filter(([, count]) => count > 0)
      .map(([interval, count]) => `${count.toLocaleString('en')} of ${interval}`);
    const levels = changes.get(series.id);
    const book = levels === undefined ? '' : `; ${levels.rows.toLocaleString('en')} changes of its order book`;
    say(`${printable(`${series.venue} ${series.symbol}`)}: candles ${candles.join(', ') || 'none'}${book}\n`);
  }
  for (const chain of history.chains()) {
    const kept = history.blockSummary(chain);
    if (kept !== null)
      say(`Blocks of chain ${chain}: ${kept.count.toLocaleString('en')}, ${kept.first} to ${kept.last}.\n`);
  }
  const days = history.days();
  say(
    days.length === 0
      ? 'No single trades or order books.\n'
      : `Single trades and order books of ${days.length} days, ${days[0]} to ${days.at(-1)}.\n`,
  );
  return 0;
}

try {
  process.exitCode = await run(process.argv.slice(2));
} catch (error) {
  if (!(error instanceof ExpectedError)) throw error;
  process.stderr.write(`${error.code}: ${error.message}. ${error.advice} ${JSON.stringify(error.facts)}\n`);
  process.exitCode = failureExit;
}
