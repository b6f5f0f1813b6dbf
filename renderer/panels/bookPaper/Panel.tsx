import { useMutation } from '@tanstack/react-query';
import type { JSX } from 'react';
import type { BookPaperOrder } from '../../../app/contract/bookPaper.ts';
import { unwrap } from '../../../app/domain/result.ts';
import { PanelState } from '../../components/PanelState.tsx';
import { adviceOf } from '../../format/advice.ts';
import { OrderForm } from './OrderForm.tsx';
import { Report } from './Report.tsx';
import { useBooks } from './useBooks.ts';

export function BookPaperPanel(): JSX.Element {
  const { books, error } = useBooks();
  const trade = useMutation({
    mutationFn: async (ask: BookPaperOrder) => unwrap(await window.syndicate.tradeOnBook(ask)),
  });
  if (books === undefined) {
    return error === null ? (
      <PanelState title="Looking for recorded books" />
    ) : (
      <PanelState title={`The market history cannot be read: ${error.message}`}>{adviceOf(error)}</PanelState>
    );
  }
  if (books.length === 0)
    return (
      <PanelState title="No order book is kept yet">
        Import a venue’s recorded streams in the panel of recorded data: then orders can be sent into them on paper.
      </PanelState>
    );
  return (
    <div className="flex h-full min-h-0 flex-col overflow-y-auto">
      <OrderForm series={books} busy={trade.isPending} onSend={(ask) => trade.mutate(ask)} />
      {trade.error !== null ? (
        <p role="alert" data-testid="book-paper-refused" className="px-2 py-1.5 break-words text-warn">
          {trade.error.message}. {adviceOf(trade.error)}
        </p>
      ) : trade.data !== undefined ? (
        <Report report={trade.data} askedAtMs={trade.submittedAt} />
      ) : trade.isPending ? (
        <PanelState title="Going through the recording" />
      ) : (
        <PanelState title="Nothing was sent yet">
          An order stands in the queue of the recorded book as it would have, and pays for what it takes.
        </PanelState>
      )}
    </div>
  );
}
