import type { alertRequests } from '../../app/contract/alerts.ts';
import type { RequestHandlers } from '../../app/contract/requests.ts';
import type { AlertDesk } from '../alerts/alertDesk.ts';

export function alertHandlers(desk: AlertDesk): RequestHandlers<typeof alertRequests> {
  return {
    alerts: () => desk.list(),
    keepAlertRule: ({ id, rule }) => desk.keep(id, rule),
    removeAlertRule: ({ id }) => {
      desk.remove(id);
      return {};
    },
    setQuietHours: ({ quietHours }) => {
      desk.setQuietHours(quietHours);
      return {};
    },
    markAlertsSeen: ({ throughId }) => {
      desk.markSeen(throughId);
      return {};
    },
  };
}
