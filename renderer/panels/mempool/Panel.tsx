import { type UseQueryResult, useQuery } from '@tanstack/react-query';
import { type JSX, useState } from 'react';
import type { MempoolAnswer, PendingRow, SwapReading } from '../../../app/contract/mempool.ts';
import { shortHex } from '../../../app/domain/hex.ts';
import { unwrap } from '../../../app/domain/result.ts';
import { Choice } from '../../components/Choice.tsx';
import { PanelState } from '../../components/PanelState.tsx';
import { ScrollRegion } from '../../components/ScrollRegion.tsx';
import { SmallTable } from '../../components/SmallTable.tsx';
import { copyableAmount, displayAmount, displayCount, displayGwei, exactTitle } from '../../format/amount.ts';
import { displayAge, exactTime } from '../../format/time.ts';
import { useClock } from '../../state/clock.ts';
import { drive } from '../../state/links.ts';
import { useStatus } from '../../state/panelStore.ts';
import { nativeDecimals } from '../../state/tokens.ts';
import { effectText, isListed, type PendingFilter, pendingFilters, stateText } from './pendingText.ts';

const everyMs = 1_000;
/** So long without anything new, and what is shown is old. */
const staleAfterMs = 15_000;

function useMempool(): UseQueryResult<MempoolAnswer> {
  return useQuery({
    queryKey: ['mempool'],
    queryFn: async () => unwrap(await window.syndicate.mempool({})),
    refetchInterval: everyMs,
    retry: false,
  });
}

type PathToken = SwapReading['tokens'][number];

function PathAmount({ amount, token }: { amount: bigint | null; token: PathToken | undefined }): JSX.Element {
  if (token === undefined) return <span>—</span>;
  if (amount === null) return <span className="text-ink-3">? {token.symbol}</span>;
  return (
    <span title={exactTitle(amount, token.decimals, token.symbol)} data-exact={copyableAmount(amount, token.decimals)}>
      {displayAmount(amount, token.decimals)} <span className="text-ink-3">{token.symbol}</span>
    </span>
  );
}

/** What goes in, the pools that it passes, and what would come out. A click on a pool shows it in the link group. */
function Reading({ row }: { row: PendingRow }): JSX.Element {
  const { reading } = row;
  if (reading === null)
    return (
      <span className="text-ink-3" title={row.to ?? ''}>
        {row.method} {row.to === null ? '' : `to ${shortHex(row.to)}`}
      </span>
    );
  return (
    <span title={row.method}>
      <PathAmount amount={reading.amountIn} token={reading.tokens[0]} />
      {reading.pools.map((pool, place) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a path never reorders
        <span key={place} className="text-ink-3">
          {' → '}
          {pool === null ? (
            'unknown pool'
          ) : (
            <button
              type="button"
              className="text-ink-3 hover:text-accent"
              onClick={() => drive('mempool', { kind: 'pool', address: pool.id })}
            >
              {pool.venue}
            </button>
          )}
        </span>
      ))}
      {' → '}
      <PathAmount amount={reading.amountOut} token={reading.tokens.at(-1)} />
    </span>
  );
}

function Value({ row, symbol }: { row: PendingRow; symbol: string }): JSX.Element {
  const value = row.reading?.value ?? (row.value > 0n ? row.value : null);
  if (value === null) return <span className="text-ink-3">—</span>;
  return (
    <span title={exactTitle(value, nativeDecimals, symbol)} data-exact={copyableAmount(value, nativeDecimals)}>
      {displayAmount(value, nativeDecimals)}
    </span>
  );
}

function Effect({ row }: { row: PendingRow }): JSX.Element {
  const text = effectText(row);
  const first = row.touches[0];
  if (first === undefined) return <span className="text-ink-2">{text}</span>;
  return (
    <button
      type="button"
      className="text-warn hover:text-ink"
      title={row.touches.map(({ kind, id }) => `${kind} ${id}`).join('\n')}
      onClick={() => drive('mempool', { kind: first.kind, id: first.id })}
    >
      {text}
    </button>
  );
}

