import { type FormEvent, type JSX, useState } from 'react';
import {
  columnOrders,
  type ImportContentRequest,
  type ImportJobRow,
  type ImportOrder,
  importIntervals,
  type Recognised,
  recordedProtocols,
} from '../../../app/contract/imports.ts';
import { buttonClass, fieldClass } from '../../components/fieldClasses.ts';
import { Labelled } from '../../components/Labelled.tsx';
import { displayBytes } from '../../format/time.ts';
import { controlImport, startImport } from '../../state/commands.ts';

const kindNames = {
  candles: 'candles',
  trades: 'single trades',
  blocks: 'blocks of a chain',
  recording: 'streams of a venue',
  books: 'a table of order books',
} as const;
const orderNames = {
  named: 'as its first line says',
  binance: 'Binance: open, high, low, close',
  bitfinex: 'Bitfinex: open, close, high, low',
  bybit: 'Bybit: open, high, low, close',
} as const;

type Kind = ImportContentRequest['kind'];

interface Draft {
  readonly kind: Kind;
  readonly interval: (typeof importIntervals)[number];
  readonly protocol: (typeof recordedProtocols)[number];
  readonly chain: string;
  readonly venue: string;
  readonly symbol: string;
  readonly columnOrder: ImportOrder['columnOrder'];
}

function draftOf({ content, venue, symbol, columnOrder }: Recognised): Draft {
  return {
    kind: content?.kind ?? 'candles',
    interval: content?.kind === 'candles' ? content.interval : '1m',
    protocol: content?.kind === 'recording' ? content.protocol : 'binance',
    chain: content?.kind === 'blocks' ? String(content.chain) : '1',
    venue,
    symbol,
    columnOrder,
  };
}

/** The order that a draft is, or what is missing in it. */
export function readDraft(draft: Draft, namesSeries: boolean): { order: ImportOrder } | { problem: string } {
  const { kind, interval, protocol, chain, columnOrder } = draft;
  const [venue, symbol] = [draft.venue.trim(), draft.symbol.trim()];
  if (kind === 'blocks') {
    const id = Number(chain);
    if (!/^\d{1,15}$/.test(chain.trim()) || id === 0) return { problem: 'The chain is a number: 1 is Ethereum.' };
    return { order: { content: { kind, chain: id }, venue: `evm-${id}`, symbol: null, columnOrder: 'named' } };
  }
  if (venue === '') return { problem: 'Say which venue these are of.' };
  if (symbol === '' && !namesSeries) return { problem: 'The file does not name its series: say it, such as BTCUSDT.' };
  const named = symbol === '' ? null : symbol;
  if (kind === 'recording' || kind === 'books') {
    const content = kind === 'recording' ? ({ kind, protocol } as const) : ({ kind } as const);
    return { order: { content, venue, symbol: named, columnOrder: 'named' } };
  }
  const content = kind === 'candles' ? ({ kind, interval } as const) : ({ kind } as const);
  return { order: { content, venue, symbol: named, columnOrder } };
}

function Choice<Value extends string>(props: {
  readonly label: string;
  readonly value: Value;
  readonly values: Readonly<Record<Value, string>>;
  readonly onChange: (value: Value) => void;
}): JSX.Element {
  return (
    <Labelled label={props.label}>
      {(id) => (
        <select
          id={id}
          className={fieldClass}
          value={props.value}
          onChange={(event) => props.onChange(event.target.value as Value)}
        >
          {(Object.entries(props.values) as [Value, string][]).map(([value, words]) => (
            <option key={value} value={value}>
              {words}
            </option>
          ))}
        </select>
      )}
    </Labelled>
  );
}

function Text(props: {
  readonly label: string;
  readonly value: string;
  readonly testId: string;
  readonly placeholder?: string;
  readonly onChange: (value: string) => void;
}): JSX.Element {
  return (
    <Labelled label={props.label}>
      {(id) => (
        <input
          id={id}
          data-testid={props.testId}
          className={`${fieldClass} w-28`}
          value={props.value}
          maxLength={64}
          spellCheck={false}
          placeholder={props.placeholder}
          onChange={(event) => props.onChange(event.target.value)}
        />
      )}
    </Labelled>
  );
}

const intervalNames = Object.fromEntries(importIntervals.map((interval) => [interval, interval])) as Record<
  Draft['interval'],
  string
>;
const protocolNames = Object.fromEntries(recordedProtocols.map((protocol) => [protocol, protocol])) as Record<
  Draft['protocol'],
  string
>;
const orderChoices = Object.fromEntries(columnOrders.map((order) => [order, orderNames[order]])) as Record<
  ImportOrder['columnOrder'],
  string
>;

/** What a file was recognised as, for a person to complete and to begin with. */
export function ImportForm({ job, recognised }: { job: ImportJobRow; recognised: Recognised }): JSX.Element {
  const [draft, setDraft] = useState(() => draftOf(recognised));
  const change = (part: Partial<Draft>): void => setDraft((before) => ({ ...before, ...part }));
  const read = readDraft(draft, recognised.namesSeries);
  const problem = 'problem' in read ? read.problem : null;
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    if ('order' in read) void startImport(read.order);
  };
  const series = recognised.series.join(', ');
  return (
    <form onSubmit={submit} aria-label="Import" className="flex flex-col gap-1.5 border-b border-line px-2 py-1.5">
      <p className="truncate" title={job.name}>
        <span className="font-semibold">{job.name}</span>{' '}
        <span className="text-ink-2">
          {displayBytes(job.sizeBytes)} · {recognised.detail}
          {series === '' ? '' : ` · ${series}`}
        </span>
      </p>
      <div className="flex flex-wrap items-center gap-x-4 gap-y-1.5">
        <Choice label="Holds" value={draft.kind} values={kindNames} onChange={(kind) => change({ kind })} />
        {draft.kind === 'candles' ? (
          <Choice
            label="of"
            value={draft.interval}
            values={intervalNames}
            onChange={(interval) => change({ interval })}
          />
        ) : null}
        {draft.kind === 'recording' ? (
          <Choice
            label="of"
            value={draft.protocol}
            values={protocolNames}
            onChange={(protocol) => change({ protocol })}
          />
        ) : null}
        {draft.kind === 'blocks' ? (
          <Text label="Chain" testId="import-chain" value={draft.chain} onChange={(chain) => change({ chain })} />
        ) : (
          <>
            <Text label="Venue" testId="import-venue" value={draft.venue} onChange={(venue) => change({ venue })} />
            <Text
              label="Series"
              testId="import-symbol"
              value={draft.symbol}
              placeholder={recognised.namesSeries ? 'all of the file' : ''}
              onChange={(symbol) => change({ symbol })}
            />
            {draft.kind === 'recording' || draft.kind === 'books' ? null : (
              <Choice
                label="Columns"
                value={draft.columnOrder}
                values={orderChoices}
                onChange={(columnOrder) => change({ columnOrder })}
              />
            )}
          </>
        )}
      </div>
      <div className="flex items-center justify-between gap-3">
        <p role="status" className="min-w-0 text-caption text-warn">
          {problem ?? (recognised.orderUncertain ? 'The file does not say the order of its columns: check it.' : '')}
        </p>
        <div className="flex shrink-0 gap-2">
          <button type="button" className={buttonClass} onClick={() => void controlImport('dismiss')}>
            Not now
          </button>
          <button
            type="submit"
            data-testid="import-start"
            disabled={problem !== null}
            className="h-6 rounded-sm bg-selected px-3 font-semibold text-ink disabled:bg-raised disabled:text-ink-3"
          >
            Import
          </button>
        </div>
      </div>
    </form>
  );
}
