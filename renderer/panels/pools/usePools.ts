import { type UseQueryResult, useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import type { LiquidityAnswer, PoolDepth, Pooled } from '../../../app/contract/liquidity.ts';
import { unwrap } from '../../../app/domain/result.ts';
import { useMarkedAddress } from '../../state/links.ts';

/** The engine is asked while the panel is on show: the table changes with each block, the pool on show is looked at closely. */
const [tableEveryMs, poolEveryMs] = [2_000, 1_000];

export interface PoolsView {
  readonly query: UseQueryResult<LiquidityAnswer<'pools'>>;
  /** Of a token that the link group is at, its pools; else all. */
  readonly rows: readonly Pooled[];
  /** The pool that the link group is at, else the first. */
  readonly shown: Pooled | null;
}

export function usePools(): PoolsView {
  const query = useQuery({
    queryKey: ['pools'],
    queryFn: async () => unwrap(await window.syndicate.pools({})),
    refetchInterval: tableEveryMs,
    retry: false,
  });
  const marked = useMarkedAddress('pools');
  const all = query.data?.pools;
  return useMemo(() => {
    const pools = all ?? [];
    const ofToken = pools.filter(({ token0, token1 }) => token0.address === marked || token1.address === marked);
    const rows = ofToken.length > 0 ? ofToken : pools;
    return { query, rows, shown: pools.find(({ id }) => id === marked) ?? rows[0] ?? null };
  }, [query, all, marked]);
}

export function usePoolDepth(pool: Pooled['id']): UseQueryResult<PoolDepth> {
  return useQuery({
    queryKey: ['poolDepth', pool],
    queryFn: async () => unwrap(await window.syndicate.poolDepth({ pool })),
    refetchInterval: poolEveryMs,
    retry: false,
  });
}

/** "LINK / WETH". */
export function pairOf({ token0, token1 }: Pick<Pooled, 'token0' | 'token1'>): string {
  return `${token0.symbol} / ${token1.symbol}`;
}
