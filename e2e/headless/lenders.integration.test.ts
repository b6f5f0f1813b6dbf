import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, expect, it } from 'vitest';
import type { LenderKind } from '../../app/domain/chain.ts';
import { decodeExecute } from '../../app/execution/executorCalldata.ts';
import { expectGasPredicted } from './testing/gasPredictions.ts';
import { endWell } from './testing/goodEnd.ts';
import { HeadlessRun } from './testing/headlessRun.ts';
import { currentEpoch, inputsOf } from './testing/journalView.ts';
import { replayFile } from './testing/replayCommand.ts';
import { stageBundles } from './testing/stagedBundles.ts';

let run: HeadlessRun | null = null;
let data: string | null = null;

afterEach(() => {
  run?.dispose();
  if (data !== null) rmSync(data, { recursive: true, force: true });
  [run, data] = [null, null];
});

/** The folder of somebody who forbids flash swaps and allows one lender. */
function folderAllowing(kind: LenderKind): string {
  const folder = mkdtempSync(join(tmpdir(), 'syndicate-lenders-'));
  const settings = {
    version: 1,
    strategies: [{ strategy: 'flash-arbitrage', mode: 'approve' }],
    tradingState: 'active',
    tradingStateReason: '',
    fundingSources: [kind],
  };
  writeFileSync(join(folder, 'settings.json'), JSON.stringify(settings));
  return folder;
}

it.each(['balancerV2', 'aaveV3'] as const)(
  'trades land through %s where the settings allow nothing else',
  async (kind) => {
    data = folderAllowing(kind);
    const started = await HeadlessRun.start({ data, seed: 31 });
    run = started;
    await started.until(() => started.landed >= 3, 'three landed trades');
    const summary = await endWell(started);
    const epoch = currentEpoch(data);
    const lender = epoch?.epoch.chain.lenders.find((entry) => entry.kind === kind);
    const contract = lender?.kind === 'balancerV2' ? lender.vault : lender?.pool;
    const landed = (epoch?.orders ?? []).filter(({ kind: what, state }) => what === 'execute' && state === 'landed');
    expect(landed.length).toBeGreaterThanOrEqual(3);
    for (const order of landed) {
      const { funding, amountIn } = decodeExecute(order.plan.data).terms;
      expect(funding).toEqual({ kind: 'loans', loans: [{ kind, lender: contract, amount: amountIn }] });
      expect(order.route).toMatch(new RegExp(`, lent by ${lender?.id}$`));
    }
    expectGasPredicted(started);
    const [read] = inputsOf(data, epoch?.epoch.id ?? '', 'lenders');
    const state = read?.states.find((entry) => entry.kind === kind);
    expect(state?.feeRate).toBe(kind === 'aaveV3' ? 5n : 0n);

    const bundles = await stageBundles({ behindBroker: false });
    try {
      const replayed = await replayFile(bundles, join(data, 'journal.sqlite'));
      expect(replayed.status, replayed.output).toBe(0);
      expect(replayed.summary.decisionHash).toBe(summary.decisionHash);
    } finally {
      bundles.remove();
    }
  },
);
