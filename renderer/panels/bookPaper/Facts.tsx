import type { JSX } from 'react';
import { ModeLabel } from '../../components/ModeLabel.tsx';
import { displayCount } from '../../format/amount.ts';
import { exactTime } from '../../format/time.ts';
import { useBooks } from './useBooks.ts';

/** In the panel's header: of which mode all of it is, where it comes from, and how old the newest of it is. */
export function BookPaperFacts(): JSX.Element {
  const { books = [] } = useBooks();
  const newest = Math.max(0, ...books.map(({ lastMs }) => lastMs ?? 0));
  return (
    <span data-testid="book-paper-facts" className="flex min-w-0 items-center gap-1.5">
      <ModeLabel mode="PAPER" />
      {books.length === 0 ? (
        'recorded'
      ) : (
        <span className="truncate" title={`${displayCount(books.length)} kept, the newest to ${exactTime(newest)}`}>
          recorded to {exactTime(newest).slice(0, 10)}
        </span>
      )}
    </span>
  );
}
