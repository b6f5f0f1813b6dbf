import { type JSX, useState } from 'react';
import { type BookMeasureName, type BookSeries, bookMeasureNames } from '../../../app/contract/recordedBook.ts';
import { fieldClass } from '../../components/fieldClasses.ts';
import { PanelState } from '../../components/PanelState.tsx';
import { useElementSize } from '../../components/useElementSize.ts';
import { displayPrice } from '../../format/price.ts';
import { exactTime } from '../../format/time.ts';
import { measureLine } from './measureLine.ts';
import { measureWords } from './measureWords.ts';

const [axisHeight, rowHeight] = [16, 26];

/** One measure of the book over time, with the moment on show marked; a click shows another. */
export function MeasureChart({
  series,
  atMs,
  onSeek,
}: {
  series: BookSeries;
  atMs: number;
  onSeek: (atMs: number) => void;
}): JSX.Element {
  const [attach, size] = useElementSize();
  const [name, setName] = useState<BookMeasureName>('imbalanceFive');
  const { title, unit, says } = measureWords[name];
  const width = size?.width ?? 0;
  const height = Math.max(0, (size?.height ?? 0) - axisHeight - rowHeight);
  const line = measureLine(series.measures[name], width, height);
  const fromMs = series.firstMs - series.stepMs;
  const spanMs = series.stepMs * series.mid.length;
  const words = `${says(series)}; ${series.mid.length} stretches of ${Number((series.stepMs / 1000).toPrecision(3))} s`;
  const inUnit = (value: number): string => `${displayPrice(value)}${unit === '' ? '' : ` ${unit}`}`;
  return (
    <div ref={attach} className="relative flex h-full min-h-0 flex-col overflow-hidden">
      <div className="flex h-6.5 shrink-0 items-center gap-2 px-2">
        <select
          aria-label="Measure"
          data-testid="book-measure"
          className={`${fieldClass} shrink-0`}
          value={name}
          onChange={(event) => setName(bookMeasureNames.find((each) => each === event.target.value) ?? name)}
        >
          {bookMeasureNames.map((each) => (
            <option key={each} value={each}>
              {measureWords[each].title}
            </option>
          ))}
        </select>
        <span data-testid="book-measure-says" className="truncate text-caption text-ink-3" title={words}>
          {words}
        </span>
      </div>
      {line === null ? (
        <PanelState title="Too little was recorded to say">{title} needs more than there is of this book.</PanelState>
      ) : (
        <>
          {/* biome-ignore lint/a11y/useKeyWithClickEvents: the slider above does the same by keys */}
          <svg
            role="img"
            aria-label={`${title}: ${inUnit(line.least)} to ${inUnit(line.most)}`}
            data-testid="book-measure-line"
            width={width}
            height={height}
            className="block shrink-0 cursor-crosshair"
            onClick={({ clientX, currentTarget }) => {
              const { left } = currentTarget.getBoundingClientRect();
              onSeek(Math.round(fromMs + ((clientX - left) / Math.max(1, width)) * spanMs));
            }}
          >
            {line.zero === null ? null : <path d={`M0 ${line.zero}H${width}`} className="fill-none stroke-rule" />}
            <path d={line.path} className="fill-none stroke-accent" />
            <path d={`M${((atMs - fromMs) / spanMs) * width} 0V${height}`} className="fill-none stroke-warn" />
          </svg>
          <p className="pointer-events-none absolute top-7 left-2 text-caption text-ink-3">{inUnit(line.most)}</p>
          <p className="pointer-events-none absolute bottom-4 left-2 text-caption text-ink-3">{inUnit(line.least)}</p>
          <div className="flex justify-between px-2 text-caption text-ink-3">
            <span>{exactTime(fromMs).slice(11, 19)}</span>
            <span>{exactTime(fromMs + spanMs).slice(11, 19)}</span>
          </div>
        </>
      )}
    </div>
  );
}
