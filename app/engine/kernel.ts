import type { EngineInput } from '../domain/engineInput.ts';
import { unreachable } from '../domain/errors.ts';
import { copyCounters } from './counters.ts';
import type { Decision } from './decision.ts';
import type { KernelState } from './kernelState.ts';
import { onAccount } from './onAccount.ts';
import { onBundleSent, onBundleSimulated } from './onBundle.ts';
import { onDataFee } from './onDataFee.ts';
import { onLenders } from './onLenders.ts';
import { onBlock, onFeed, onRollback, onSnapshot, onUniverse } from './onMarket.ts';
import { onMissed } from './onMissed.ts';
import { onNonce } from './onNonce.ts';
import { onAttributed, onSigned, onSubmitted } from './onOrder.ts';
import { onPaper } from './onPaper.ts';
import { onSimulated } from './onSimulated.ts';
import { onStarted } from './onStarted.ts';
import { onTimer } from './onTimer.ts';
import { onTransfersTested } from './onTransfersTested.ts';
import { onTripwire } from './onTripwire.ts';
import { onUser } from './onUser.ts';
import { emptyOutcome, type Outcome } from './outcome.ts';
import { resumeOrders } from './resumeOrders.ts';
import { noteError } from './transitions.ts';

/**
 * Applies one input: the whole engine in one function. Reads no clock, draws no random number, waits for nothing; the
 * same inputs on a new state give the same decisions. Measured times (the stage clock) are the one thing that differs.
 * @throws BugError on a broken invariant: the process must end, and its supervisor restarts it from the journal
 */
export function applyInput(kernel: KernelState, input: EngineInput): Outcome {
  const outcome = emptyOutcome();
  const { tradingState } = kernel;
  dispatch(kernel, input, outcome);
  if (kernel.tradingState !== tradingState || kernel.tradingStateAtMs === null) kernel.tradingStateAtMs = input.atMs;
  if (input.kind === 'block' || outcome.decisions.some(({ kind }) => countedDecisions.has(kind))) {
    kernel.progress = copyCounters(kernel.counters);
    outcome.decisions.push({ kind: 'progress', counters: kernel.progress });
  }
  return outcome;
}

/** After these the totals are kept, so that a process that dies has counted just what it has journaled. */
const countedDecisions: ReadonlySet<Decision['kind']> = new Set(['order', 'fill', 'fillReversed']);

function dispatch(kernel: KernelState, input: EngineInput, outcome: Outcome): void {
  switch (input.kind) {
    case 'started':
      return onStarted(kernel, input, outcome);
    case 'universe':
      return onUniverse(kernel, input);
    case 'paper':
      return onPaper(kernel, input);
    case 'snapshot':
      return onSnapshot(kernel, input, outcome);
    case 'block':
      return onBlock(kernel, input, outcome);
    case 'rollback':
      return onRollback(kernel, input, outcome);
    case 'feed':
      return onFeed(kernel, input, outcome);
    case 'pendingTransaction':
      kernel.counters.pendingSeen += 1;
      return;
    case 'lenders':
      return onLenders(kernel, input, outcome);
    case 'dataFee':
      return onDataFee(kernel, input);
    case 'account':
      return onAccount(kernel, input, outcome);
    case 'nonce':
      return onNonce(kernel, input, outcome);
    case 'simulated':
      return onSimulated(kernel, input, outcome);
    case 'transfersTested':
      return onTransfersTested(kernel, input, outcome);
    case 'signed':
      return onSigned(kernel, input, outcome);
    case 'submitted':
      return onSubmitted(kernel, input, outcome);
    case 'bundleSimulated':
      return onBundleSimulated(kernel, input, outcome);
    case 'bundleSent':
      return onBundleSent(kernel, input, outcome);
    case 'attributed':
      return onAttributed(kernel, input, outcome);
    case 'missed':
      return onMissed(kernel, input, outcome);
    case 'tripwire':
      return onTripwire(kernel, input, outcome);
    case 'valueAtRisk':
      kernel.risk.valueAtRisk = input.figures;
      return;
    case 'user':
      return onUser(kernel, input, outcome);
    case 'problem':
      if (input.severity === 'fault') noteError(kernel, outcome, `${input.code}: ${input.message}`);
      return;
    case 'journalMended':
      return resumeOrders(kernel, outcome, input.atMs);
    case 'timer':
      return onTimer(kernel, input, outcome);
    default:
      unreachable(input);
  }
}
