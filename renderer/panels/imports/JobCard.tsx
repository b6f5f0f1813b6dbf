import type { JSX } from 'react';
import type { ImportJobRow, ImportProgressRow } from '../../../app/contract/imports.ts';
import { StateLabel } from '../../components/StateLabel.tsx';
import { displayCount } from '../../format/amount.ts';
import { displayAge, displayBytes } from '../../format/time.ts';
import { controlImport } from '../../state/commands.ts';
import { ImportForm } from './ImportForm.tsx';
import { JobReport } from './JobReport.tsx';
import { displayShare } from './words.ts';

const states = {
  recognising: { words: 'looking at it', tone: 'busy' },
  chosen: { words: 'chosen', tone: 'idle' },
  running: { words: 'importing', tone: 'busy' },
  pausing: { words: 'storing what is read', tone: 'busy' },
  paused: { words: 'paused', tone: 'attention' },
  finished: { words: 'imported', tone: 'good' },
  failed: { words: 'failed', tone: 'bad' },
} as const;

function Progress({ progress }: { progress: ImportProgressRow }): JSX.Element {
  const { rows, bytesRead, sizeBytes, rowsPerSecond, leftMs } = progress;
  const share = displayShare(bytesRead, sizeBytes);
  return (
    <div className="px-2 pb-1.5">
      <progress
        aria-label="Progress of the import"
        className="block h-1 w-full appearance-none overflow-hidden rounded-sm bg-raised [&::-webkit-progress-bar]:bg-raised [&::-webkit-progress-value]:bg-accent"
        max={sizeBytes}
        value={bytesRead}
      />
      <p data-testid="import-progress" className="pt-1 text-ink-2">
        {share} · {displayCount(rows)} rows · {displayCount(Math.round(rowsPerSecond))} a second
        {leftMs === null || leftMs === 0 ? '' : ` · ${displayAge(leftMs)} left`}
      </p>
    </div>
  );
}

function Action({ words, action }: { words: string; action: Parameters<typeof controlImport>[0] }): JSX.Element {
  return (
    <button
      type="button"
      data-testid={`import-${action}`}
      className="h-5 rounded-sm bg-raised px-2 text-ink-2 hover:text-ink"
      onClick={() => void controlImport(action)}
    >
      {words}
    </button>
  );
}

function Actions({ state, order }: ImportJobRow): JSX.Element | null {
  if (state === 'recognising' || state === 'chosen') return null;
  if (state === 'pausing') return null;
  return (
    <div className="flex shrink-0 gap-1.5">
      {state === 'running' ? <Action words="Pause" action="pause" /> : null}
      {state === 'paused' || (state === 'failed' && order !== null) ? <Action words="Resume" action="resume" /> : null}
      {state === 'running' || state === 'paused' ? (
        <Action words="Cancel" action="cancel" />
      ) : (
        <Action words="Close" action="dismiss" />
      )}
    </div>
  );
}

/** The import under way, or the last one: what it is, how far it is, what it found. */
export function JobCard({ job }: { job: ImportJobRow }): JSX.Element {
  const { state, recognised, progress, report, problem, advice } = job;
  if (state === 'chosen' && recognised !== null) return <ImportForm key={job.name} job={job} recognised={recognised} />;
  const { words, tone } = states[state];
  const isIn = state === 'running' && progress !== null && progress.bytesRead >= progress.sizeBytes;
  return (
    <section aria-label="Import" data-testid="import-job" className="shrink-0 border-b border-line">
      <div className="flex items-center justify-between gap-3 px-2 py-1.5">
        <div className="flex min-w-0 items-center gap-2">
          <StateLabel tone={tone}>{isIn ? 'making candles of it' : words}</StateLabel>
          <span className="min-w-0 truncate font-semibold" title={job.name}>
            {job.name}
          </span>
          <span className="shrink-0 text-ink-2">{displayBytes(job.sizeBytes)}</span>
        </div>
        <Actions {...job} />
      </div>
      {progress !== null && state !== 'finished' ? <Progress progress={progress} /> : null}
      {problem === '' ? null : (
        <p role="alert" className="px-2 pb-1.5 break-words text-warn">
          {problem}. <span className="text-ink-2">{advice}</span>
        </p>
      )}
      {state === 'paused' ? (
        <p className="px-2 pb-1.5 text-ink-3">
          What is read is stored. Cancelled, it is kept too, and the same file goes on from here.
        </p>
      ) : null}
      {report === null ? null : <JobReport report={report} />}
    </section>
  );
}
