import { wei } from '../domain/amount.ts';
import { nextBaseFee } from '../domain/baseFee.ts';
import { effectiveTip } from '../domain/effectiveTip.ts';
import type { Order } from '../domain/order.ts';
import type { BundleCandidate } from '../execution/composeBundle.ts';
import type { KernelState } from './kernelState.ts';

/** Signed orders as what could be in a bundle for the next block, in the same order. */
export function bundleCandidates({ head }: KernelState, orders: readonly Order[]): readonly BundleCandidate[] {
  const baseFee = head === null ? wei(0n) : nextBaseFee(head);
  return orders.flatMap(({ transactionHash, predicted, plan }) =>
    transactionHash === null
      ? []
      : {
          transactionHash,
          net: predicted.net,
          gasPrice: wei(baseFee + effectiveTip(plan, baseFee)),
          gasLimit: plan.gasLimit,
        },
  );
}
