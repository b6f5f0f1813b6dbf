import type { JSX } from 'react';
import type { BookMoment } from '../../../app/contract/recordedBook.ts';
import { PanelState } from '../../components/PanelState.tsx';
import { useElementSize } from '../../components/useElementSize.ts';
import { displayPrice } from '../../format/price.ts';
import { steppedArea } from '../pools/plot.ts';
import { depthCurve } from './depthCurve.ts';

const axisHeight = 16;

/** What stands in the book up to each price, on both sides of the mid. */
export function DepthChart({ book }: { book: BookMoment }): JSX.Element {
  const [attach, size] = useElementSize();
  const curve = depthCurve(book);
  if (curve === null) return <PanelState title="A side of the book is empty" />;
  const { bids, asks, lowest, highest, most } = curve;
  const width = size?.width ?? 0;
  const height = Math.max(0, (size?.height ?? 0) - axisHeight);
  const [bidTotal = 0, askTotal = 0] = [bids, asks].map((side) => (side.at(-1)?.y ?? 0) * most);
  return (
    <div ref={attach} className="relative h-full min-h-0 overflow-hidden">
      <svg
        role="img"
        aria-label={`Depth: ${displayPrice(bidTotal)} bid down to ${displayPrice(lowest)}, ${displayPrice(askTotal)} asked up to ${displayPrice(highest)}`}
        data-testid="book-depth"
        width={width}
        height={height}
        className="block"
      >
        <path d={steppedArea(bids, width, height)} className="fill-gain/15 stroke-gain" />
        <path d={steppedArea(asks, width, height)} className="fill-loss/15 stroke-loss" />
        <path d={`M${width / 2} 0V${height}`} className="fill-none stroke-line" />
      </svg>
      <p className="absolute top-1 left-2 text-caption text-ink-3">▲ {displayPrice(bidTotal)} bid</p>
      <p className="absolute top-1 right-2 text-caption text-ink-3">▼ {displayPrice(askTotal)} asked</p>
      <div className="flex justify-between px-2 text-caption text-ink-3">
        <span>{displayPrice(lowest)}</span>
        <span>{displayPrice((lowest + highest) / 2)}</span>
        <span>{displayPrice(highest)}</span>
      </div>
    </div>
  );
}
