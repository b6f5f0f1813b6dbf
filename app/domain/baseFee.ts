import { type Wei, wei } from './amount.ts';
import type { BlockHead } from './block.ts';

const elasticity = 2n;
const changeDenominator = 8n;

/** The base fee of the block after `head`, to the wei. Source: EIP-1559. */
export function nextBaseFee(head: Pick<BlockHead, 'baseFeePerGas' | 'gasUsed' | 'gasLimit'>): Wei {
  const target = BigInt(head.gasLimit) / elasticity;
  const used = BigInt(head.gasUsed);
  const base = head.baseFeePerGas;
  if (target === 0n || used === target) return base;
  if (used > target) {
    const rise = (base * (used - target)) / target / changeDenominator;
    return wei(base + (rise > 1n ? rise : 1n));
  }
  return wei(base - (base * (target - used)) / target / changeDenominator);
}
