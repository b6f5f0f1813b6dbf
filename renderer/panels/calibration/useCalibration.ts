import { type UseQueryResult, useQuery } from '@tanstack/react-query';
import type { CalibrationJob, CalibrationReport } from '../../../app/contract/calibration.ts';
import { unwrap } from '../../../app/domain/result.ts';

const [whileRunningMs, otherwiseMs] = [500, 2_000];

export interface CalibrationState {
  readonly job: CalibrationJob | null;
  readonly reports: number;
}

/** The calibration on show, asked for more often while it runs. */
export function useCalibrationJob(): UseQueryResult<CalibrationState> {
  return useQuery({
    queryKey: ['calibrationJob'],
    queryFn: async () => unwrap(await window.syndicate.calibrationJob({})),
    refetchInterval: ({ state }) => (isBusy(state.data?.job ?? null) ? whileRunningMs : otherwiseMs),
    retry: false,
  });
}

export function isBusy(job: CalibrationJob | null): boolean {
  return job !== null && job.state !== 'failed' && job.state !== 'stopped';
}

/** Newest first; asked for anew whenever a calibration has come to an end. */
export function useCalibrationReports(
  state: CalibrationState | undefined,
): UseQueryResult<readonly CalibrationReport[]> {
  const { job = null, reports = 0 } = state ?? {};
  return useQuery({
    queryKey: ['calibrationReports', reports, isBusy(job)],
    queryFn: async () => unwrap(await window.syndicate.calibrationReports({})).reports,
    placeholderData: (before) => before,
    refetchInterval: false,
    retry: 2,
  });
}
