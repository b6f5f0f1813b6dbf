import type { ChartInterval } from '../../app/contract/charts.ts';

const seconds: Readonly<Record<ChartInterval, number>> = {
  '1s': 1,
  '5s': 5,
  '1m': 60,
  '5m': 300,
  '15m': 900,
  '1h': 3_600,
  '4h': 14_400,
  '1d': 86_400,
};

/** Of a bar, in seconds. */
export function intervalSeconds(interval: ChartInterval): number {
  return seconds[interval];
}
