import { type JSX, useState } from 'react';
import type { CalibrationReport } from '../../../app/contract/calibration.ts';
import { ModeLabel } from '../../components/ModeLabel.tsx';
import { PanelState } from '../../components/PanelState.tsx';
import { displayCount } from '../../format/amount.ts';
import { displayWholeAge, exactTime } from '../../format/time.ts';
import { useClock } from '../../state/clock.ts';
import { JobCard, orderText } from './JobCard.tsx';
import { percentText, Report, toneOf } from './Report.tsx';
import { StartForm } from './StartForm.tsx';
import { isBusy, useCalibrationJob, useCalibrationReports } from './useCalibration.ts';

function Row({ report, open }: { report: CalibrationReport; open: boolean }): JSX.Element {
  const [isOpen, setOpen] = useState(open);
  const { endedAtMs, tradedMinutes, minutes, rivals, lagMs, errors } = report;
  const age = useClock((nowMs) => displayWholeAge(nowMs - endedAtMs));
  const early = tradedMinutes < minutes * 0.98 ? ` of ${minutes} asked for` : '';
  return (
    <div data-testid="calibration-kept" className="border-b border-line">
      <button
        type="button"
        aria-expanded={isOpen}
        className="flex h-6 w-full items-center justify-between gap-3 px-2 text-left hover:bg-raised"
        onClick={() => setOpen(!isOpen)}
      >
        <span className="flex min-w-0 items-center gap-2">
          <ModeLabel mode="DEVNET" />
          <ModeLabel mode="PAPER" />
          <span className="truncate">
            {orderText({ minutes: tradedMinutes, rivals, lagMs })}
            <span className="text-ink-3">{early}</span>
          </span>
        </span>
        <span className="flex shrink-0 items-center gap-3">
          {errors.length > 0 ? <span className="text-warn">{displayCount(errors.length)} errors</span> : null}
          <span className={toneOf(report)}>{percentText(report)}</span>
          <span className="text-ink-3" title={exactTime(endedAtMs)}>
            {age} ago
          </span>
        </span>
      </button>
      {isOpen ? <Report report={report} /> : null}
    </div>
  );
}

export function CalibrationPanel(): JSX.Element {
  const { data: state } = useCalibrationJob();
  const { data: reports, error } = useCalibrationReports(state);
  const job = state?.job ?? null;
  return (
    <div className="flex h-full min-h-0 flex-col overflow-y-auto">
      {job === null ? null : <JobCard job={job} />}
      {isBusy(job) ? null : <StartForm />}
      {reports === undefined ? (
        <PanelState
          title={error === null ? 'Looking at what is kept' : `The reports cannot be read: ${error.message}`}
        />
      ) : reports.length === 0 ? (
        <PanelState title="No calibration is kept yet">
          It says how far paper is from real: landed, missed, profit and loss of both, and why they differ, to the wei.
        </PanelState>
      ) : (
        reports.map((report, index) => <Row key={report.endedAtMs} report={report} open={index === 0} />)
      )}
    </div>
  );
}

/** In the panel's header: how many reports are kept. */
export function CalibrationFacts(): JSX.Element {
  const { data: state } = useCalibrationJob();
  if (state === undefined) return <span>calibration</span>;
  return (
    <span>
      {displayCount(state.reports)} {state.reports === 1 ? 'report' : 'reports'} kept
    </span>
  );
}
