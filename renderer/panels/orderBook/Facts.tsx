import type { JSX } from 'react';
import { ModeLabel } from '../../components/ModeLabel.tsx';
import { displayCount } from '../../format/amount.ts';
import { useBooks } from '../bookPaper/useBooks.ts';

/** In the panel's header: that nothing of it is live, and how many books there are. */
export function OrderBookFacts(): JSX.Element {
  const { books = [] } = useBooks();
  return (
    <span data-testid="order-book-facts" className="flex min-w-0 items-center gap-1.5">
      <ModeLabel mode="RECORDED" />
      <span className="truncate">{displayCount(books.length)} kept</span>
    </span>
  );
}
