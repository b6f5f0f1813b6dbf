import type { ExpectedError } from '../../app/domain/errors.ts';
import type { Logger } from '../logging/logs.ts';
import type { ProcessHost, ProcessName } from '../process/processHost.ts';
import type { ProcessRecord } from '../process/processRecord.ts';
import type { Timers } from '../process/timers.ts';

/** What every child's link needs of the run. */
export interface LinkContext {
  readonly host: ProcessHost;
  readonly timers: Timers;
  readonly record: ProcessRecord;
  readonly log: Logger;
  readonly nowMs: () => number;
  /** A process is not started again: it kept dying. */
  readonly onGivenUp: (name: ProcessName, error: ExpectedError) => void;
}
