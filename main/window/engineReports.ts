import { ExpectedError } from '../../app/domain/errors.ts';
import type { EngineReports } from './exportReport.ts';

/** Until the engine serves reports: says so. */
export function engineReports(): EngineReports {
  return {
    report: async (format) => {
      throw new ExpectedError('REPORT_NOT_READY', `the engine cannot make a ${format} report yet`, {
        advice: 'Run without a window with --json to get the summary.',
      });
    },
  };
}
