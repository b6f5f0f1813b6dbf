import type { EpochMs } from '../domain/clock.ts';
import type { EngineInput } from '../domain/engineInput.ts';
import { ensure } from '../domain/errors.ts';
import type { BlockReference } from '../domain/opportunity.ts';
import type { Order } from '../domain/order.ts';
import { rejection } from '../domain/rejection.ts';
import type { AppliedBlock } from '../market/marketState.ts';
import { distrust, isVouchedFor } from './distrust.ts';
import { findOpportunities } from './findOpportunities.ts';
import { keepOutAll, keepOutPool } from './keepOut.ts';
import { type KernelState, keptRecentBlocks } from './kernelState.ts';
import { readDataFeeWhenDue } from './onDataFee.ts';
import { readLendersWhenDue } from './onLenders.ts';
import { cancelOrder } from './onOrder.ts';
import { decidingBlocksAbove, orphanBlocks } from './orphanBlocks.ts';
import type { Outcome } from './outcome.ts';
import { takePeaksBack } from './peakHistory.ts';
import { planQuoteChecks } from './planQuoteChecks.ts';
import { poolsByToken } from './poolsByToken.ts';
import { quarantinePool } from './quarantinePool.ts';
import { isForRelay, ordersToWatch } from './relayOrders.ts';
import { resumeOrders } from './resumeOrders.ts';
import { reviewWaitingTickets } from './reviewTickets.ts';
import { tendCancellations } from './tendCancellations.ts';
import { askForTransferTests, forgetTransferTests } from './transferTests.ts';
import { endTicket, noteError, openOrders, releaseOpportunity } from './transitions.ts';

export function onUniverse(kernel: KernelState, input: Extract<EngineInput, { kind: 'universe' }>): void {
  for (const token of input.tokens) kernel.tokens.set(token.address, token);
  kernel.market.setUniverse(input.pools);
  kernel.poolsByToken = poolsByToken(input.pools);
  kernel.detector.setPools(input.pools);
  kernel.detector.applyStates(kernel.market.allStates());
  forgetTransferTests(kernel);
  keepOutAll(kernel);
}

/** A full state at one block: at the start, and after a gap or a reorg that was too deep to follow. */
export function onSnapshot(
  kernel: KernelState,
  input: Extract<EngineInput, { kind: 'snapshot' }>,
  outcome: Outcome,
): void {
  const isNewHead = kernel.head?.hash !== input.head.hash;
  kernel.detector.applyStates(kernel.market.applySnapshot(input.head, input.states));
  if (input.isReorg === true) kernel.counters.reorgs += 1;
  if (!isNewHead) return;
  kernel.head = input.head;
  kernel.recentBlocks = [{ number: input.head.number, hash: input.head.hash }];
  kernel.headAtMs = input.atMs;
  kernel.feed = 'connected';
  for (const [pool, quarantine] of kernel.quarantines) {
    if (quarantine.blockNumber >= input.head.number) continue;
    kernel.quarantines.delete(pool);
    keepOutPool(kernel, pool);
    outcome.decisions.push({ kind: 'released', pool });
  }
  for (const ticket of [...kernel.tickets.values()])
    endTicket(
      kernel,
      outcome,
      ticket,
      'expired',
      rejection('RISK_STALE_STATE', { because: 'a new snapshot was taken' }),
    );
  resumeOrders(kernel, outcome, input.atMs);
  kernel.unconfirmedBlocks = decidingBlocksAbove(kernel, input.head.number);
  kernel.lending.askedAt = null;
  readLendersWhenDue(kernel, outcome);
  readDataFeeWhenDue(kernel, outcome);
  kernel.accountAt = null;
  readAccount(kernel, outcome);
}

/** Orders decided in recent blocks that were not followed one by one since: the chain may have replaced those blocks. */
function ordersToConfirm(kernel: KernelState, blockNumber: number): Order[] {
  return [...kernel.orders.values()].filter(
    ({ transactionHash, resolvedAt }) =>
      transactionHash !== null &&
      resolvedAt !== null &&
      resolvedAt.number <= blockNumber &&
      resolvedAt.number > blockNumber - keptRecentBlocks,
  );
}

