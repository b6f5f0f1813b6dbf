import type { ProcessName } from './processHost.ts';
import type { ProcessState } from './supervisor.ts';

export interface ProcessReport {
  readonly name: ProcessName;
  readonly pid: number | null;
  readonly restarts: number;
  readonly state: ProcessState;
}
