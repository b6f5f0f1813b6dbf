import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { ExpectedError } from '../../app/domain/errors.ts';
import { MarketHistory } from '../../app/history/marketHistory.ts';
import { rollUpTrades } from '../../app/history/rollUp.ts';
import { importIntoHistory } from '../../app/imports/importIntoHistory.ts';
import { defaultDataRoot, openDataFolder } from '../dataFolder.ts';
import { statusLine } from '../headless/statusLine.ts';
import { systemClock } from '../systemClock.ts';
import { importUsage, readImportArguments } from './importArguments.ts';
import { progressText, reportText } from './importReport.ts';

// Entry of `npm run import`: a file into the market history of a data folder. Ctrl-C stops it after the rows under way.

const [usageExit, failureExit, stoppedExit] = [2, 1, 130];

async function run(args: readonly string[]): Promise<number> {
  const read = readImportArguments(args);
  if (read.kind === 'help') {
    process.stdout.write(importUsage);
    return 0;
  }
  if (read.kind === 'wrong' || !existsSync(read.job.file)) {
    const message = read.kind === 'wrong' ? read.message : `There is no file ${read.job.file}.`;
    process.stderr.write(`${message}\n\n${importUsage}`);
    return usageExit;
  }
  const folder = openDataFolder(resolve(read.dataFolder ?? defaultDataRoot(process.env)));
  const history = new MarketHistory(join(folder.root, 'history'));
  let stopped = false;
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const)
    process.on(signal, () => {
      stopped = true;
    });
  const line = statusLine(process.stderr, () => performance.now());
  try {
    const report = await importIntoHistory(history, read.job, {
      clock: systemClock,
      onProgress: (progress) => line.show(progressText(progress)),
      isStopped: () => stopped,
    });
    if (!stopped) rollUpTrades(history, () => stopped);
    line.end();
    process.stdout.write(reportText(report));
    if (stopped) process.stdout.write('Stopped: the same command goes on from here.\n');
    return stopped ? stoppedExit : 0;
  } finally {
    line.end();
    history.close();
  }
}

try {
  process.exitCode = await run(process.argv.slice(2));
} catch (error) {
  if (!(error instanceof ExpectedError)) throw error;
  process.stderr.write(`${error.code}: ${error.message}. ${error.advice} ${JSON.stringify(error.facts)}\n`);
  process.exitCode = failureExit;
}
