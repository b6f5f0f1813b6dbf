import { type JSX, useState } from 'react';
import type { ReplayRow } from '../../app/contract/panelStream.ts';
import type { ReplaySpeed } from '../../app/contract/replay.ts';
import { displayCount } from '../format/amount.ts';
import { displayTimeSeconds, exactTime } from '../format/time.ts';
import { tradingStateNames } from '../format/words.ts';
import { controlReplay } from '../state/commands.ts';
import { useRow, useStatus } from '../state/panelStore.ts';

const speeds: readonly ReplaySpeed[] = [1, 2, 10, 100, 'max'];

const buttonClass =
  'h-5 shrink-0 rounded-sm border border-line px-2 text-caption font-semibold whitespace-nowrap text-ink-2 hover:text-ink disabled:text-ink-3';

function displaySpeed(speed: ReplaySpeed): string {
  return speed === 'max' ? 'max' : `${speed}×`;
}

/** The offered speeds, and the one it was started with. */
function SpeedChoice({ speed }: { speed: ReplaySpeed }): JSX.Element {
  const offered = speeds.includes(speed) ? speeds : [speed, ...speeds];
  return (
    <label className="flex items-center gap-1.5 text-ink-3">
      speed
      <select
        data-testid="replay-speed"
        className="h-5 rounded-sm border border-line bg-panel px-1 text-caption text-ink-2"
        value={String(speed)}
        onChange={({ target }) => {
          const chosen = offered.find((each) => String(each) === target.value);
          if (chosen !== undefined) void controlReplay({ kind: 'setSpeed', speed: chosen });
        }}
      >
        {offered.map((each) => (
          <option key={each} value={String(each)}>
            {displaySpeed(each)}
          </option>
        ))}
      </select>
    </label>
  );
}

/** The blocks of the recording; let go of, the replay jumps there. */
function Scrubber({ replay }: { replay: ReplayRow }): JSX.Element {
  const [wanted, setWanted] = useState<number | null>(null);
  const jump = (): void => {
    if (wanted === null) return;
    setWanted(null);
    void controlReplay({ kind: 'jump', blockNumber: wanted });
  };
  return (
    <>
      <input
        type="range"
        aria-label="Block of the recording"
        data-testid="replay-scrubber"
        className="h-5 min-w-24 flex-1 accent-mode"
        min={replay.firstBlock}
        max={replay.lastBlock}
        value={wanted ?? replay.blockNumber}
        onChange={({ target }) => setWanted(Number(target.value))}
        onPointerUp={jump}
        onKeyUp={jump}
        onBlur={jump}
      />
      <span data-testid="replay-block" className="whitespace-nowrap">
        block {displayCount(wanted ?? replay.blockNumber)} of {displayCount(replay.lastBlock)}
      </span>
    </>
  );
}

const stateNames: Readonly<Record<ReplayRow['state'], string>> = {
  running: 'Replaying',
  paused: 'Paused',
  seeking: 'Going there',
  ended: 'End of the recording',
};

/** Under the title bar while a journal is replayed: where it is, and how to move in it. Nothing here trades. */
export function ReplayBar(): JSX.Element | null {
  const replay = useRow('replay', 'replay');
  const tradingState = useStatus((status) => status.tradingState);
  if (replay === undefined) return null;
  const paused = replay.state === 'paused';
  const ended = replay.state === 'ended';
  return (
    <section
      aria-label="Replay"
      data-testid="replay-bar"
      data-state-name={replay.state}
      className="flex h-7 shrink-0 items-center gap-3 border-b border-line bg-panel px-3 text-caption text-ink-2"
    >
      <span className="w-32 shrink-0 truncate font-semibold text-mode">{stateNames[replay.state]}</span>
      <button
        type="button"
        data-testid="replay-pause"
        className={buttonClass}
        disabled={ended}
        onClick={() => void controlReplay({ kind: paused ? 'resume' : 'pause' })}
      >
        {paused ? 'Go on' : 'Pause'}
      </button>
      <button
        type="button"
        data-testid="replay-step"
        className={buttonClass}
        disabled={ended}
        onClick={() => void controlReplay({ kind: 'step' })}
      >
        One block
      </button>
      <SpeedChoice speed={replay.speed} />
      <Scrubber replay={replay} />
      <span className="whitespace-nowrap" title={exactTime(replay.atMs)}>
        recorded {displayTimeSeconds(replay.atMs)}
        {tradingState === undefined ? '' : `, trading ${tradingStateNames[tradingState].toLowerCase()}`}
      </span>
      {replay.problem === '' ? null : (
        <span role="alert" className="min-w-0 flex-1 truncate text-loss" title={replay.problem}>
          {replay.problem}
        </span>
      )}
    </section>
  );
}
