import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { RunSummary } from '../../app/contract/summary.ts';
import { present } from '../../app/domain/errors.ts';
import { compareSides } from '../../app/paper/calibration/compareSides.ts';
import { between } from '../../app/paper/calibration/journaledSide.ts';
import { endOfRun } from '../headless/endOfRun.ts';
import { grantAutomate } from '../headless/grantAutomate.ts';
import { statusLine } from '../headless/statusLine.ts';
import type { CalibrationOptions } from './calibrationOptions.ts';
import { type CalibrationReport, reportOf } from './calibrationReport.ts';
import { lagNode } from './lagNode.ts';
import { type OpenSide, openSide } from './openSide.ts';
import { readJournaledSide } from './readJournaledSide.ts';

const graceMs = 5_000;

/**
 * The same strategy on paper and for real at once on one devnet, in processes, wallets and data folders of their own. Neither
 * sees the other: paper sends nothing, and real's transactions are taken out of the blocks that paper's are judged in.
 * @throws ExpectedError when one of them cannot start
 */
export async function runCalibration(options: CalibrationOptions, bundleFolder: string): Promise<CalibrationReport> {
  const folders = { real: join(options.folder, 'real'), paper: join(options.folder, 'paper') };
  for (const folder of Object.values(folders)) mkdirSync(folder, { recursive: true });
  const failures: string[] = [];
  if (options.measureMinutes > 0) failures.push(...(await measure(options, folders.paper, bundleFolder)));
  const ending = endOfRun();
  const status = statusLine(process.stdout, () => performance.now());
  const said = { real: '', paper: '' };
  const show = (side: keyof typeof said) => (text: string) => {
    said[side] = text;
    status.show(`${said.real}  |  ${said.paper}`);
  };
  const onFailed = (): void => ending.finish();
  const real = openSide(options, {
    folder: folders.real,
    bundleFolder,
    mode: 'DEVNET',
    onStatus: show('real'),
    onFailed,
  });
  let paper: OpenSide | null = null;
  const summaries: RunSummary[] = [];
  try {
    await real.session.start();
    const borrowed = present(real.session.devnet, 'the devnet');
    if (options.lagMs > 0) await lagNode(present(borrowed.ready.chain.endpoints[0], 'an endpoint'), options.lagMs);
    paper = openSide(options, {
      folder: folders.paper,
      bundleFolder,
      mode: 'PAPER',
      borrowed,
      twins: () => [present(real.session.epoch, 'the epoch').wallet],
      onStatus: show('paper'),
      onFailed,
    });
    await paper.session.start();
    const forMs = options.minutes * 60_000;
    await Promise.all([grantAutomate(real.session, forMs), grantAutomate(paper.session, forMs)]);
    ending.after(forMs);
    await ending.ended;
  } finally {
    status.end();
    await Promise.all([real, paper].map((side) => side?.session.finish(graceMs).catch(() => undefined)));
    for (const side of [paper, real]) {
      if (side === null) continue;
      const stopped = await side.session.stop(0);
      if (stopped.ok) summaries.push(stopped.value);
      else failures.push(stopped.message);
      failures.push(...side.failures);
      side.run.close();
    }
    ending.dispose();
  }
  for (const { mode, errors, ledgerMatchesChain } of summaries) {
    failures.push(...errors.map((error) => `${mode}: ${error}`));
    if (!ledgerMatchesChain) failures.push(`${mode}: the books were not equal at the end`);
  }
  const sides = { real: readJournaledSide(folders.real, 'DEVNET'), paper: readJournaledSide(folders.paper, 'PAPER') };
  const firstBlock = Math.max(sides.real.firstBlock, sides.paper.firstBlock);
  const lastBlock = Math.min(sides.real.lastBlock, sides.paper.lastBlock);
  const compared = compareSides(
    between(sides.real.side, firstBlock, lastBlock),
    between(sides.paper.side, firstBlock, lastBlock),
  );
  return reportOf({ options, compared, firstBlock, lastBlock, terms: sides.paper.terms, failures });
}

/** A run for real, alone, from which paper then knows how surely each way leads into a block. */
async function measure(options: CalibrationOptions, folder: string, bundleFolder: string): Promise<readonly string[]> {
  const ending = endOfRun();
  const status = statusLine(process.stdout, () => performance.now());
  const side = openSide(options, {
    folder,
    bundleFolder,
    mode: 'DEVNET',
    onStatus: (text) => status.show(`measuring  ${text}`),
    onFailed: () => ending.finish(),
  });
  const forMs = options.measureMinutes * 60_000;
  try {
    await side.session.start();
    const { ready } = present(side.session.devnet, 'the devnet');
    if (options.lagMs > 0) await lagNode(present(ready.chain.endpoints[0], 'an endpoint'), options.lagMs);
    await grantAutomate(side.session, forMs);
    ending.after(forMs);
    await ending.ended;
  } finally {
    status.end();
    await side.session.stop(graceMs);
    side.run.close();
    ending.dispose();
  }
  return side.failures;
}
