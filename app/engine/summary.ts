import type { InclusionSummary, RunSummary } from '../contract/summary.ts';
import { formatUnits } from '../domain/amount.ts';
import { breakdownDimensions } from '../domain/breakdown.ts';
import { type Address, shortHex } from '../domain/hex.ts';
import type { InclusionCounts } from './inclusion.ts';
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
    grossByToken: byToken(kernel, totals.grossByToken),
    gas: formatUnits(totals.gas, 18),
    netInEth: formatUnits(totals.net, 18),
    profit: profitOf(kernel),
    ledgerMatchesChain: kernel.booksEqual === true && counters.ledgerDifferences === 0,
    ledgerChecks: counters.ledgerChecks,
    tripwireChecks: counters.tripwireChecks,
    tripwireMismatches: counters.tripwireMismatches,
    quarantinedPools: kernel.quarantines.size,
    distrustedPools: kernel.distrusted.size,
    routes: { public: inclusionText(counters.inclusion.public), relay: inclusionText(counters.inclusion.relay) },
    reorgs: counters.reorgs,
    restarts: run.restarts,
    rejections: Object.fromEntries([...counters.rejections].sort(([a], [b]) => (a < b ? -1 : 1))),
    ...(kernel.paper === null ? {} : { paper: paperOf(kernel, kernel.paper) }),
    stageLatencyMs: kernel.latencies.percentiles(),
    decisionHash: run.decisionHash,
    warnings: [],
    errors: [...kernel.errors],
  };
}

function paperOf(
  { counters }: KernelState,
  { terms, held }: NonNullable<KernelState['paper']>,
): NonNullable<RunSummary['paper']> {
  const causes = [...(counters.paper ?? [])].sort(([a], [b]) => (a < b ? -1 : 1));
  const { source, statistics } = terms;
  return { source, statistics, causes: Object.fromEntries(causes), heldPools: held.size };
}

function inclusionText({ blocksToInclusion, tipPaid, failureCost, ...counts }: InclusionCounts): InclusionSummary {
  const included = counts.landed + counts.reverted;
  return {
    ...counts,
    blocksToInclusion: included === 0 ? null : blocksToInclusion / included,
    tipPaid: formatUnits(tipPaid, 18),
    failureCost: formatUnits(failureCost, 18),
  };
}

/** Two tokens of one symbol are told apart by their addresses. */
function byToken(kernel: KernelState, amounts: ReadonlyMap<Address, bigint>): Record<string, string> {
  const texts: Record<string, string> = {};
  for (const [address, amount] of amounts) {
    const token = kernel.tokens.get(address);
    const symbol = token?.symbol ?? shortHex(address);
    texts[symbol in texts ? `${symbol} ${address}` : symbol] = formatUnits(amount, token?.decimals ?? 0);
  }
  return texts;
}

function profitOf(kernel: KernelState): NonNullable<RunSummary['profit']> {
  const { breakdown } = kernel;
  const { predictedNet, tips, tipsUnknown, failureCost, flashFees, slippage } = breakdown.total;
  const native = (amount: bigint): string => formatUnits(amount, 18);
  return {
    predictedNet: native(predictedNet),
    tips: native(tips),
    tipsUnknown,
    failureCost: native(failureCost),
    flashFeesByToken: byToken(kernel, flashFees),
    slippageByToken: byToken(kernel, slippage),
    by: Object.fromEntries(
      breakdownDimensions.map((dimension) => [
        dimension,
        Object.fromEntries(
          [...breakdown.rows(dimension)].map(([name, { orders, landed, failed, net, gas }]) => [
            dimension === 'token' ? (kernel.tokens.get(name as Address)?.symbol ?? name) : name,
            { orders, landed, failed, net: native(net), gas: native(gas) },
          ]),
        ),
      ]),
    ),
  };
}
