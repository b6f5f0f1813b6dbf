import { type UseQueryResult, useQuery } from '@tanstack/react-query';
import type { JSX } from 'react';
import type { ChainGas } from '../../../app/contract/liquidity.ts';
import { unwrap } from '../../../app/domain/result.ts';
import { PanelState } from '../../components/PanelState.tsx';
import { ScrollRegion } from '../../components/ScrollRegion.tsx';
import { SmallTable } from '../../components/SmallTable.tsx';
import { copyableAmount, displayCount, displayGwei } from '../../format/amount.ts';
import { displayTimeSeconds, exactTime } from '../../format/time.ts';
import { useStatus } from '../../state/panelStore.ts';
import { BaseFeeChart } from './BaseFeeChart.tsx';

const everyMs = 1_000;
const gweiDecimals = 9;
const shownBlocks = 60;

function useGas(): UseQueryResult<ChainGas> {
  return useQuery({
    queryKey: ['chainGas'],
    queryFn: async () => unwrap(await window.syndicate.chainGas({})),
    refetchInterval: everyMs,
    retry: false,
  });
}

/** How full a block is, as a bar beside the percentage. */
function Fullness({ gasUsed, gasLimit }: { gasUsed: number; gasLimit: number }): JSX.Element {
  const percent = (100 * gasUsed) / gasLimit;
  return (
    <span className="flex items-center gap-2" title={`${displayCount(gasUsed)} of ${displayCount(gasLimit)} gas`}>
      <span aria-hidden className="h-1.5 w-16 shrink-0 bg-raised">
        <span className="block h-full bg-accent" style={{ width: `${Math.min(100, percent)}%` }} />
      </span>
      {Math.round(percent)} %
    </span>
  );
}

/** What blocks ask for gas, how full they were, and what the next one will ask. */
export function GasPanel(): JSX.Element {
  const { data, error } = useGas();
  if (data === undefined)
    return error === null ? (
      <PanelState title="Waiting for the blocks">The engine is asked for them.</PanelState>
    ) : (
      <PanelState title={error.message}>It is asked again every second.</PanelState>
    );
  const { blocks, nextBaseFeePerGas, pendingSeen } = data;
  const newest = blocks.at(-1);
  if (newest === undefined || nextBaseFeePerGas === null)
    return <PanelState title="No block yet">The first block that the feed follows begins the line.</PanelState>;
  const rises = nextBaseFeePerGas >= newest.baseFeePerGas;
  return (
    <div className={`flex h-full min-h-0 flex-col ${error === null ? '' : 'opacity-70'}`}>
      <div className="flex shrink-0 items-baseline gap-3 px-3 pt-1.5">
        <p
          className="text-figure font-semibold whitespace-nowrap"
          title={`${nextBaseFeePerGas} wei a gas`}
          data-exact={copyableAmount(nextBaseFeePerGas, gweiDecimals)}
        >
          {displayGwei(nextBaseFeePerGas)} gwei
        </p>
        <p className="truncate text-ink-2">
          next base fee, {rises ? '▲ from' : '▼ from'} {displayGwei(newest.baseFeePerGas)} · {displayCount(pendingSeen)}{' '}
          pending transactions seen
        </p>
      </div>
      <div className="min-h-[80px] flex-1">
        <BaseFeeChart blocks={blocks} />
      </div>
      <ScrollRegion label="Newest blocks" className="min-h-0 flex-1 border-t border-line">
        <SmallTable
          label="Newest blocks"
          headers={['Time', 'Block', 'Base fee gwei', 'Gas used']}
          tracks="72px 72px 112px minmax(120px,1fr)"
          numeric={[1, 2]}
          rows={blocks
            .slice(-shownBlocks)
            .reverse()
            .map(({ number, atMs, baseFeePerGas, gasUsed, gasLimit }) => ({
              id: String(number),
              cells: [
                <span key="time" className="text-ink-2" title={exactTime(atMs)}>
                  {displayTimeSeconds(atMs)}
                </span>,
                displayCount(number),
                <span key="fee" title={`${baseFeePerGas} wei`} data-exact={copyableAmount(baseFeePerGas, gweiDecimals)}>
                  {displayGwei(baseFeePerGas)}
                </span>,
                <Fullness key="used" gasUsed={gasUsed} gasLimit={gasLimit} />,
              ],
            }))}
        />
      </ScrollRegion>
    </div>
  );
}

/** In the panel's header: where it comes from, and of how many blocks. */
export function GasFacts(): JSX.Element {
  const { data, error } = useGas();
  const chain = useStatus((status) => status.chainName) ?? '';
  const newest = data?.blocks.at(-1);
  if (data === undefined || newest === undefined) return <span>waiting for the engine</span>;
  return (
    <span className={error === null ? '' : 'text-warn'}>
      {chain} · last {displayCount(data.blocks.length)} blocks · block {displayCount(newest.number)}
      {error === null ? '' : ' · asking again'}
    </span>
  );
}
