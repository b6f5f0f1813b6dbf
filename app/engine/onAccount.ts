import type { EpochMs } from '../domain/clock.ts';
import type { EngineInput } from '../domain/engineInput.ts';
import type { BlockReference } from '../domain/opportunity.ts';
import type { Order, Receipt } from '../domain/order.ts';
import { advanceOrder } from '../execution/orderMachine.ts';
import { compareWithChain } from '../portfolio/compareWithChain.ts';
import { fillEntry } from '../portfolio/fillEntry.ts';
import { openingEntry } from '../portfolio/openingEntry.ts';
import { toFill } from '../portfolio/toFill.ts';
import { parValue } from '../portfolio/tokenValue.ts';
import { assetValue } from './assetValue.ts';
import { book } from './books.ts';
import { countLost, countMissed, countRejection, countSubmitted } from './counters.ts';
import { mayShrink } from './distrust.ts';
import { countInclusion } from './inclusion.ts';
import type { KernelState } from './kernelState.ts';
import { noteEquity } from './noteEquity.ts';
import { noteBet } from './noteRisk.ts';
import { endMissedOrders } from './onBundle.ts';
import { renewWaitingNonces } from './onSimulated.ts';
import { opportunityIdOf } from './opportunityIdOf.ts';
import { orphanBlocks } from './orphanBlocks.ts';
import type { Outcome } from './outcome.ts';
import { addToTotals } from './realisedTotals.ts';
import { awaitsReceipt, offerBundles } from './relayOrders.ts';
import { resolveSpentNonces } from './spentNonces.ts';
import { haltOnError, putOrder, releaseOpportunity, stampStage } from './transitions.ts';
import { watchLimits } from './watchLimits.ts';

type AccountInput = Extract<EngineInput, { kind: 'account' }>;

/**
 * Our receipts and balances as of one block: resolves orders, books fills, then holds the books against the chain to
 * the wei. An answer for a block that was replaced meanwhile is of no use and is left alone.
 */
export function onAccount(kernel: KernelState, input: AccountInput, outcome: Outcome): void {
  const { balances, receipts } = input;
  if (!kernel.recentBlocks.some((block) => block.hash === balances.block.hash)) return;
  kernel.chainNonce = balances.nonce;
  kernel.accountAt = balances.block.hash;
  kernel.walletNative = balances.wallet.get('native') ?? 0n;
  kernel.balances = balances;
  if (!kernel.ledger.opened) book(kernel, outcome, openingEntry(balances, input.atMs));
  orphanBlocks(kernel, outcome, [...replacedBlocks(kernel, input), ...input.replaced], input.atMs);
  for (const receipt of receipts) settle(kernel, receipt, input.atMs, outcome);
  resolveSpentNonces(kernel, outcome, balances);
  endMissedOrders(kernel, outcome, balances);
  // After a restart the first answers may be of blocks below what the journal has booked already.
  if (kernel.ledger.standingBlocksAbove(balances.block.number).length === 0) {
    compare(kernel, input, outcome);
    watchLimits(kernel, outcome, noteEquity(kernel, input, outcome), input.atMs);
  }
  renewWaitingNonces(kernel, outcome);
  offerBundles(kernel, outcome);
}

/** Blocks that decided an order we asked about, and in which the chain no longer has its transaction. */
function replacedBlocks(kernel: KernelState, { asked, receipts }: AccountInput): BlockReference[] {
  const places = new Map(receipts.map((receipt) => [receipt.transactionHash, receipt.block.hash]));
  const hashes = new Set(asked);
  return [...kernel.orders.values()].flatMap(({ transactionHash, resolvedAt, state }) => {
    const decidedByReceipt = state === 'landed' || state === 'reverted';
    if (!decidedByReceipt || transactionHash === null || resolvedAt === null || !hashes.has(transactionHash)) return [];
    return places.get(transactionHash) === resolvedAt.hash ? [] : [resolvedAt];
  });
}

function settle(kernel: KernelState, receipt: Receipt, atMs: EpochMs, outcome: Outcome): void {
  const order = [...kernel.orders.values()].findLast(
    (candidate) => candidate.transactionHash === receipt.transactionHash,
  );
  if (order === undefined || !awaitsReceipt(order)) return;
  const value = assetValue(kernel, order.predicted.profitToken) ?? parValue;
  const resolved = advanceOrder(order, { kind: 'included', receipt });
  const fill = toFill(order, receipt, value);
  if (!book(kernel, outcome, fillEntry(kernel.ledger, fill, kernel.tokens, atMs))) return;
  kernel.fills.set(order.id, { fill, atMs });
  addToTotals(kernel.totals, fill, atMs, 1n);
  noteBet(kernel, order, fill, 1);
  outcome.decisions.push({ kind: 'fill', fill });
  putOrder(kernel, outcome, resolved);
  if (order.kind !== 'execute') return;
  if (order.state === 'dropped') {
    // It was included after all, against the relay's word.
    countMissed(kernel.counters, order, -1);
    if (order.lostTo !== null) countLost(kernel.counters, order, -1);
  }
  if (order.state === 'signed') countSubmitted(kernel.counters, order);
  countInclusion(kernel.counters.inclusion, resolved, fill, 1);
  afterExecution(kernel, resolved, receipt, outcome);
}

function afterExecution(kernel: KernelState, order: Order, receipt: Receipt, outcome: Outcome): void {
  if (receipt.succeeded) {
    kernel.counters.landed += 1;
    stampStage(kernel, opportunityIdOf(kernel, order), 'landed');
  } else {
    kernel.counters.reverted += 1;
    countRejection(kernel.counters, 'LANDING_REVERTED');
    outcome.effects.push({
      kind: 'attribute',
      order,
      block: receipt.block,
      transactionIndex: receipt.transactionIndex,
    });
  }
  releaseOpportunity(kernel, outcome, opportunityIdOf(kernel, order), order.reason);
}

function compare(kernel: KernelState, input: AccountInput, outcome: Outcome): void {
  kernel.counters.ledgerChecks += 1;
  const comparison = compareWithChain(kernel.ledger, input.balances, input.atMs, (asset) => mayShrink(kernel, asset));
  if (comparison.kind === 'external') book(kernel, outcome, comparison.entry);
  kernel.booksEqual = comparison.kind !== 'unexplained';
  if (comparison.kind !== 'unexplained') return;
  kernel.counters.ledgerDifferences += 1;
  if (kernel.tradingState !== 'halted') haltOnError(kernel, outcome, comparison.message);
}
