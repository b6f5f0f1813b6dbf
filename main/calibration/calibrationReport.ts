import type { CalibrationReport, CalibrationSide } from '../../app/contract/calibration.ts';
import { calibrationChance } from '../../app/contract/calibrationChance.ts';

/** For a person at a terminal. */
export function calibrationText(report: CalibrationReport): string {
  const side = ({ mode, orders, landed, reverted, missed, netInEth, gasInEth }: CalibrationSide): string =>
    `${mode.padEnd(7)} ${orders} orders, ${landed} landed, ${reverted} reverted, ${missed} missed, gas ${short(gasInEth)}, net ${short(netInEth)} ETH`;
  const { pairs, differencePercent, withinFivePercent } = report;
  const percent = differencePercent === null ? 'nothing was earned for real' : `${differencePercent.toFixed(2)} %`;
  return [
    `blocks ${report.firstBlock} to ${report.lastBlock}, ${report.inclusion?.source ?? ''}`,
    side(report.real),
    side(report.paper),
    `paper less real: ${short(report.differenceInEth)} ETH, ${percent}, ${withinFivePercent ? 'within' : 'not within'} 5 %`,
    calibrationChance(report),
    `${pairs.both} gaps that both went for: ${pairs.bothLanded} landed by both (${pairs.alike} alike to the wei), ${pairs.oneLanded} by one`,
    ...report.classes.map(
      ({ class: name, count, differenceInEth }) => `  ${short(differenceInEth).padStart(12)} ETH  ${name} (${count})`,
    ),
    `load of the machine at the end: ${report.loadAverage.toFixed(1)} on ${report.cores} cores`,
    ...report.errors.map((error) => `error: ${error}`),
    '',
  ].join('\n');
}

function short(amount: string): string {
  return amount.replace(/(\.\d{6})\d+$/, '$1');
}
