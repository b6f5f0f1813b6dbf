import { type QueryClient, type UseQueryResult, useQuery } from '@tanstack/react-query';
import { useEffect } from 'react';
import { toast } from 'sonner';
import type { z } from 'zod';
import type { AlertFiring, alertRequests } from '../../app/contract/alerts.ts';
import { unwrap } from '../../app/domain/result.ts';
import { drive } from './links.ts';

export type AlertList = z.output<(typeof alertRequests)['alerts']['response']>;

/** A slow look besides the news: the quiet hours begin and end by themselves. */
const lookEveryMs = 30_000;

/** Rules and what fired; asked anew whenever something fires or a rule changes. */
export function useAlerts(): UseQueryResult<AlertList> {
  return useQuery({
    queryKey: ['alerts'],
    queryFn: async () => unwrap(await window.syndicate.alerts({})),
    refetchInterval: lookEveryMs,
    retry: 2,
  });
}

/** What the firing is about, in the linked panels. */
export function showSubject({ subject }: AlertFiring): void {
  if (subject !== null) drive('alerts', subject);
}

/** In every window: the lists are asked for anew when rules change or one has spoken. Returns how to stop. */
export function followAlertRules(client: QueryClient): () => void {
  return window.syndicate.onAlertRules(() => void client.invalidateQueries({ queryKey: ['alerts'] }));
}

/** In the terminal's window: says what fires in passing. */
export function useAlertNews(): void {
  useEffect(
    () =>
      window.syndicate.onAlert(({ firing, isOpened }) => {
        if (isOpened) return showSubject(firing);
        if (firing.told !== 'said') return;
        const say = firing.severity === 'urgent' ? toast.error : toast;
        say(firing.name, {
          description: firing.text,
          ...(firing.subject === null ? {} : { action: { label: 'Show', onClick: () => showSubject(firing) } }),
        });
      }),
    [],
  );
}
