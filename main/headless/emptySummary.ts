import type { RunSummary } from '../../app/contract/summary.ts';
import type { RunMode } from '../../app/domain/mode.ts';

/** What is left to say of a run whose engine could not give a summary: that it failed, and why. */
export function emptySummary(epoch: string, errors: readonly string[], mode: RunMode = 'DEVNET'): RunSummary {
  return {
    mode,
    epoch,
    seed: null,
    durationS: 0,
    blocks: 0,
    swapsSeen: 0,
    opportunities: 0,
    tickets: 0,
    submitted: 0,
    landed: 0,
    reverted: 0,
    notIncluded: 0,
    lostToRivals: 0,
    grossByToken: {},
    gas: '0',
    netInEth: '0',
    ledgerMatchesChain: false,
    ledgerChecks: 0,
    tripwireChecks: 0,
    tripwireMismatches: 0,
    quarantinedPools: 0,
    distrustedPools: 0,
    reorgs: 0,
    restarts: 0,
    rejections: {},
    stageLatencyMs: {},
    decisionHash: '',
    warnings: [],
    errors: [...errors],
  };
}
