import type { UseQueryResult } from '@tanstack/react-query';
import type { JSX, ReactNode } from 'react';
import type { Sample } from '../../app/contract/analyses.ts';
import { adviceOf } from '../format/advice.ts';
import { displayCount } from '../format/amount.ts';
import { displayWholeAge, utcMinute } from '../format/time.ts';
import { useBasket } from '../state/basket.ts';
import { useClock } from '../state/clock.ts';
import { useStatus } from '../state/panelStore.ts';
import { PanelState } from './PanelState.tsx';

export interface AnalysisStateProps<A> {
  readonly query: UseQueryResult<A>;
  /** What is computed: "value at risk". */
  readonly what: string;
  /** Shown while no series is chosen. */
  readonly advice: string;
  readonly children: (answer: A) => ReactNode;
}

/** An analysis in each of its states: nothing chosen, under way, failed with what to do, and the answer. */
export function AnalysisState<A>({ query, what, advice, children }: AnalysisStateProps<A>): JSX.Element {
  const { data, error, isFetching, refetch } = query;
  const chosen = useBasket().holdings.length;
  if (chosen === 0) return <PanelState title="Nothing is chosen">{advice}</PanelState>;
  if (error !== null && !isFetching) {
    return (
      <PanelState title={`No ${what}: ${error.message}`}>
        {adviceOf(error)}{' '}
        <button type="button" className="text-accent hover:underline" onClick={() => void refetch()}>
          Ask again
        </button>
      </PanelState>
    );
  }
  if (data === undefined)
    return (
      <PanelState title={`Computing ${what}`}>The bars are read and analysed in a process of their own.</PanelState>
    );
  return <>{children(data)}</>;
}

/** In a panel's header: where the bars come from, how many there are, what was dropped, and how old the answer is. */
export function SampleFacts({ query }: { query: UseQueryResult<{ readonly sample: Sample }> }): JSX.Element {
  const { interval, holdings } = useBasket();
  const mode = useStatus((status) => status.mode);
  const { data, dataUpdatedAt, isFetching } = query;
  const age = useClock((nowMs) => displayWholeAge(nowMs - dataUpdatedAt));
  const kinds = new Set(holdings.map(({ source }) => source.kind));
  const from = [...kinds].map((kind) => (kind === 'pool' ? `${mode ?? 'chain'} pools` : 'recorded')).join(' and ');
  if (data === undefined) return <span>{from === '' ? 'no series chosen' : from}</span>;
  const { returns, dropped, toS, elapsedMs } = data.sample;
  return (
    <span data-testid="sample-facts" title={`computed in ${Math.round(elapsedMs)} ms`}>
      {from} · {displayCount(returns)} returns of {interval}
      {dropped === 0 ? '' : ` · ${displayCount(dropped)} dropped`} · to {utcMinute(toS * 1_000)} UTC ·{' '}
      {isFetching ? 'asking again' : `${age} ago`}
    </span>
  );
}
