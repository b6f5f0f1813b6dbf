import type { JSX } from 'react';
import type { BookMoment } from '../../../app/contract/recordedBook.ts';
import { PanelState } from '../../components/PanelState.tsx';
import { ScrollRegion } from '../../components/ScrollRegion.tsx';
import { SmallTable } from '../../components/SmallTable.tsx';
import { exactTime } from '../../format/time.ts';

const sideOf = (takerBuys: boolean | null): readonly [string, string] =>
  takerBuys === null ? ['not told', 'text-ink-3'] : takerBuys ? ['▲ buy', 'text-gain'] : ['▼ sell', 'text-loss'];

/** Time and sales: the trades up to the moment on show, newest first. Times are the venue's, in UTC. */
export function TradeList({ book: { trades } }: { book: BookMoment }): JSX.Element {
  if (trades.length === 0)
    return <PanelState title="No trade up to this moment">None was recorded in the day before it.</PanelState>;
  return (
    <ScrollRegion label="Trades up to the moment on show" className="h-full">
      <SmallTable
        label="Time and sales"
        headers={['Time, UTC', 'Side', 'Price', 'Size']}
        tracks="96px 64px minmax(84px,1fr) minmax(84px,1fr)"
        numeric={[2, 3]}
        minWidth={340}
        rows={trades.map(({ atMs, price, size, takerBuys }, i) => {
          const [word, tone] = sideOf(takerBuys);
          return {
            id: `${trades.length - i} ${atMs}`,
            cells: [
              <span key="time" className="text-ink-2" title={exactTime(atMs)}>
                {exactTime(atMs).slice(11, 23)}
              </span>,
              <span key="side" className={tone}>
                {word}
              </span>,
              price,
              size,
            ],
          };
        })}
      />
    </ScrollRegion>
  );
}
