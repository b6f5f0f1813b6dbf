import type { JSX } from 'react';
import { displayCount } from '../../format/amount.ts';
import { useTopic } from '../../state/panelStore.ts';
import { BehindAndWaiting } from './BehindAndWaiting.tsx';
import { CopyDiagnostics } from './CopyDiagnostics.tsx';
import { Disk } from './Disk.tsx';
import { Histogram } from './Histogram.tsx';
import { Logs } from './Logs.tsx';
import { Processes } from './Processes.tsx';
import { StageClock } from './StageClock.tsx';
import { FeedAndTripwire, Quarantine } from './Tripwire.tsx';

/** Never covered by a waiting state: this is where one looks when nothing comes. */
export function HealthPanel(): JSX.Element {
  return (
    <div className="whole-rows overflow-y-auto">
      <StageClock />
      <FeedAndTripwire />
      <BehindAndWaiting />
      <Quarantine />
      <Processes />
      <Disk />
      <Histogram />
      <CopyDiagnostics />
      <Logs />
    </div>
  );
}

/** In the panel's header: what the stage clock measured. */
export function HealthFacts(): JSX.Element {
  const { rows } = useTopic('stages');
  const count = rows.get('analysed')?.count;
  return (
    <span>{count === undefined ? 'waiting for the stage clock' : `stage clock, last ${displayCount(count)}`}</span>
  );
}