/** What waits for a block, with what it is worth and what it would do. It is only looked at: nothing here acts on another's trade. */
export function MempoolPanel(): JSX.Element {
  const { data, error } = useMempool();
  const [filter, setFilter] = useState<PendingFilter>('swaps');
  const symbol = useStatus((status) => status.nativeSymbol) ?? '';
  const nowMs = useClock((now) => now);
  if (data === undefined)
    return error === null ? (
      <PanelState title="Waiting for the engine">It is asked what waits for a block.</PanelState>
    ) : (
      <PanelState title={error.message}>It is asked again every second.</PanelState>
    );
  const rows = data.rows.filter((row) => isListed(row, filter));
  return (
    <div className={`flex h-full min-h-0 flex-col ${error === null ? '' : 'opacity-70'}`} data-testid="mempool">
      <div className="flex h-7 shrink-0 items-center gap-3 border-b border-rule px-3">
        <Choice label="Show" testId="mempool-filter" values={pendingFilters} chosen={filter} onChoose={setFilter} />
        <span className="min-w-0 flex-1 truncate text-right text-caption text-ink-3">
          read at block {displayCount(data.blockNumber)} · {displayCount(data.seen)} seen
          {data.unread === 0 ? '' : ` · ${displayCount(data.unread)} not read`}
        </span>
      </div>
      {rows.length === 0 ? (
        <PanelState title={data.rows.length === 0 ? 'Nothing waits for a block' : 'Nothing of this kind waits'}>
          {data.rows.length === 0
            ? 'Transactions appear as the node tells of them; a node without that subscription tells of none.'
            : 'Choose “all” to see the others.'}
        </PanelState>
      ) : (
        <ScrollRegion label="Pending transactions" className="min-h-0 flex-1">
          <SmallTable
            label="Pending transactions"
            headers={['Seen', `Value ${symbol}`, 'Swap', 'Our reading', 'State', 'Tip gwei', 'From']}
            tracks="48px 72px minmax(272px,2fr) minmax(150px,1fr) 84px 64px 88px"
            numeric={[1, 5]}
            minWidth={788}
            folds={[3, 5, 6]}
            rows={rows.map((row) => ({
              id: row.id,
              marked: row.touches.length > 0 && row.state === 'pending',
              cells: [
                <span key="seen" className="text-ink-2" title={exactTime(row.seenAtMs)}>
                  {displayAge(nowMs - row.seenAtMs)}
                </span>,
                <Value key="value" row={row} symbol={symbol} />,
                <Reading key="swap" row={row} />,
                <Effect key="effect" row={row} />,
                <span key="state" className={row.state === 'pending' ? '' : 'text-ink-3'}>
                  {stateText(row)}
                </span>,
                <span key="tip" title={`${row.maxPriorityFeePerGas} wei, at most ${row.maxFeePerGas} wei a gas`}>
                  {displayGwei(row.maxPriorityFeePerGas)}
                </span>,
                <span key="from" className="font-mono text-caption text-ink-2" title={`${row.from}\n${row.id}`}>
                  {row.ours ? 'ours' : shortHex(row.from)}
                </span>,
              ],
            }))}
          />
        </ScrollRegion>
      )}
    </div>
  );
}

/** In the panel's header: whose, how many, and since when nothing new came. */
export function MempoolFacts(): JSX.Element {
  const { data, error } = useMempool();
  const chain = useStatus((status) => status.chainName) ?? '';
  const nowMs = useClock((now) => now);
  if (data === undefined) return <span>waiting for the engine</span>;
  const waiting = data.rows.filter(({ state }) => state === 'pending').length;
  const ageMs = data.lastSeenMs === null ? null : nowMs - data.lastSeenMs;
  const isOld = error !== null || (ageMs !== null && ageMs > staleAfterMs);
  return (
    <span className={isOld ? 'text-warn' : ''}>
      {chain} · {displayCount(waiting)} waiting
      {ageMs === null ? '' : isOld ? ` · nothing new for ${displayAge(ageMs)}` : ` · ${displayAge(ageMs)} ago`}
    </span>
  );
}
