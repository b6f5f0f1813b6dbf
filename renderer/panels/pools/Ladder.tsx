import type { JSX } from 'react';
import type { PoolDepth } from '../../../app/contract/liquidity.ts';
import { Amount } from '../../components/Amount.tsx';
import { PanelState } from '../../components/PanelState.tsx';
import { ScrollRegion } from '../../components/ScrollRegion.tsx';
import { SmallTable } from '../../components/SmallTable.tsx';
import { minus } from '../../format/amount.ts';
import { displayPrice } from '../../format/price.ts';

/** +10 000 ppm is `+1 %`. */
export function displayMove(ppm: number): string {
  return `${ppm > 0 ? '+' : minus}${Math.abs(ppm) / 10_000} %`;
}

/** What a swap gives and gets until the price has moved so far: token0 is bought above the price and sold below. */
export function Ladder({ depth: { pool, levels } }: { depth: PoolDepth }): JSX.Element {
  if (levels.length === 0) return <PanelState title="The pool is empty" />;
  const { token0, token1 } = pool;
  return (
    <ScrollRegion label="Ladder by price" className="h-full">
      <SmallTable
        label="Ladder"
        headers={['Price moves', 'to', `${token0.symbol}`, `${token1.symbol}`]}
        tracks="84px 96px minmax(96px,1fr) minmax(96px,1fr)"
        numeric={[0, 1, 2, 3]}
        rows={levels.map(({ ppm, price, out, in: asked }) => {
          const rises = ppm > 0;
          return {
            id: String(ppm),
            cells: [
              <span key="move" className={rises ? 'text-gain' : 'text-loss'}>
                {displayMove(ppm)}
              </span>,
              displayPrice(price),
              <span key="0" title={rises ? 'bought' : 'sold, fee included'}>
                {rises ? 'buys ' : 'sells '}
                <Amount value={rises ? out : asked} {...token0} still />
              </span>,
              <span key="1" title={rises ? 'paid, fee included' : 'received'}>
                {rises ? 'for ' : 'gets '}
                <Amount value={rises ? asked : out} {...token1} still />
              </span>,
            ],
          };
        })}
      />
    </ScrollRegion>
  );
}
