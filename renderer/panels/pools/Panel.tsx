import { type JSX, useMemo } from 'react';
import type { Pooled } from '../../../app/contract/liquidity.ts';
import { DataTable } from '../../components/DataTable.tsx';
import { PanelState } from '../../components/PanelState.tsx';
import { displayCount } from '../../format/amount.ts';
import { drive } from '../../state/links.ts';
import { useStatus } from '../../state/panelStore.ts';
import { poolColumns } from './columns.tsx';
import { PoolOnShow } from './PoolOnShow.tsx';
import { usePools } from './usePools.ts';

function poolId({ id }: Pooled): string {
  return id;
}

/** Every pool that the engine follows, and one of them taken apart. */
export function PoolsPanel(): JSX.Element {
  const { query, rows, shown } = usePools();
  const nativeSymbol = useStatus((status) => status.nativeSymbol) ?? '';
  const columns = useMemo(() => poolColumns(nativeSymbol), [nativeSymbol]);
  if (query.data === undefined)
    return query.error === null ? (
      <PanelState title="Waiting for the pools">The engine is asked for them.</PanelState>
    ) : (
      <PanelState title={query.error.message}>It is asked again every 2 s.</PanelState>
    );
  if (shown === null)
    return <PanelState title="No pool yet">Pools appear when the feed has read the factories of the chain.</PanelState>;
  const choose = (id: string | null): void => {
    const pool = rows.find((row) => row.id === id);
    drive('pools', pool === undefined ? null : { kind: 'pool', address: pool.id });
  };
  return (
    <div className={`flex h-full min-h-0 flex-col ${query.error === null ? '' : 'opacity-70'}`}>
      <div className="min-h-0 flex-1">
        <DataTable
          label="Pools"
          rows={rows}
          columns={columns}
          idOf={poolId}
          rowTestId="pool-row"
          selectedId={shown.id}
          onSelect={choose}
        />
      </div>
      <div className="min-h-0 flex-1 border-t border-line">
        <PoolOnShow pool={shown} />
      </div>
    </div>
  );
}

/** In the panel's header: as of which block, and what was left out. */
export function PoolsFacts(): JSX.Element {
  const { query, rows } = usePools();
  const chain = useStatus((status) => status.chainName) ?? '';
  if (query.data === undefined) return <span>waiting for the engine</span>;
  const { blockNumber, more } = query.data;
  return (
    <span className={query.error === null ? '' : 'text-warn'}>
      {chain} · {displayCount(rows.length)} pools{more === 0 ? '' : ` of ${displayCount(rows.length + more)}`} · block{' '}
      {displayCount(blockNumber)}
      {query.error === null ? '' : ' · asking again'}
    </span>
  );
}
