import type { CalibrationSide, Comparison } from '../../app/contract/calibration.ts';
import { formatUnits } from '../../app/domain/amount.ts';
import { compareSides, type SideFigures } from '../../app/paper/calibration/compareSides.ts';
import { between } from '../../app/paper/calibration/journaledSide.ts';
import { readJournaledSide } from './readJournaledSide.ts';

/** Holds the newest epochs of two data folders against each other over the blocks in which both could trade. @throws ExpectedError CALIBRATION_*, STORE_* */
export function compareJournals(realFolder: string, paperFolder: string): Comparison {
  const real = readJournaledSide(realFolder, 'DEVNET');
  const paper = readJournaledSide(paperFolder, 'PAPER');
  const firstBlock = Math.max(real.firstBlock, paper.firstBlock);
  const lastBlock = Math.min(real.lastBlock, paper.lastBlock);
  const compared = compareSides(between(real.side, firstBlock, lastBlock), between(paper.side, firstBlock, lastBlock));
  const { differencePpm, withinFivePercent, interval, tells, pairs, classes } = compared;
  const { terms } = paper;
  // Where one of them never came to trade there is no block that both could trade in.
  const blocks = lastBlock < firstBlock ? { firstBlock: 0, lastBlock: 0 } : { firstBlock, lastBlock };
  return {
    ...blocks,
    inclusion: terms === null ? null : { statistics: terms.statistics, source: terms.source.slice(0, 400) },
    real: sideOf('DEVNET', compared.real),
    paper: sideOf('PAPER', compared.paper),
    differenceInEth: formatUnits(compared.difference, 18),
    differencePercent: differencePpm === null ? null : differencePpm / 10_000,
    withinFivePercent,
    interval:
      interval === null
        ? null
        : {
            lowPercent: interval.lowPpm / 10_000,
            highPercent: interval.highPpm / 10_000,
            stretches: interval.stretches,
          },
    tells,
    pairs,
    classes: classes.map(({ class: name, count, net }) => ({
      class: name,
      count,
      differenceInEth: formatUnits(net, 18),
    })),
  };
}

function sideOf(mode: CalibrationSide['mode'], figures: SideFigures): CalibrationSide {
  const { gross, gasPaid, net, ...counts } = figures;
  const inEth = (amount: bigint): string => formatUnits(amount, 18);
  return { mode, ...counts, grossInEth: inEth(gross), gasInEth: inEth(gasPaid), netInEth: inEth(net) };
}
