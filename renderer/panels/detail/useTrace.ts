import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { OpportunityTrace, TraceMoment } from '../../../app/contract/opportunityTrace.ts';
import { failureFrom, type Result } from '../../../app/domain/result.ts';

export interface TraceView {
  /** Has the node try the call now; the answer of before gives way. */
  readonly ask: (moment: TraceMoment) => void;
  /** Which state was asked for; null where nobody asked yet. */
  readonly asked: TraceMoment | null;
  /** undefined while it is asked. */
  readonly answer: Result<OpportunityTrace> | undefined;
  /** When the answer came. */
  readonly answeredAtMs: number;
}

/** The simulation of one opportunity, asked for by hand: a trace is work for the node. */
export function useTrace(id: string): TraceView {
  const [wish, setWish] = useState<{ readonly id: string; readonly moment: TraceMoment; readonly at: number } | null>(
    null,
  );
  const asked = wish?.id === id ? wish : null;
  const { data, dataUpdatedAt } = useQuery({
    queryKey: ['opportunityTrace', asked],
    queryFn: () => window.syndicate.opportunityTrace({ id, moment: asked?.moment ?? 'found' }).catch(failureFrom),
    enabled: asked !== null,
    staleTime: Number.POSITIVE_INFINITY,
    gcTime: 60_000,
  });
  return {
    ask: (moment) => setWish({ id, moment, at: (asked?.at ?? 0) + 1 }),
    asked: asked?.moment ?? null,
    answer: asked === null ? undefined : data,
    answeredAtMs: dataUpdatedAt,
  };
}
