import { mulDivUp, type Wei, wei } from '../domain/amount.ts';
import { type Address, parseBytes } from '../domain/hex.ts';
import type { Plan } from '../domain/plan.ts';
import { publicSubmission } from '../domain/submission.ts';
import { sealPlan } from './planHash.ts';

const plainTransferGas = 21_000;

/**
 * The transaction that takes an order's nonce away from it: nothing sent to ourselves, with both fees at least 12.5 %
 * above those of what it replaces (nodes ask for 10 % or 12.5 % to replace a pending transaction), rounded up, and a cap
 * that carries through a doubled base fee, as far as it cannot cost more than the order itself: more is never signed.
 */
export function makeCancellation(
  plan: Plan,
  {
    wallet,
    baseFeePerGas,
    mostCost,
  }: { readonly wallet: Address; readonly baseFeePerGas: Wei; readonly mostCost: Wei },
): Plan {
  const maxPriorityFeePerGas = raised(plan.maxPriorityFeePerGas);
  const most = mostCost / BigInt(plainTransferGas);
  const carries = 2n * baseFeePerGas + maxPriorityFeePerGas;
  const enough = carries < most ? carries : most;
  const bumped = raised(plan.maxFeePerGas);
  return sealPlan({
    chainId: plan.chainId,
    to: wallet,
    value: wei(0n),
    data: parseBytes('0x'),
    gasLimit: plainTransferGas,
    maxFeePerGas: wei(bumped > enough ? bumped : enough),
    maxPriorityFeePerGas,
    submission: publicSubmission,
  });
}

/** At least one wei more even where 12.5 % rounds to nothing. */
function raised(fee: Wei): Wei {
  const bumped = mulDivUp(fee, 9n, 8n);
  return wei(bumped > fee ? bumped : fee + 1n);
}
