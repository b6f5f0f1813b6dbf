import type { JSX } from 'react';
import type { CalibrationReport, CalibrationSide } from '../../../app/contract/calibration.ts';
import { calibrationChance } from '../../../app/contract/calibrationChance.ts';
import { parseUnits } from '../../../app/domain/amount.ts';
import { Amount } from '../../components/Amount.tsx';
import { ModeLabel } from '../../components/ModeLabel.tsx';
import { SmallTable } from '../../components/SmallTable.tsx';
import { displayCount } from '../../format/amount.ts';
import { exactTime } from '../../format/time.ts';
import { wordsOfClass } from './words.ts';

function Eth({ text, money = false }: { text: string; money?: boolean }): JSX.Element {
  return <Amount value={parseUnits(text, 18)} decimals={18} symbol="ETH" money={money} still />;
}

function sideRow(side: CalibrationSide) {
  const { mode, orders, landed, reverted, missed, gasInEth, netInEth } = side;
  const counts = [orders, landed, reverted, missed].map((count) => displayCount(count));
  return {
    id: mode,
    cells: [
      <ModeLabel key="mode" mode={mode} />,
      ...counts,
      <Eth key="gas" text={gasInEth} />,
      <Eth key="net" text={netInEth} money />,
    ],
  };
}

/** `+4.48 %`, or why there is no such figure. */
export function percentText({ differencePercent }: Pick<CalibrationReport, 'differencePercent'>): string {
  if (differencePercent === null) return 'nothing was earned for real';
  const sign = differencePercent > 0 ? '+' : differencePercent < 0 ? '−' : '';
  return `${sign}${Math.abs(differencePercent).toFixed(2)} %`;
}

/** Green is what was shown, not what came out near by chance. */
export function toneOf({ withinFivePercent, tells }: Pick<CalibrationReport, 'withinFivePercent' | 'tells'>): string {
  if (!withinFivePercent) return 'text-warn';
  return tells === 'within' ? 'text-gain' : 'text-ink-2';
}

/** What the two came to beside each other, and each class of difference: together they are the whole of it. */
export function Report({ report }: { report: CalibrationReport }): JSX.Element {
  const { real, paper, pairs, classes, errors, inclusion, withinFivePercent } = report;
  return (
    <section aria-label="Report" data-testid="calibration-report" className="shrink-0">
      <SmallTable
        label="Paper and real"
        headers={['mode', 'orders', 'landed', 'reverted', 'missed', 'gas, ETH', 'net, ETH']}
        tracks="72px repeat(4, minmax(48px, 1fr)) minmax(72px, 1.4fr) minmax(80px, 1.4fr)"
        numeric={[1, 2, 3, 4, 5, 6]}
        minWidth={440}
        rows={[sideRow(real), sideRow(paper)]}
      />
      <p data-testid="calibration-difference" className="px-2 py-1">
        paper less real <Eth text={report.differenceInEth} /> ETH, {percentText(report)}
        <span className={toneOf(report)}>{withinFivePercent ? ' · within 5 %' : ' · not within 5 %'}</span>
        <span className="text-ink-3"> · {calibrationChance(report)}</span>
      </p>
      <p className="px-2 pb-1 text-ink-2">
        {displayCount(pairs.both)} gaps that both went for: {displayCount(pairs.bothLanded)} landed by both (
        {displayCount(pairs.alike)} alike to the wei), {displayCount(pairs.oneLanded)} by one
      </p>
      <SmallTable
        label="Classes of difference"
        headers={['why they differ', 'gaps', 'paper less real, ETH']}
        tracks="minmax(160px, 3fr) 56px minmax(120px, 1fr)"
        numeric={[1, 2]}
        rows={classes.map(({ class: name, count, differenceInEth }) => ({
          id: name,
          cells: [
            <span key="words" title={name}>
              {wordsOfClass(name)}
            </span>,
            displayCount(count),
            <Eth key="net" text={differenceInEth} />,
          ],
        }))}
      />
      <p className="px-2 py-1 text-caption text-ink-3">
        blocks {displayCount(report.firstBlock)} to {displayCount(report.lastBlock)} · seed {report.seed} · ended{' '}
        {exactTime(report.endedAtMs)} · machine load {report.loadAverage.toFixed(1)} on {report.cores} cores · landing
        drawn {inclusion?.source ?? 'nothing'}
      </p>
      {errors.map((error) => (
        <p key={error} role="alert" className="px-2 pb-1 break-words text-warn">
          {error}
        </p>
      ))}
    </section>
  );
}
