import type { EngineInput } from '../domain/engineInput.ts';
import type { EquityPoint } from '../domain/equity.ts';
import { equityPoint } from '../portfolio/equityPoint.ts';
import { assetValue } from './assetValue.ts';
import type { KernelState } from './kernelState.ts';
import type { Outcome } from './outcome.ts';

/** A point of every so many blocks is journaled even where the books did not change: prices do. */
const blocksBetweenPoints = 16;

/** What the books are worth as of this account read: on the line always, in the journal when they changed or it is time. */
export function noteEquity(
  kernel: KernelState,
  { balances, atMs }: Extract<EngineInput, { kind: 'account' }>,
  outcome: Outcome,
): EquityPoint {
  const blockNumber = balances.block.number;
  const dollarToken = kernel.epoch.chain.dollarToken ?? null;
  const point = equityPoint(kernel.ledger, { blockNumber, atMs }, (asset) => assetValue(kernel, asset), dollarToken);
  kernel.equityLine.add(point);
  if (!kernel.equityStale && blockNumber % blocksBetweenPoints !== 0) return point;
  kernel.equityStale = false;
  outcome.decisions.push({ kind: 'equity', point });
  return point;
}