/** Blocks of the same reach that something else was booked in, such as what a stranger sent: no receipt tells of them. */
function blocksToConfirm(kernel: KernelState, blockNumber: number): readonly BlockReference[] {
  return kernel.ledger
    .standingBlocksAbove(blockNumber - keptRecentBlocks)
    .filter((block) => block.number <= blockNumber);
}

/** After a restart the journal may know blocks that the snapshot was still before: each is met again here. */
function confirmBlock(kernel: KernelState, outcome: Outcome, head: BlockReference, atMs: EpochMs): void {
  if (kernel.unconfirmedBlocks.length === 0) return;
  const met = kernel.unconfirmedBlocks.filter((block) => block.number <= head.number);
  kernel.unconfirmedBlocks = kernel.unconfirmedBlocks.filter((block) => block.number > head.number);
  const replaced = met.filter((block) => block.hash !== head.hash);
  orphanBlocks(kernel, outcome, replaced, atMs);
}

export function onBlock(kernel: KernelState, input: Extract<EngineInput, { kind: 'block' }>, outcome: Outcome): void {
  const applied = kernel.market.applyBlock(input.head, input.events);
  kernel.detector.applyStates(applied.changes);
  const lost = noteUnreliable(kernel, outcome, applied, input);
  for (const { pool, reason } of lost) {
    quarantinePool(kernel, outcome, pool, input.atMs, `block ${input.head.number}: a log is missing: ${reason}`);
    noteError(kernel, outcome, `feed: pool ${pool}: a log is missing at block ${input.head.number}: ${reason}`);
  }
  if (lost.length > 0) resynchronise(kernel, outcome, input.head.number);
  kernel.head = input.head;
  kernel.recentBlocks = [...kernel.recentBlocks, { number: input.head.number, hash: input.head.hash }].slice(
    -keptRecentBlocks,
  );
  kernel.headAtMs = input.atMs;
  kernel.feed = 'connected';
  kernel.counters.blocks += 1;
  confirmBlock(kernel, outcome, input.head, input.atMs);
  kernel.counters.swapsSeen += applied.swaps;
  if (openOrders(kernel).some(isForRelay))
    outcome.effects.push({ kind: 'readNonce', block: { number: input.head.number, hash: input.head.hash } });
  readAccount(kernel, outcome);
  readLendersWhenDue(kernel, outcome);
  readDataFeeWhenDue(kernel, outcome);
  reviewWaitingTickets(kernel, outcome, applied.touched, input.atMs);
  findOpportunities(kernel, outcome, applied.touched, input);
  planQuoteChecks(kernel, outcome, applied.touched);
  askForTransferTests(kernel, outcome, { number: input.head.number, hash: input.head.hash });
  cancelOverdue(kernel, outcome, input.atMs);
  tendCancellations(kernel, outcome, input.atMs);
  if (input.head.number % blocksBetweenForgetting === 0)
    kernel.ledger.forgetBelow(input.head.number - blocksKeptInBooks);
}

/**
 * Distrusts pools whose own events are no proof of a lost log: a token of theirs shrank, or their code is not vouched for.
 * Returns the other gaps.
 */
function noteUnreliable(
  kernel: KernelState,
  outcome: Outcome,
  { gaps, shrunk }: AppliedBlock,
  { atMs, head }: Extract<EngineInput, { kind: 'block' }>,
): AppliedBlock['gaps'] {
  const shrinkages = shrunk.map(({ pool, shrank }) => {
    const { token0 = null, token1 = null } = kernel.market.pools.get(pool) ?? {};
    const detail = `block ${head.number}: ${shrank.amount} of it left the pool without a swap`;
    return { pool, suspicion: { flag: 'rebasing' as const, token: shrank.token === 0 ? token0 : token1, detail } };
  });
  if (!kernel.transfers.required)
    return [...gaps, ...shrinkages.map(({ pool, suspicion }) => ({ pool, reason: suspicion.detail }))];
  for (const { pool, suspicion } of shrinkages) distrust(kernel, outcome, pool, suspicion, atMs);
  return gaps.filter(({ pool, reason }) => {
    if (isVouchedFor(kernel, pool)) return true;
    distrust(
      kernel,
      outcome,
      pool,
      { flag: 'untrusted', token: null, detail: `block ${head.number}: ${reason}` },
      atMs,
    );
    return false;
  });
}

