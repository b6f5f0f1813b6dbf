import type { JSX } from 'react';
import { shortHex } from '../../../app/domain/hex.ts';
import { StateLabel } from '../../components/StateLabel.tsx';
import { displayCount } from '../../format/amount.ts';
import { displayTimeSeconds } from '../../format/time.ts';
import { drive, useMarkedAddress } from '../../state/links.ts';
import { useStatus, useTopic } from '../../state/panelStore.ts';
import { Fact } from './Fact.tsx';

function Feed(): JSX.Element | string {
  const feed = useStatus((status) => status.feed);
  const detail = useStatus((status) => status.feedDetail) ?? '';
  if (feed === undefined) return 'waiting for the engine';
  const tone = feed === 'connected' ? 'good' : feed === 'connecting' ? 'attention' : 'bad';
  return (
    <StateLabel tone={tone} title={detail}>
      {feed}
      {detail === '' ? '' : ` · ${detail}`}
    </StateLabel>
  );
}

/** What became of what was sent by each way to a block that was used, and the chain's relays. */
function Ways(): JSX.Element {
  const inclusion = useStatus((status) => status.inclusion) ?? [];
  const relays = useStatus((status) => status.relays) ?? [];
  return (
    <>
      {inclusion
        .filter(({ submitted }) => submitted > 0)
        .map(({ way, submitted, landed, reverted, missed, lost }) => (
          <Fact key={way} label={way === 'public' ? 'public pool' : 'by relay'}>
            {`${displayCount(landed)} of ${displayCount(submitted)} landed · ${displayCount(reverted)} reverted · ${displayCount(missed)} missed · ${displayCount(lost)} lost`}
          </Fact>
        ))}
      {relays.map(({ id, problem }) => (
        <Fact key={id} label={`relay ${id}`}>
          <StateLabel tone={problem === '' ? 'good' : 'bad'} title={problem}>
            {problem === '' ? 'answers' : problem}
          </StateLabel>
        </Fact>
      ))}
    </>
  );
}

/** The feed, what it sees, and whether our quotes equal the chain's own. */
export function FeedAndTripwire(): JSX.Element {
  const checks = useStatus((status) => status.tripwireChecks) ?? 0;
  const mismatches = useStatus((status) => status.tripwireMismatches) ?? 0;
  const pools = useStatus((status) => status.pools) ?? 0;
  const pending = useStatus((status) => status.pendingSeen) ?? 0;
  const reorgs = useStatus((status) => status.reorgs) ?? 0;
  return (
    <dl aria-label="Feed and tripwire" className="border-t border-line">
      <Fact label="feed">
        <Feed />
      </Fact>
      <Fact label="market">{`${displayCount(pools)} pools · ${displayCount(pending)} pending seen · ${displayCount(reorgs)} reorgs`}</Fact>
      <Fact label="tripwire">
        <StateLabel tone={mismatches > 0 ? 'bad' : checks > 0 ? 'good' : 'idle'}>
          {displayCount(checks)} checks, {displayCount(mismatches)} mismatches
        </StateLabel>
      </Fact>
      <Ways />
    </dl>
  );
}

/** Pools that answered differently from our mathematics, and why they are left out. */
export function Quarantine(): JSX.Element | null {
  const { rows } = useTopic('quarantine');
  const marked = useMarkedAddress('health');
  if (rows.size === 0) return null;
  return (
    <section aria-label="Quarantine">
      <h2 className="flex h-6 items-center border-b border-line px-2 text-caption text-warn">
        {displayCount(rows.size)} in quarantine: left out of every route until they agree again
      </h2>
      <ul>
        {[...rows.values()].map(({ id, venue, sinceMs, reason }) => (
          <li
            key={id}
            className={`border-b border-rule px-2 py-1 ${id === marked ? 'bg-selected' : ''}`}
            title={`${id}\n${reason}`}
          >
            <p className="flex justify-between gap-3">
              <button
                type="button"
                className="hover:text-accent"
                data-testid="quarantined-pool"
                onClick={() => drive('health', { kind: 'pool', address: id })}
              >
                {venue} <span className="font-mono text-caption text-ink-2">{shortHex(id)}</span>
              </button>
              <span className="text-ink-3">since {displayTimeSeconds(sinceMs)}</span>
            </p>
            <p className="line-clamp-2 text-caption break-words text-ink-2">{reason}</p>
          </li>
        ))}
      </ul>
    </section>
  );
}
