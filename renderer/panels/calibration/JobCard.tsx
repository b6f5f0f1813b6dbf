import type { JSX } from 'react';
import type { CalibrationJob } from '../../../app/contract/calibration.ts';
import { ModeLabel } from '../../components/ModeLabel.tsx';
import { StateLabel } from '../../components/StateLabel.tsx';
import { displayAge } from '../../format/time.ts';
import { controlCalibration } from '../../state/commands.ts';
import { isBusy } from './useCalibration.ts';

const states = {
  measuring: { words: 'measuring how surely orders land', tone: 'busy' },
  starting: { words: 'starting both', tone: 'busy' },
  trading: { words: 'both trade', tone: 'busy' },
  stopping: { words: 'letting both finish', tone: 'busy' },
  comparing: { words: 'comparing their journals', tone: 'busy' },
  stopped: { words: 'stopped before both traded: no report', tone: 'attention' },
  failed: { words: 'failed', tone: 'bad' },
} as const;

/** What was asked for, in a line. */
export function orderText({
  minutes,
  rivals,
  lagMs,
}: {
  readonly minutes: number;
  readonly rivals: number;
  readonly lagMs: number;
}): string {
  const parts = [`${Number(minutes.toFixed(1))} min`];
  parts.push(rivals === 1 ? 'usual rivals' : `rivals × ${rivals}`);
  if (lagMs > 0) parts.push(`node ${lagMs} ms late`);
  return parts.join(' · ');
}

function Side({ mode, said }: { mode: 'DEVNET' | 'PAPER'; said: string }): JSX.Element | null {
  if (said === '') return null;
  // Each engine begins what it says with its own mode.
  const text = said.startsWith(`${mode} `) ? said.slice(mode.length + 1) : said;
  return (
    <p className="flex items-center gap-2 px-2 pb-1 text-ink-2">
      <ModeLabel mode={mode} />
      <span className="min-w-0 break-words">{text}</span>
    </p>
  );
}

/** The calibration under way: what it is at, how far it is, what both say; or why there is no report of the last one. */
export function JobCard({ job }: { job: CalibrationJob }): JSX.Element {
  const { state, order, elapsedMs, leftMs, real, paper, problem, advice } = job;
  const { words, tone } = states[state];
  const busy = isBusy(job);
  const ending = state === 'stopping' || state === 'comparing';
  return (
    <section aria-label="Calibration" data-testid="calibration-job" className="shrink-0 border-b border-line">
      <div className="flex items-center justify-between gap-3 px-2 py-1.5">
        <div className="flex min-w-0 items-center gap-2">
          <StateLabel tone={tone}>{words}</StateLabel>
          <span className="min-w-0 truncate text-ink-2">{orderText(order)}</span>
        </div>
        {ending ? null : (
          <button
            type="button"
            data-testid={busy ? 'calibration-stop' : 'calibration-dismiss'}
            className="h-5 shrink-0 rounded-sm bg-raised px-2 text-ink-2 hover:text-ink"
            onClick={() => void controlCalibration(busy ? 'stop' : 'dismiss')}
          >
            {busy ? 'Stop' : 'Close'}
          </button>
        )}
      </div>
      {busy ? (
        <div className="px-2 pb-1.5">
          <progress
            aria-label="Progress of the calibration"
            className="block h-1 w-full appearance-none overflow-hidden rounded-sm bg-raised [&::-webkit-progress-bar]:bg-raised [&::-webkit-progress-value]:bg-accent"
            max={Math.max(1, elapsedMs + leftMs)}
            value={elapsedMs}
          />
          <p data-testid="calibration-progress" className="pt-1 text-ink-2">
            {displayAge(elapsedMs)} · about {displayAge(leftMs)} left
          </p>
        </div>
      ) : null}
      {busy ? <Side mode="DEVNET" said={real} /> : null}
      {busy && state !== 'measuring' ? <Side mode="PAPER" said={paper} /> : null}
      {problem === '' ? null : (
        <p role="alert" className="px-2 pb-1.5 break-words text-warn">
          {problem}. <span className="text-ink-2">{advice}</span>
        </p>
      )}
    </section>
  );
}
