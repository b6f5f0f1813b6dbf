import type { JSX } from 'react';
import type { PoolDepth } from '../../../app/contract/liquidity.ts';
import { toNumberForDisplay } from '../../../app/domain/amount.ts';
import { Amount } from '../../components/Amount.tsx';
import { PanelState } from '../../components/PanelState.tsx';
import { ScrollRegion } from '../../components/ScrollRegion.tsx';
import { SmallTable } from '../../components/SmallTable.tsx';
import { displayCount } from '../../format/amount.ts';
import { displayPrice } from '../../format/price.ts';
import { displayTimeSeconds, exactTime } from '../../format/time.ts';

/** Time and sales: the pool's newest swaps, ours marked. */
export function SwapList({ depth: { pool, swaps, swapsSince } }: { depth: PoolDepth }): JSX.Element {
  const { token0, token1 } = pool;
  const since = swapsSince === null ? 'no block was followed yet' : `followed since block ${displayCount(swapsSince)}`;
  if (swaps.length === 0) return <PanelState title="No swap yet">{since}</PanelState>;
  const priceOf = ({ amount0, amount1 }: (typeof swaps)[number]): number =>
    toNumberForDisplay(amount1, token1.decimals) / toNumberForDisplay(amount0, token0.decimals);
  return (
    <ScrollRegion label={`Swaps, ${since}`} className="h-full">
      <SmallTable
        label="Time and sales"
        headers={['Time', 'Block', 'Side', token0.symbol, token1.symbol, 'Price']}
        tracks="72px 64px 72px minmax(84px,1fr) minmax(84px,1fr) 96px"
        numeric={[1, 3, 4, 5]}
        minWidth={472}
        rows={swaps.map((swap) => ({
          id: swap.id,
          marked: swap.ours,
          cells: [
            <span key="time" className="text-ink-2" title={`${exactTime(swap.atMs)}\n${swap.transactionHash}`}>
              {displayTimeSeconds(swap.atMs)}
            </span>,
            displayCount(swap.blockNumber),
            <span key="side" className={swap.buys ? 'text-gain' : 'text-loss'}>
              {swap.buys ? '▲ buy' : '▼ sell'}
              {swap.ours ? <span className="text-accent"> ours</span> : null}
            </span>,
            <Amount key="0" value={swap.amount0} {...token0} still />,
            <Amount key="1" value={swap.amount1} {...token1} still />,
            displayPrice(priceOf(swap)),
          ],
        }))}
      />
    </ScrollRegion>
  );
}
