import type { Address } from '../domain/hex.ts';
import { sampleTripwire } from '../market/tripwire.ts';
import type { KernelState } from './kernelState.ts';
import type { Outcome } from './outcome.ts';

/** A rolling sample of our quotes for the chain to confirm at this very block. */
export function planQuoteChecks(kernel: KernelState, outcome: Outcome, touched: readonly Address[]): void {
  const head = kernel.head;
  if (head === null) return;
  const block = { number: head.number, hash: head.hash };
  const trusted = new Map(
    [...kernel.market.states].filter(([pool]) => !kernel.quarantines.has(pool) && !kernel.distrusted.has(pool)),
  );
  const checks = sampleTripwire(block, trusted, touched).map((sample) => {
    const quote = kernel.detector.quoteExactIn(sample.pool, sample.zeroForOne, sample.amountIn);
    return { ...sample, local: quote.ok ? quote.amountOut : null };
  });
  if (checks.length > 0) outcome.effects.push({ kind: 'checkQuotes', block, checks });
}
