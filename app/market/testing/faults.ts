import type { FaultTransform, ProxiedFrame } from './faultProxy.ts';
import { pass } from './faultProxy.ts';

/** A log as it stands in a frame: nothing is checked. */
export type WireLog = Readonly<Record<string, unknown>>;

function pushedLog({ message, method, direction }: ProxiedFrame): WireLog | null {
  if (direction !== 'toClient' || method !== 'eth_subscription') return null;
  const result = (message?.params as { result?: unknown } | undefined)?.result;
  return typeof result === 'object' && result !== null && 'topics' in result ? (result as WireLog) : null;
}

/**
 * Loses every log that `chosen` says, on the ways named: out of the answers of eth_getLogs, out of the pushes, or both.
 * `chosen` is asked once for each log and way.
 */
export function dropLogs(chosen: (log: WireLog) => boolean, ways: readonly ('answer' | 'push')[]): FaultTransform {
  return (frame) => {
    const pushed = pushedLog(frame);
    if (pushed !== null) return ways.includes('push') && chosen(pushed) ? { kind: 'drop' } : pass;
    if (frame.direction !== 'toClient' || frame.method !== 'eth_getLogs' || !ways.includes('answer')) return pass;
    const logs = frame.message?.result;
    if (!Array.isArray(logs)) return pass;
    const left = logs.filter((log) => !chosen(log as WireLog));
    return left.length === logs.length
      ? pass
      : { kind: 'replace', frames: [JSON.stringify({ ...frame.message, result: left })] };
  };
}

/** JSON of `depth` arrays within each other. */
export function deeplyNested(depth: number): string {
  return '['.repeat(depth) + ']'.repeat(depth);
}
