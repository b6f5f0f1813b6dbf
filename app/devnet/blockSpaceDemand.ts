import type { Random } from '../domain/random.ts';

/** The base fee around which the devnet lives. */
export const usualBaseFee = 9_000_000_000;

/**
 * Gas that people who do not trade want in the next block. Demand falls with the square of the price, so EIP-1559 finds its
 * balance (half full blocks) at `usualBaseFee`, less what traders already use.
 */
export function blockSpaceDemand(random: Random, baseFee: number, gasLimit: number, tradersUse: number): number {
  const elasticity = Math.min(2, (usualBaseFee / baseFee) ** 2);
  const mood = Math.exp(0.35 * random.normal());
  return Math.max(0, Math.min(0.8 * gasLimit, (gasLimit / 2) * elasticity * mood) - tradersUse);
}

/** Words of memory whose expansion costs `gas`: solves 3 w + w^2 / 512 = gas (Yellow Paper, appendix H). */
export function wordsFor(gas: number): number {
  return Math.floor((-3 + Math.sqrt(9 + (4 * gas) / 512)) * 256);
}
