import type { EngineInput } from '../domain/engineInput.ts';
import type { KernelState } from './kernelState.ts';
import { endMissedOrders } from './onBundle.ts';
import { renewWaitingNonces } from './onSimulated.ts';
import type { Outcome } from './outcome.ts';
import { offerBundles } from './relayOrders.ts';

/**
 * Tells which open orders are in the chain by this block, some tens of milliseconds ahead of the account. It was read once, so that a
 * node between two blocks may have given the next one's: too high, never too low. So it ends no order that was included, and a bundle
 * by it is at worst in no block; books and receipts wait for the account.
 */
export function onNonce(
  kernel: KernelState,
  { block, nonce }: Extract<EngineInput, { kind: 'nonce' }>,
  outcome: Outcome,
): void {
  if (block.hash !== kernel.head?.hash) return;
  kernel.nonceAt = { block: block.hash, nonce };
  endMissedOrders(kernel, outcome, { block, nonce });
  renewWaitingNonces(kernel, outcome);
  offerBundles(kernel, outcome);
}
