import { type KernelState, keptRecentBlocks } from './kernelState.ts';
import type { PeakLook, Peaks } from './riskMarks.ts';

function higher(peaks: Peaks, { month, own }: PeakLook): Peaks {
  const isFirst = peaks.month === '';
  const monthPeak = peaks.month !== month || own > peaks.monthPeak ? own : peaks.monthPeak;
  const overallPeak = isFirst || own > peaks.overallPeak ? own : peaks.overallPeak;
  return { month, monthPeak, overallPeak };
}

export function noteLook({ risk, counters }: KernelState, look: PeakLook): void {
  const marks = counters.risk;
  const { before, looks } = risk.peaks ?? { before: marks, looks: [] };
  const all = [...looks, look];
  const newest = Math.max(...all.map(({ blockNumber }) => blockNumber));
  const settled = all.findIndex(({ blockNumber }) => blockNumber > newest - keptRecentBlocks);
  risk.peaks = { before: all.slice(0, settled).reduce(higher, before), looks: all.slice(settled) };
  const peaks = higher(marks, look);
  const isSame =
    peaks.month === marks.month && peaks.monthPeak === marks.monthPeak && peaks.overallPeak === marks.overallPeak;
  if (!isSame) counters.risk = { ...marks, ...peaks };
}

/** The blocks from this height on are not the chain's any more: a height of equity that only they reached is no peak. */
export function takePeaksBack({ risk, counters }: KernelState, fromBlock: number): void {
  if (risk.peaks === null) return;
  const { before, looks } = risk.peaks;
  const kept = looks.filter(({ blockNumber }) => blockNumber < fromBlock);
  if (kept.length === looks.length) return;
  risk.peaks = { before, looks: kept };
  const { month, monthPeak, overallPeak } = kept.reduce(higher, before);
  counters.risk = { ...counters.risk, month, monthPeak, overallPeak };
}
