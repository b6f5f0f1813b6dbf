import type { JSX } from 'react';
import { useAlerts } from '../../state/alerts.ts';

/** In the panel's header: how many rules watch, and whether they are quiet. */
export function AlertFacts(): JSX.Element {
  const { data } = useAlerts();
  if (data === undefined) return <span>alerts</span>;
  if (!data.isWatching) return <span>a replay: nothing is watched</span>;
  const enabled = data.rules.filter((rule) => rule.enabled).length;
  return (
    <span>
      {enabled} {enabled === 1 ? 'rule' : 'rules'} on{data.isQuiet ? ' · quiet hours' : ''}
    </span>
  );
}
