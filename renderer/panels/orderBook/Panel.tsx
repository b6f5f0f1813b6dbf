import { Tabs } from 'radix-ui';
import { type JSX, useState } from 'react';
import type { KeptSeries } from '../../../app/contract/imports.ts';
import type { BookMoment } from '../../../app/contract/recordedBook.ts';
import { fieldClass } from '../../components/fieldClasses.ts';
import { ModeLabel } from '../../components/ModeLabel.tsx';
import { PanelState } from '../../components/PanelState.tsx';
import { adviceOf } from '../../format/advice.ts';
import { displayCount } from '../../format/amount.ts';
import { displayAge, exactTime } from '../../format/time.ts';
import { useBooks } from '../bookPaper/useBooks.ts';
import { DepthChart } from './DepthChart.tsx';
import { Ladder } from './Ladder.tsx';
import { MeasureChart } from './MeasureChart.tsx';
import { Playhead } from './Playhead.tsx';
import { TradeList } from './TradeList.tsx';
import { useBookMoment, useBookSeries } from './useOrderBook.ts';

const tabClass =
  'h-6 px-1.5 text-caption whitespace-nowrap text-ink-3 hover:text-ink data-[state=active]:text-ink data-[state=active]:shadow-[inset_0_-1px_0_var(--accent)]';

/** A recorded order book as it stood: its depth, its levels, what was traded, and its measures over time. */
export function OrderBookPanel(): JSX.Element {
  const { books, error } = useBooks();
  const [chosen, setChosen] = useState<string | null>(null);
  if (books === undefined)
    return error === null ? (
      <PanelState title="Looking for recorded books" />
    ) : (
      <PanelState title={`The market history cannot be read: ${error.message}`}>{adviceOf(error)}</PanelState>
    );
  const market = books.find(({ id }) => id === chosen) ?? books[0];
  if (market === undefined)
    return (
      <PanelState title="No order book is kept yet">
        Import a venue’s recorded streams in the panel of recorded data: then its book is here, as it stood at every
        moment.
      </PanelState>
    );
  return <MarketBook key={market.id} market={market} books={books} onChoose={setChosen} />;
}

function MarketBook({
  market,
  books,
  onChoose,
}: {
  market: KeptSeries;
  books: readonly KeptSeries[];
  onChoose: (id: string) => void;
}): JSX.Element {
  const [atMs, setAtMs] = useState<number | null>(null);
  const moment = useBookMoment(market, atMs);
  const book = moment.data;
  return (
    <div className="flex h-full min-h-0 flex-col">
      <div className="flex shrink-0 flex-wrap items-center gap-1.5 border-b border-line px-2 py-1">
        <select
          aria-label="Market"
          data-testid="book-market"
          className={`${fieldClass} max-w-48`}
          value={market.id}
          onChange={(event) => onChoose(event.target.value)}
        >
          {books.map(({ id, venue, symbol }) => (
            <option key={id} value={id}>
              {venue} {symbol}
            </option>
          ))}
        </select>
        {book === undefined ? null : <Playhead book={book} busy={moment.isPlaceholderData} onSeek={setAtMs} />}
      </div>
      {moment.error !== null ? (
        <p role="alert" data-testid="book-refused" className="px-2 py-1.5 break-words text-warn">
          {moment.error.message}. {adviceOf(moment.error)}
        </p>
      ) : book === undefined ? (
        <PanelState title="Making the book again from what was recorded" />
      ) : (
        <BookOnShow market={market} book={book} onSeek={setAtMs} />
      )}
    </div>
  );
}

const dayMs = 86_400_000;
const longAge = (ageMs: number): string =>
  ageMs < 2 * dayMs ? displayAge(ageMs) : `${displayCount(Math.floor(ageMs / dayMs))} days`;

const stateWords: Readonly<Record<BookMoment['state'], string>> = {
  whole: '',
  lost: 'The book was lost here',
  none: 'The book was not stated yet',
};

function BookOnShow({
  market,
  book,
  onSeek,
}: {
  market: KeptSeries;
  book: BookMoment;
  onSeek: (atMs: number) => void;
}): JSX.Element {
  const series = useBookSeries(market, book, book.atMs);
  const changed = book.changedMs === null ? '' : `, last changed ${displayAge(book.atMs - book.changedMs)} before`;
  const missing =
    book.state === 'whole' ? null : (
      <PanelState title={stateWords[book.state]}>
        {book.state === 'lost'
          ? 'Messages were missing, or it crossed: nothing is shown until the venue states it anew.'
          : 'The recording begins with changes to a book that it does not hold.'}
      </PanelState>
    );
  return (
    <>
      <p
        data-testid="book-source"
        className="flex shrink-0 items-center gap-1.5 truncate border-b border-line px-2 py-0.5 text-caption text-ink-3"
      >
        <ModeLabel mode="RECORDED" />
        <span className="truncate" title={exactTime(book.atMs)}>
          {book.venue} {book.symbol} as of {exactTime(book.atMs).replace('T', ' ')}
          {changed} · recorded {longAge(Date.now() - book.atMs)} ago
        </span>
      </p>
      <div className="grid min-h-0 flex-1 grid-cols-2 grid-rows-1">
        <div className="min-h-0 min-w-0 border-r border-line">{missing ?? <DepthChart book={book} />}</div>
        <div className="min-h-0 min-w-0">{missing ?? <Ladder book={book} />}</div>
      </div>
      <Tabs.Root defaultValue="trades" className="flex min-h-0 flex-1 flex-col border-t border-line">
        <Tabs.List aria-label="Below the book" className="flex shrink-0 gap-1 border-b border-line px-1.5">
          <Tabs.Trigger value="trades" data-testid="book-tab-trades" className={tabClass}>
            Time and sales
          </Tabs.Trigger>
          <Tabs.Trigger value="measures" data-testid="book-tab-measures" className={tabClass}>
            Measures
          </Tabs.Trigger>
        </Tabs.List>
        <Tabs.Content value="trades" className="min-h-0 flex-1">
          <TradeList book={book} />
        </Tabs.Content>
        <Tabs.Content value="measures" className="min-h-0 flex-1">
          {series.data !== undefined ? (
            <MeasureChart series={series.data} atMs={book.atMs} onSeek={onSeek} />
          ) : series.error === null ? (
            <PanelState title="Going through the recording" />
          ) : (
            <PanelState title={series.error.message}>{adviceOf(series.error)}</PanelState>
          )}
        </Tabs.Content>
      </Tabs.Root>
    </>
  );
}
