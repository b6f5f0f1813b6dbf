import type { EngineInput } from '../domain/engineInput.ts';
import { ensure } from '../domain/errors.ts';
import type { KernelState } from './kernelState.ts';

/** What a block did with our orders on paper. Their receipts come with the account at that block. */
export function onPaper(kernel: KernelState, input: Extract<EngineInput, { kind: 'paper' }>): void {
  const { paper } = kernel;
  ensure(paper !== null, 'a verdict on paper in an epoch that is none');
  kernel.paper = { ...paper, held: new Set(input.held) };
  if (input.verdicts.length === 0) return;
  const causes = new Map(kernel.counters.paper);
  for (const { cause } of input.verdicts) causes.set(cause, (causes.get(cause) ?? 0) + 1);
  kernel.counters.paper = causes;
}
