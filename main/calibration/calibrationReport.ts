import { formatUnits } from '../../app/domain/amount.ts';
import type { PaperTerms } from '../../app/domain/paper.ts';
import type { Calibration, SideFigures } from '../../app/paper/calibration/compareSides.ts';
import type { CalibrationOptions } from './calibrationOptions.ts';

interface SideReport {
  readonly mode: 'DEVNET' | 'PAPER';
  readonly orders: number;
  readonly landed: number;
  readonly reverted: number;
  readonly missed: number;
  readonly grossInEth: string;
  readonly gasInEth: string;
  readonly netInEth: string;
}

/** As written by `--json`; amounts are exact decimal text. The two sides stand beside each other and are never summed. */
export interface CalibrationReport {
  readonly minutes: number;
  readonly seed: number;
  readonly crowd: number;
  readonly rivals: number;
  readonly lagMs: number;
  readonly blockTimeMs: number;
  readonly firstBlock: number;
  readonly lastBlock: number;
  readonly inclusion: Pick<PaperTerms, 'statistics' | 'source'> | null;
  readonly real: SideReport;
  readonly paper: SideReport;
  readonly differenceInEth: string;
  readonly differencePercent: number | null;
  readonly withinFivePercent: boolean;
  readonly pairs: Calibration['pairs'];
  readonly classes: readonly { readonly class: string; readonly count: number; readonly differenceInEth: string }[];
  readonly errors: readonly string[];
}

export function reportOf(run: {
  readonly options: CalibrationOptions;
  readonly compared: Calibration;
  readonly firstBlock: number;
  readonly lastBlock: number;
  readonly terms: PaperTerms | null;
  readonly failures: readonly string[];
}): CalibrationReport {
  const { options, compared, firstBlock, lastBlock, terms, failures } = run;
  const { minutes, seed, intensity, rivals, lagMs, blockTimeMs } = options;
  const { differencePpm, withinFivePercent, pairs, classes } = compared;
  return {
    minutes,
    seed,
    crowd: intensity,
    rivals,
    lagMs,
    blockTimeMs,
    firstBlock,
    lastBlock,
    inclusion: terms === null ? null : { statistics: terms.statistics, source: terms.source },
    real: sideOf('DEVNET', compared.real),
    paper: sideOf('PAPER', compared.paper),
    differenceInEth: formatUnits(compared.difference, 18),
    differencePercent: differencePpm === null ? null : differencePpm / 10_000,
    withinFivePercent,
    pairs,
    classes: classes.map(({ class: name, count, net }) => ({
      class: name,
      count,
      differenceInEth: formatUnits(net, 18),
    })),
    errors: failures,
  };
}

function sideOf(mode: SideReport['mode'], figures: SideFigures): SideReport {
  const { gross, gasPaid, net, ...counts } = figures;
  const [grossInEth, gasInEth, netInEth] = [gross, gasPaid, net].map((amount) => formatUnits(amount, 18));
  return { mode, ...counts, grossInEth: grossInEth ?? '', gasInEth: gasInEth ?? '', netInEth: netInEth ?? '' };
}

/** For a person at a terminal. */
export function calibrationText(report: CalibrationReport): string {
  const side = ({ mode, orders, landed, reverted, missed, netInEth, gasInEth }: SideReport): string =>
    `${mode.padEnd(7)} ${orders} orders, ${landed} landed, ${reverted} reverted, ${missed} missed, gas ${short(gasInEth)}, net ${short(netInEth)} ETH`;
  const { pairs, differencePercent, withinFivePercent } = report;
  const percent = differencePercent === null ? 'nothing was earned for real' : `${differencePercent.toFixed(2)} %`;
  return [
    `blocks ${report.firstBlock} to ${report.lastBlock}, ${report.inclusion?.source ?? ''}`,
    side(report.real),
    side(report.paper),
    `paper less real: ${short(report.differenceInEth)} ETH, ${percent}, ${withinFivePercent ? 'within' : 'not within'} 5 %`,
    `${pairs.both} gaps that both went for: ${pairs.bothLanded} landed by both (${pairs.alike} alike to the wei), ${pairs.oneLanded} by one`,
    ...report.classes.map(
      ({ class: name, count, differenceInEth }) => `  ${short(differenceInEth).padStart(12)} ETH  ${name} (${count})`,
    ),
    ...report.errors.map((error) => `error: ${error}`),
    '',
  ].join('\n');
}

function short(amount: string): string {
  return amount.replace(/(\.\d{6})\d+$/, '$1');
}
