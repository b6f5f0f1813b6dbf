import { join } from 'node:path';
import { afterEach, expect, it } from 'vitest';
import type { Cycle } from '../../app/detect/cycle.ts';
import { createNativeDetector } from '../../app/detect/nativeDetector.ts';
import { wei } from '../../app/domain/amount.ts';
import { nextBaseFee } from '../../app/domain/baseFee.ts';
import { monotonicNs } from '../../app/domain/clock.ts';
import { present } from '../../app/domain/errors.ts';
import type { Opportunity } from '../../app/domain/opportunity.ts';
import { isSplit } from '../../app/domain/routeLegs.ts';
import { applyInput } from '../../app/engine/kernel.ts';
import type { KernelState } from '../../app/engine/kernelState.ts';
import { newKernel } from '../../app/engine/newKernel.ts';
import { profitTokenValues } from '../../app/engine/profitTokenValues.ts';
import { tokenOrderKey } from '../../app/engine/routeKey.ts';
import { decodeExecute } from '../../app/execution/executorCalldata.ts';
import { openJournal } from '../../app/store/journal.ts';
import { expectGasPredicted } from './testing/gasPredictions.ts';
import { endWell } from './testing/goodEnd.ts';
import { HeadlessRun } from './testing/headlessRun.ts';
import { currentEpoch } from './testing/journalView.ts';
import { replayFile } from './testing/replayCommand.ts';
import { stageBundles } from './testing/stagedBundles.ts';

let run: HeadlessRun | null = null;

afterEach(() => {
  run?.dispose();
  run = null;
});

interface Split {
  readonly orderId: string;
  readonly predicted: bigint;
  readonly realised: bigint;
}

/** Landed trades whose calldata spreads a leg over several pools. */
function landedSplits({ data }: HeadlessRun): Split[] {
  const epoch = currentEpoch(data);
  const fills = new Map(epoch?.fills.map(({ fill }) => [fill.orderId, fill]));
  return (epoch?.orders ?? []).flatMap((order) => {
    const fill = fills.get(order.id);
    if (order.kind !== 'execute' || order.state !== 'landed' || fill === undefined) return [];
    if (!decodeExecute(order.plan.data).hops.some(({ part }) => part !== undefined)) return [];
    return [{ orderId: order.id, predicted: order.predicted.gross, realised: fill.realised.amount }];
  });
}

/** At the state that the kernel has, the best route of single pools over the same tokens. */
function bestSingle(kernel: KernelState, { hops }: Opportunity): Cycle {
  const { detector, head, arbitrage } = kernel;
  const cycles = detector.detect([...kernel.market.pools.keys()], {
    profitTokens: profitTokenValues(kernel),
    maxHops: 4,
    gasPrice: wei(nextBaseFee(present(head, 'head')) + arbitrage.tipFloor),
    limit: 5000,
  });
  return present(
    cycles.find((cycle) => tokenOrderKey(cycle.hops) === tokenOrderKey(hops)),
    'a single route',
  );
}

it('a route over parallel pools lands to the wei, and brings more than any over single ones', async () => {
  const started = await HeadlessRun.start({ seed: 3 });
  run = started;
  const exact = (): Split[] => landedSplits(started).filter(({ predicted, realised }) => predicted === realised);
  await started.until(() => exact().length >= 2, 'two split routes landed');
  const summary = await endWell(started);
  expectGasPredicted(started);
  const wanted = new Map(exact().map((split) => [split.orderId, split]));
  const epoch = present(currentEpoch(started.data), 'epoch');
  const journal = openJournal(started.data);
  const kernel = newKernel(epoch.epoch, createNativeDetector(), () => monotonicNs(0), null);
  let compared = 0;
  for (const { input } of journal.inputs(epoch.epoch.id)) {
    for (const decision of applyInput(kernel, input).decisions) {
      if (decision.kind !== 'ticket' || input.kind !== 'block') continue;
      const split = wanted.get(`o-${decision.ticket.id}`);
      if (split === undefined) continue;
      const { opportunity } = decision.ticket;
      expect(isSplit(opportunity.hops)).toBe(true);
      const single = bestSingle(kernel, opportunity);
      expect(split.realised).toBeGreaterThan(single.gross);
      expect(opportunity.net).toBeGreaterThan(single.net);
      compared += 1;
    }
  }
  journal.close();
  expect(compared).toBe(wanted.size);

  const bundles = await stageBundles({ behindBroker: false });
  try {
    const replayed = await replayFile(bundles, join(started.data, 'journal.sqlite'));
    expect(replayed.status, replayed.output).toBe(0);
    expect(replayed.summary.decisionHash).toBe(summary.decisionHash);
  } finally {
    bundles.remove();
  }
});
