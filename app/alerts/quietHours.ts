import type { QuietHours } from '../contract/alerts.ts';

/** Whether a minute of the local day lies in the quiet hours; they may go over midnight, and from = until is the whole day. */
export function isQuiet(quietHours: QuietHours, minuteOfDay: number): boolean {
  if (quietHours === null) return false;
  const { fromMinute, untilMinute } = quietHours;
  return fromMinute < untilMinute
    ? minuteOfDay >= fromMinute && minuteOfDay < untilMinute
    : minuteOfDay >= fromMinute || minuteOfDay < untilMinute;
}