const blocksBetweenForgetting = 256;
/** Far deeper than any reorg that is followed, and than what a restarted engine asks about again. */
const blocksKeptInBooks = 1024;

const blocksBetweenResynchronisations = 64;

/** A pool that lost a log stays out until it was read anew with all the others. */
function resynchronise(kernel: KernelState, outcome: Outcome, blockNumber: number): void {
  if (kernel.resynchronisedAt !== null && blockNumber < kernel.resynchronisedAt + blocksBetweenResynchronisations)
    return;
  kernel.resynchronisedAt = blockNumber;
  outcome.effects.push({ kind: 'resynchronise', reason: `a log is missing at block ${blockNumber}` });
}

/**
 * Until the first answer after a start or a snapshot is in, every read asks what has to be confirmed: what that answer takes back is
 * open only then, and the blocks meanwhile may hold it in another place.
 */
function readAccount(kernel: KernelState, outcome: Outcome): void {
  const { head } = kernel;
  ensure(head !== null, 'no head to read the account at');
  const confirms = kernel.accountAt === null;
  outcome.effects.push({
    kind: 'readAccount',
    block: { number: head.number, hash: head.hash },
    orders: [...openOrders(kernel), ...(confirms ? ordersToConfirm(kernel, head.number) : [])],
    watched: ordersToWatch(kernel),
    bookedIn: confirms ? blocksToConfirm(kernel, head.number) : [],
  });
}

/** A relay's order runs out by itself. One block of grace: an order at its deadline may be in the very block whose receipts are being read. */
function cancelOverdue(kernel: KernelState, outcome: Outcome, atMs: EngineInput['atMs']): void {
  const head = kernel.head;
  if (head === null) return;
  const graceS = Math.max(1, Math.ceil((2 * kernel.epoch.chain.blockTimeMs) / 1000));
  for (const order of openOrders(kernel)) {
    if (
      order.kind === 'execute' &&
      !isForRelay(order) &&
      order.state === 'submitted' &&
      head.timestampS > order.deadlineS + graceS
    ) {
      cancelOrder(kernel, outcome, order, atMs, rejection('LANDING_DROPPED', { deadline: order.deadlineS }));
    }
  }
}

/** Blocks after `to` never happened: state, books and orders go back to it. */
export function onRollback(
  kernel: KernelState,
  input: Extract<EngineInput, { kind: 'rollback' }>,
  outcome: Outcome,
): void {
  const { changes, removed } = kernel.market.rollback(input.to);
  if (removed.length > 0) {
    kernel.detector.setPools([...kernel.market.pools.values()]);
    kernel.detector.applyStates(kernel.market.allStates());
    keepOutAll(kernel);
  } else {
    kernel.detector.applyStates(changes);
  }
  kernel.head = kernel.market.head;
  kernel.recentBlocks = kernel.recentBlocks.filter((block) => block.number <= input.to.number);
  kernel.headAtMs = input.atMs;
  kernel.counters.reorgs += 1;
  takePeaksBack(kernel, input.to.number + 1);
  orphanBlocks(kernel, outcome, decidingBlocksAbove(kernel, input.to.number), input.atMs);
  for (const ticket of [...kernel.tickets.values()]) {
    if (ticket.opportunity.block.number > input.to.number)
      endTicket(kernel, outcome, ticket, 'expired', rejection('STATE_MOVED', { because: 'its block was replaced' }));
  }
  for (const [key, opportunity] of kernel.routes) {
    if (opportunity.block.number <= input.to.number) continue;
    kernel.routes.delete(key);
    if (opportunity.state === 'ticketed') releaseOpportunity(kernel, outcome, opportunity.id, null);
  }
}

/** The account of the head may have been asked for over a connection that was lost: it is asked for again, as the next block may be long in coming. */
export function onFeed(kernel: KernelState, input: Extract<EngineInput, { kind: 'feed' }>, outcome: Outcome): void {
  kernel.feed = input.state;
  kernel.feedDetail = input.reason;
  if (input.state === 'connected' && kernel.head !== null && kernel.accountAt !== kernel.head.hash)
    readAccount(kernel, outcome);
}
