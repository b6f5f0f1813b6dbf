import { useQuery } from '@tanstack/react-query';
import type { JSX } from 'react';
import { unwrap } from '../../app/domain/result.ts';
import { displayCount, displayGwei } from '../format/amount.ts';
import { displayLatency, displayWholeAge, exactTime } from '../format/time.ts';
import { useAlerts } from '../state/alerts.ts';
import { useClock } from '../state/clock.ts';
import { useFreshness } from '../state/freshness.ts';
import { useRow, useStatus } from '../state/panelStore.ts';
import { focusPanel } from './workspaceApi.ts';

/** The chain, its newest block and how long ago it came. */
function ChainFacts(): JSX.Element {
  const chain = useStatus((status) => status.chainName);
  const feed = useStatus((status) => status.feed);
  const block = useStatus((status) => status.blockNumber);
  const at = useStatus((status) => status.blockAtMs);
  const baseFee = useStatus((status) => status.baseFeePerGas);
  const freshness = useFreshness('status');
  const age = useClock((nowMs) => (at === undefined ? '' : displayWholeAge(nowMs - at)));
  if (chain === undefined || block === undefined || at === undefined) return <span>waiting for the engine</span>;
  if (at === 0) return <span>{chain} · waiting for the first block</span>;
  const fresh = freshness === 'live';
  return (
    <>
      <span className={`flex items-center gap-1.5 ${fresh ? '' : 'text-warn'}`} title={exactTime(at)}>
        {chain}
        <span aria-hidden className={`size-1.5 rounded-full ${fresh ? 'bg-gain' : 'bg-warn'}`} />
        {feed === 'connected' ? `${age} ago` : feed}
      </span>
      <span>block {displayCount(block)}</span>
      {baseFee === undefined ? null : <span>base fee {displayGwei(baseFee)} gwei</span>}
    </>
  );
}

function EngineFacts(): JSX.Element {
  const epoch = useStatus((status) => status.epoch);
  const analysed = useRow('stages', 'analysed');
  return (
    <>
      {epoch === undefined ? null : (
        <span className="max-w-64 truncate" title={epoch}>
          epoch {epoch}
        </span>
      )}
      {analysed === undefined ? null : (
        <span title={`seen to analysed, median of ${analysed.count}`}>engine {displayLatency(analysed.p50Ms)}</span>
      )}
    </>
  );
}

/** Which build this is, and why LIVE is locked in it. */
function BuildNote(): JSX.Element | null {
  const { data } = useQuery({
    queryKey: ['about'],
    queryFn: async () => unwrap(await window.syndicate.about({})),
    staleTime: Infinity,
    retry: 3,
  });
  if (data === undefined) return null;
  const parts = [`v${data.version}`, `Electron ${data.electron}`];
  if (!data.officialBuild || data.liveLocked) {
    parts.push(
      [data.officialBuild ? '' : 'unofficial build', data.liveLocked ? 'LIVE locked' : '']
        .filter((part) => part !== '')
        .join(': '),
    );
  }
  return (
    <span className="truncate" title={[...data.liveLockedReasons, `data in ${data.dataFolder}`].join('\n')}>
      {parts.join(' · ')}
    </span>
  );
}

/** What fired since a person last looked, and the way there. */
function NewAlerts(): JSX.Element | null {
  const { data } = useAlerts();
  if (data === undefined || data.unseen === 0) return null;
  return (
    <button
      type="button"
      data-testid="new-alerts"
      className="text-warn hover:underline"
      onClick={() => focusPanel('alerts')}
    >
      {data.unseen} new {data.unseen === 1 ? 'alert' : 'alerts'}
    </button>
  );
}

export function StatusBar(): JSX.Element {
  return (
    <footer className="flex h-6 shrink-0 items-center gap-4 border-t border-line bg-panel px-3 text-caption whitespace-nowrap text-ink-2">
      <ChainFacts />
      <EngineFacts />
      <span className="flex-1" />
      <NewAlerts />
      <BuildNote />
    </footer>
  );
}
