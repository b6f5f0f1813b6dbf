import { useQueryClient } from '@tanstack/react-query';
import type { AlertRuleDraft, QuietHours } from '../../../app/contract/alerts.ts';
import { failureFrom, type Result } from '../../../app/domain/result.ts';

/** Runs a command of the alerts, then asks for them anew. */
function useCommand<Given extends readonly unknown[]>(
  command: (...given: Given) => Promise<Result<unknown>>,
): (...given: Given) => Promise<Result<unknown>> {
  const client = useQueryClient();
  return async (...given) => {
    const result = await command(...given).catch(failureFrom);
    await client.invalidateQueries({ queryKey: ['alerts'] });
    return result;
  };
}

export function useKeepRule() {
  return useCommand((id: string | null, rule: AlertRuleDraft) => window.syndicate.keepAlertRule({ id, rule }));
}

export function useRemoveRule() {
  return useCommand((id: string) => window.syndicate.removeAlertRule({ id }));
}

export function useSetQuietHours() {
  return useCommand((quietHours: QuietHours) => window.syndicate.setQuietHours({ quietHours }));
}

export function useMarkSeen() {
  return useCommand((throughId: number) => window.syndicate.markAlertsSeen({ throughId }));
}
