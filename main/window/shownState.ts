import type { ProcessReport } from '../process/processReport.ts';

/**
 * The state of a child as a person is told it. One that never ran has not stopped: its first start is still to come, or
 * under way. One that was given up was restarted first.
 */
export function shownState({
  state,
  restarts,
}: Pick<ProcessReport, 'state' | 'restarts'>): ProcessReport['state'] | 'starting' {
  return state === 'stopped' && restarts === 0 ? 'starting' : state;
}
