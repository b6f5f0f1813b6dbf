import type { RunSummary } from '../contract/summary.ts';
import { formatUnits } from '../domain/amount.ts';
import { shortHex } from '../domain/hex.ts';
import type { KernelState } from './kernelState.ts';

/** The kernel's part of a run's summary. */
export function summaryOf(
  kernel: KernelState,
  run: { durationS: number; restarts: number; decisionHash: string },
): RunSummary {
  const { counters, totals } = kernel;
  return {
    mode: kernel.epoch.mode,
    epoch: kernel.epoch.id,
    seed: null,
    durationS: run.durationS,
    blocks: counters.blocks,
    swapsSeen: counters.swapsSeen,
    opportunities: counters.opportunities,
    tickets: counters.tickets,
    submitted: counters.submitted,
    landed: counters.landed,
    reverted: counters.reverted,
    notIncluded: counters.notIncluded,
    lostToRivals: counters.lostToRivals,
    grossByToken: grossByToken(kernel),
    gas: formatUnits(totals.gas, 18),
    netInEth: formatUnits(totals.net, 18),
    ledgerMatchesChain: kernel.booksEqual === true && counters.ledgerDifferences === 0,
    ledgerChecks: counters.ledgerChecks,
    tripwireChecks: counters.tripwireChecks,
    tripwireMismatches: counters.tripwireMismatches,
    quarantinedPools: kernel.quarantines.size,
    distrustedPools: kernel.distrusted.size,
    reorgs: counters.reorgs,
    restarts: run.restarts,
    rejections: Object.fromEntries([...counters.rejections].sort(([a], [b]) => (a < b ? -1 : 1))),
    stageLatencyMs: kernel.latencies.percentiles(),
    decisionHash: run.decisionHash,
    errors: [...kernel.errors],
  };
}

function grossByToken(kernel: KernelState): Record<string, string> {
  const bySymbol: Record<string, string> = {};
  for (const [address, amount] of kernel.totals.grossByToken) {
    const token = kernel.tokens.get(address);
    bySymbol[token?.symbol ?? shortHex(address)] = formatUnits(amount, token?.decimals ?? 0);
  }
  return bySymbol;
}
