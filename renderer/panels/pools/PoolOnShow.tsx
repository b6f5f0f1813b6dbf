import { Tabs } from 'radix-ui';
import type { JSX } from 'react';
import type { PoolDepth, Pooled } from '../../../app/contract/liquidity.ts';
import { displayFeePercent } from '../../../app/domain/feePercent.ts';
import { PanelState } from '../../components/PanelState.tsx';
import { displayPrice } from '../../format/price.ts';
import { DepthChart } from './DepthChart.tsx';
import { HeatMap } from './HeatMap.tsx';
import { Ladder } from './Ladder.tsx';
import { RangesChart } from './RangesChart.tsx';
import { SwapList } from './SwapList.tsx';
import { pairOf, usePoolDepth } from './usePools.ts';

const tabClass =
  'h-6 px-1.5 text-caption whitespace-nowrap text-ink-3 hover:text-ink data-[state=active]:text-ink data-[state=active]:shadow-[inset_0_-1px_0_var(--accent)]';

const views: readonly {
  readonly id: string;
  readonly title: string;
  readonly Body: (props: { depth: PoolDepth }) => JSX.Element;
}[] = [
  { id: 'depth', title: 'Depth', Body: DepthChart },
  { id: 'ladder', title: 'Ladder', Body: Ladder },
  { id: 'ranges', title: 'Liquidity', Body: RangesChart },
  { id: 'swaps', title: 'Swaps', Body: SwapList },
  { id: 'heat', title: 'Heat map', Body: HeatMap },
];

/** One pool: how deep it is, where its liquidity lies, what was swapped, and how it compares with the others of its pair. */
export function PoolOnShow({ pool }: { pool: Pooled }): JSX.Element {
  const { data, error } = usePoolDepth(pool.id);
  return (
    <Tabs.Root defaultValue="depth" className="flex h-full min-h-0 flex-col">
      <div className="flex shrink-0 items-center gap-2 overflow-hidden border-b border-line px-1.5">
        <Tabs.List aria-label="Views of the pool" className="flex shrink-0 gap-1">
          {views.map(({ id, title }) => (
            <Tabs.Trigger key={id} value={id} className={tabClass}>
              {title}
            </Tabs.Trigger>
          ))}
        </Tabs.List>
        <p className="ml-auto truncate text-caption text-ink-3" title={pool.id}>
          {pairOf(pool)} · {pool.venue} {displayFeePercent(pool.feePpm)} %
          {pool.price === null ? '' : ` · ${displayPrice(pool.price)}`}
          {error === null ? '' : ` · ${error.message}`}
        </p>
      </div>
      {views.map(({ id, Body }) => (
        <Tabs.Content key={id} value={id} className="min-h-0 flex-1">
          {data === undefined || data.pool.id !== pool.id ? (
            <PanelState title={error === null ? 'Asking the engine' : error.message} />
          ) : (
            <Body depth={data} />
          )}
        </Tabs.Content>
      ))}
    </Tabs.Root>
  );
}
