import { type Wei, wei } from '../domain/amount.ts';
import type { BlockHead } from '../domain/block.ts';

const elasticity = 2n;
const changeDenominator = 8n;

/** The next block's base fee, exactly as EIP-1559 computes it from its parent. */
export function nextBaseFee(parent: Pick<BlockHead, 'baseFeePerGas' | 'gasUsed' | 'gasLimit'>): Wei {
  const target = BigInt(parent.gasLimit) / elasticity;
  const used = BigInt(parent.gasUsed);
  if (target === 0n || used === target) return parent.baseFeePerGas;
  if (used > target) {
    const delta = (parent.baseFeePerGas * (used - target)) / target / changeDenominator;
    return wei(parent.baseFeePerGas + (delta > 0n ? delta : 1n));
  }
  return wei(parent.baseFeePerGas - (parent.baseFeePerGas * (target - used)) / target / changeDenominator);
}
