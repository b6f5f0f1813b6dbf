import { join } from 'node:path';
import { systemTimers } from '../process/timers.ts';
import type { OpenRun } from '../run/openRun.ts';
import { AlertDesk, type AlertDeskNeeds } from './alertDesk.ts';
import { openAlertHistory } from './alertHistory.ts';

/** The alert desk of a data folder. */
export function openAlertDesk(
  run: OpenRun,
  { announce, onFired, onChanged }: Pick<AlertDeskNeeds, 'announce' | 'onFired' | 'onChanged'>,
): AlertDesk {
  return new AlertDesk({
    settings: run.settings,
    history: openAlertHistory(join(run.folder.root, 'alerts.jsonl')),
    log: run.logs.main,
    timers: systemTimers,
    nowMs: () => Date.now(),
    minuteOfDay: () => {
      const now = new Date();
      return now.getHours() * 60 + now.getMinutes();
    },
    announce,
    onFired,
    onChanged,
  });
}
