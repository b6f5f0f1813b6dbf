import { type JSX, useLayoutEffect, useRef } from 'react';
import type { BookMoment } from '../../../app/contract/recordedBook.ts';
import { PanelState } from '../../components/PanelState.tsx';
import { ScrollRegion } from '../../components/ScrollRegion.tsx';
import { SmallTable } from '../../components/SmallTable.tsx';
import { displayPrice } from '../../format/price.ts';
import { standings } from './depthCurve.ts';

/** Rows a side: the rest is in the depth. */
const shownLevels = 25;

/** Scrolls what lies between the sides into the middle. */
function toTheMiddle(element: HTMLElement | null): void {
  const region = element?.querySelector('section');
  const between = region?.querySelector('[data-marked]');
  if (region === null || region === undefined || between === null || between === undefined) return;
  const { top, height } = region.getBoundingClientRect();
  region.scrollTop += between.getBoundingClientRect().top - top - height / 2;
}

/** Levels by price, the lowest ask and the highest bid in the middle, each with what stands up to it. */
export function Ladder({ book: { bids, asks, figures } }: { book: BookMoment }): JSX.Element {
  const element = useRef<HTMLDivElement>(null);
  const above = Math.min(shownLevels, asks.length);
  // Where as many asks stand as before, whoever scrolled stays where they are.
  // biome-ignore lint/correctness/useExhaustiveDependencies: it is the number of rows above that moves the middle
  useLayoutEffect(() => toTheMiddle(element.current), [above]);
  if (bids.length === 0 && asks.length === 0) return <PanelState title="The book is empty" />;
  const rowsOf = (side: 'bid' | 'ask') => {
    const levels = (side === 'bid' ? bids : asks).slice(0, shownLevels);
    const totals = standings(levels);
    return levels.map(({ price, size }, i) => ({
      id: `${side} ${price}`,
      cells: [
        <span key="price" className={side === 'bid' ? 'text-gain' : 'text-loss'}>
          {side === 'bid' ? '▲' : '▼'} {price}
        </span>,
        <span key="size" title={size}>
          {displayPrice(Number(size))}
        </span>,
        <span key="total" className="text-ink-2">
          {displayPrice(totals[i]?.total ?? 0)}
        </span>,
      ],
    }));
  };
  const spread = figures.spreadBps === null ? '—' : `${figures.spreadBps.toPrecision(3)} bp`;
  const between = {
    id: 'spread',
    marked: true,
    cells: [
      <span key="spread" className="text-ink-2">
        {spread}
      </span>,
      '',
      '',
    ],
  };
  return (
    <div ref={element} className="h-full min-h-0">
      <ScrollRegion label="Ladder by price" className="h-full">
        <SmallTable
          label="Ladder"
          headers={['Price', 'Size', 'Up to it']}
          tracks="minmax(84px,1fr) minmax(72px,1fr) minmax(72px,1fr)"
          numeric={[0, 1, 2]}
          minWidth={232}
          rows={[...rowsOf('ask').reverse(), between, ...rowsOf('bid')]}
        />
      </ScrollRegion>
    </div>
  );
}
