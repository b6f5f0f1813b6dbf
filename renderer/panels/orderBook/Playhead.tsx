import { type JSX, useEffect, useEffectEvent, useState } from 'react';
import type { BookMoment } from '../../../app/contract/recordedBook.ts';
import { fieldClass } from '../../components/fieldClasses.ts';
import { exactTime } from '../../format/time.ts';

const stepMs = 1_000;
const frameMs = 500;
const speeds = [1, 10, 60] as const;
const buttonClass = 'h-6 shrink-0 rounded-sm bg-raised px-2 text-ink-2 hover:text-ink disabled:text-ink-3';

/** Where in the recording the panel stands: by a slider, a second at a time, or going on by itself. */
export function Playhead({
  book: { firstMs, lastMs, atMs },
  busy,
  onSeek,
}: {
  book: BookMoment;
  /** The moment before is still asked for: playing waits for it. */
  busy: boolean;
  onSeek: (atMs: number) => void;
}): JSX.Element {
  const [playing, setPlaying] = useState(false);
  const [speed, setSpeed] = useState<(typeof speeds)[number]>(1);
  const isAtEnd = atMs >= lastMs;
  const seek = (to: number): void => onSeek(Math.round(Math.min(lastMs, Math.max(firstMs, to))));
  const tick = useEffectEvent(() => {
    if (isAtEnd) setPlaying(false);
    else if (!busy) seek(atMs + frameMs * speed);
  });
  useEffect(() => {
    if (!playing) return;
    const timer = setInterval(() => tick(), frameMs);
    return () => clearInterval(timer);
  }, [playing]);
  return (
    <>
      <button type="button" className={buttonClass} aria-label="A second back" onClick={() => seek(atMs - stepMs)}>
        −1 s
      </button>
      <button
        type="button"
        data-testid="book-play"
        className={buttonClass}
        disabled={isAtEnd && !playing}
        onClick={() => setPlaying(!playing)}
      >
        {playing && !isAtEnd ? 'Pause' : 'Play'}
      </button>
      <button
        type="button"
        data-testid="book-next"
        className={buttonClass}
        aria-label="A second on"
        onClick={() => seek(atMs + stepMs)}
      >
        +1 s
      </button>
      <select
        aria-label="Speed"
        className={`${fieldClass} shrink-0`}
        value={speed}
        onChange={(event) => setSpeed(speeds.find((each) => String(each) === event.target.value) ?? 1)}
      >
        {speeds.map((each) => (
          <option key={each} value={each}>
            {each} ×
          </option>
        ))}
      </select>
      <input
        type="range"
        aria-label="Moment of the recording"
        aria-valuetext={exactTime(atMs)}
        data-testid="book-moment"
        className="h-6 min-w-24 flex-1 accent-(--accent)"
        min={firstMs}
        max={lastMs}
        step={1}
        value={atMs}
        onChange={(event) => seek(Number(event.target.value))}
      />
    </>
  );
}
