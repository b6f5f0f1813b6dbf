import { type FormEvent, type JSX, useState } from 'react';
import { type BookPaperOrder, bookOrderKinds } from '../../../app/contract/bookPaper.ts';
import type { KeptSeries } from '../../../app/contract/imports.ts';
import { buttonClass, fieldClass } from '../../components/fieldClasses.ts';
import { Labelled } from '../../components/Labelled.tsx';
import { beginningOf, type Draft, kindNames, readDraft } from './draft.ts';

/** One order on paper: what, and when of the recording it is sent. */
export function OrderForm({
  series,
  busy,
  onSend,
}: {
  series: readonly KeptSeries[];
  busy: boolean;
  onSend: (ask: BookPaperOrder) => void;
}): JSX.Element {
  const [draft, setDraft] = useState<Draft>({
    market: series[0]?.id ?? '',
    side: 'buy',
    kind: 'limit',
    price: '',
    size: '1',
    at: beginningOf(series[0]),
    cancelAfter: '',
    makerPercent: '0.02',
    takerPercent: '0.04',
  });
  const read = readDraft(draft, series);
  const set = (part: Partial<Draft>): void => setDraft({ ...draft, ...part });
  const text = (name: keyof Draft, label: string, width: string): JSX.Element => (
    <Labelled label={label}>
      {(id) => (
        <input
          id={id}
          data-testid={`book-paper-${name}`}
          className={`${fieldClass} ${width}`}
          disabled={name === 'price' && draft.kind === 'market'}
          value={draft[name]}
          onChange={(event) => set({ [name]: event.target.value })}
        />
      )}
    </Labelled>
  );
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    if ('ask' in read && !busy) onSend(read.ask);
  };
  return (
    <form
      aria-label="Order on paper"
      className="flex shrink-0 flex-wrap items-center gap-x-3 gap-y-1.5 border-b border-line px-2 py-1.5"
      onSubmit={submit}
    >
      <select
        aria-label="Market"
        data-testid="book-paper-market"
        className={`${fieldClass} max-w-48`}
        value={draft.market}
        onChange={(event) => {
          const market = series.find(({ id: each }) => each === event.target.value);
          set({ market: event.target.value, at: beginningOf(market) });
        }}
      >
        {series.map(({ id: each, venue, symbol }) => (
          <option key={each} value={each}>
            {venue} {symbol}
          </option>
        ))}
      </select>
      <select
        aria-label="Side"
        data-testid="book-paper-side"
        className={fieldClass}
        value={draft.side}
        onChange={(event) => set({ side: event.target.value as Draft['side'] })}
      >
        <option value="buy">buy</option>
        <option value="sell">sell</option>
      </select>
      <select
        aria-label="Kind"
        data-testid="book-paper-kind"
        className={fieldClass}
        value={draft.kind}
        onChange={(event) => set({ kind: event.target.value as Draft['kind'] })}
      >
        {bookOrderKinds.map((kind) => (
          <option key={kind} value={kind}>
            {kindNames[kind]}
          </option>
        ))}
      </select>
      {text('size', 'Size', 'w-20')}
      {text('price', 'Price', 'w-24')}
      {text('at', 'Sent at, UTC', 'w-48')}
      {text('cancelAfter', 'Cancelled after, s', 'w-14')}
      {text('makerPercent', 'Maker %', 'w-14')}
      {text('takerPercent', 'Taker %', 'w-14')}
      <button type="submit" data-testid="book-paper-send" disabled={'wrong' in read || busy} className={buttonClass}>
        Send on paper
      </button>
      {'wrong' in read ? (
        <span data-testid="book-paper-wrong" className="text-caption text-ink-3">
          not understood yet: {read.wrong}
        </span>
      ) : null}
    </form>
  );
}
