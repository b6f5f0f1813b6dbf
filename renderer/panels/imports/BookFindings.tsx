import type { JSX } from 'react';
import type { BookReport } from '../../../app/contract/imports.ts';
import { displayCount } from '../../format/amount.ts';

function Line({ words, children }: { words: string; children: string }): JSX.Element {
  return (
    <p className="flex gap-3 px-2 pb-0.5 text-caption">
      <span className="w-28 shrink-0 text-ink-3">{words}</span>
      <span className="min-w-0 break-words text-ink-2">{children}</span>
    </p>
  );
}

const named = (names: BookReport['messages']): string =>
  names.map(({ name, count }) => `${name} ${displayCount(count)}`).join(', ') || 'none';

const figure = (value: number | null, unit: string): string =>
  value === null ? '—' : `${Number(value.toPrecision(3))}${unit}`;

/** What was found in a recording of order books: what came, what was not known, how sure the rebuilt books are. */
export function BookFindings({ books }: { books: BookReport }): JSX.Element {
  const { messages, unknown, gaps, crossed, compared, equal, clockBehindMs, figures } = books;
  return (
    <section aria-label="Order books" data-testid="import-books" className="pb-1">
      <Line words="messages">{named(messages)}</Line>
      <Line words="not known">{named(unknown)}</Line>
      <Line words="books">
        {`${displayCount(gaps)} gaps, ${displayCount(crossed)} crossed; ${displayCount(equal)} of ${displayCount(compared)} of the venue’s own quotes equal the rebuilt book`}
      </Line>
      {clockBehindMs === null ? null : (
        <Line words="clock">{`the recorder’s ran at least ${displayCount(Math.round(clockBehindMs))} ms behind; times are the venue’s`}</Line>
      )}
      {figures.map(({ symbol, trades, spreadBps, impactBps, lambda }) => (
        <Line key={symbol} words={symbol}>
          {`${displayCount(trades)} trades · spread ${figure(spreadBps, ' bp')} · ten average trades cost ${figure(impactBps, ' bp')} · Kyle’s lambda ${figure(lambda, '')}`}
        </Line>
      ))}
    </section>
  );
}
