import type { JSX } from 'react';
import { type EngineHealth, histogramBoundsMs } from '../../../app/contract/health.ts';
import { displayCount } from '../../format/amount.ts';
import { displayLatency } from '../../format/time.ts';
import { stageName } from './stageView.ts';
import { useEngineHealth } from './useEngineHealth.ts';

/** What a bin holds: "2.0 ms to 5.0 ms", "over 5.0 s". */
export function binWords(bin: number): string {
  const [from, to] = [histogramBoundsMs[bin - 1] ?? 0, histogramBoundsMs[bin]];
  return to === undefined ? `over ${displayLatency(from)}` : `${displayLatency(from)} to ${displayLatency(to)}`;
}

function Row({ stage, counts }: EngineHealth['histogram'][number]): JSX.Element {
  const most = Math.max(1, ...counts);
  const total = counts.reduce((sum, count) => sum + count, 0);
  return (
    <tr className="grid h-7 grid-cols-[minmax(96px,1fr)_minmax(0,2fr)] items-end border-b border-rule px-2 pb-0.5">
      <th scope="row" className="truncate text-left font-normal text-ink-2">
        {stageName(stage)}
      </th>
      <td
        className="grid h-6 auto-cols-fr grid-flow-col items-end gap-px"
        title={`${displayCount(total)} measurements`}
      >
        {counts.map((count, bin) => (
          <span
            // biome-ignore lint/suspicious/noArrayIndexKey: a bin is its place
            key={bin}
            title={`${binWords(bin)}: ${displayCount(count)}`}
            className="bg-accent/60"
            style={{ height: count === 0 ? 0 : `${Math.max(6, (100 * count) / most)}%` }}
          />
        ))}
      </td>
    </tr>
  );
}

/** How often each stage took how long, from a millisecond at the left to more than five seconds at the right. */
export function Histogram(): JSX.Element | null {
  const { data } = useEngineHealth();
  if (data === undefined || data.histogram.length === 0) return null;
  return (
    <table aria-label="Stage clock histogram" className="block w-full border-t border-line">
      <caption className="flex h-6 items-center justify-between px-2 text-caption text-ink-3">
        <span>How often each stage took how long</span>
        <span>
          ≤ {displayLatency(histogramBoundsMs[0])} … {binWords(histogramBoundsMs.length)}
        </span>
      </caption>
      <tbody className="block">
        {data.histogram.map((row) => (
          <Row key={row.stage} {...row} />
        ))}
      </tbody>
    </table>
  );
}
