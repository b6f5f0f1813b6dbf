import type { Bar } from '../charts/barChunk.ts';
import { StudyStream } from '../charts/studyStream.ts';
import { type BarsRow, barsRowId, type ChartColumns, type WatchedBars } from '../contract/charts.ts';
import { type Study, studyKey } from '../contract/studies.ts';

/** Where the bars of a watched pool are. */
export interface StudiedBars {
  /** The finished bars that open at a time or later. */
  readonly finishedFrom: (openTimeMs: number) => readonly Bar[];
  readonly columnsOf: (bars: readonly Bar[]) => ChartColumns;
}

interface Running {
  readonly stream: StudyStream;
  /** When the newest bar that it took opens; null where it took none. */
  lastMs: number | null;
}

/** The studies that windows watch, each a stream over the finished bars of its pool. */
export class ChartStudies {
  readonly #running = new Map<string, Running>();

  /** Every study of those who watch one row, over its bars. */
  values(watched: readonly WatchedBars[], bars: StudiedBars, tail: ChartColumns): BarsRow['studies'] {
    const wanted = new Map(
      watched.flatMap((each) => each.studies.map((study) => [keyOf(each, study), { study, fromMs: each.fromMs }])),
    );
    return [...wanted].slice(0, mostInRow).map(([key, { study, fromMs }]) => {
      const { stream } = this.#followed(key, study, fromMs, bars);
      return { fromMs, ...stream.peek(tail) };
    });
  }

  /** Forgets what nobody watches any more. */
  keepOnly(watched: readonly WatchedBars[]): void {
    const wanted = new Set(watched.flatMap((each) => each.studies.map((study) => keyOf(each, study))));
    for (const key of [...this.#running.keys()]) if (!wanted.has(key)) this.#running.delete(key);
  }

  /** The stream with every finished bar taken: those since the last time, or all where they do not follow on it. */
  #followed(key: string, study: Study, fromMs: number, { finishedFrom, columnsOf }: StudiedBars): Running {
    const known = this.#running.get(key);
    if (known !== undefined && known.lastMs !== null) {
      const [last, ...since] = finishedFrom(known.lastMs);
      if (last?.openTimeMs === known.lastMs) {
        known.stream.add(columnsOf(since));
        known.lastMs = since.at(-1)?.openTimeMs ?? known.lastMs;
        return known;
      }
    }
    const all = finishedFrom(fromMs);
    const fresh: Running = { stream: new StudyStream(study), lastMs: all.at(-1)?.openTimeMs ?? null };
    fresh.stream.add(columnsOf(all));
    this.#running.set(key, fresh);
    return fresh;
  }
}

const mostInRow = 64;

function keyOf(watched: WatchedBars, study: Study): string {
  return `${barsRowId(watched)} ${watched.fromMs} ${studyKey(study)}`;
}
