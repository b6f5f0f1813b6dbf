import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import type { RunSummary } from '../../app/contract/summary.ts';
import type { FaultTransform } from '../../app/market/testing/faultProxy.ts';
import { type EndpointBroker, startBroker } from './testing/endpointBroker.ts';
import { HeadlessRun } from './testing/headlessRun.ts';
import { currentEpoch } from './testing/journalView.ts';
import {
  doubleOneFill,
  doubleTransfers,
  loseOneSync,
  loseOneTrade,
  quoteOffByOneWei,
  simulationOffByOneWei,
} from './testing/plantedFaults.ts';

let run: HeadlessRun | null = null;
let broker: EndpointBroker | null = null;

afterEach(async () => {
  run?.dispose();
  await broker?.stop();
  run = null;
  broker = null;
});

/** Runs with a fault between engine and node until the engine names an error. */
async function plant(fault: (executor: string) => FaultTransform): Promise<{ run: HeadlessRun; summary: RunSummary }> {
  broker = await startBroker();
  const started = await HeadlessRun.start({ broker, seed: 5 });
  run = started;
  await started.landMore();
  const epoch = currentEpoch(started.data);
  expect(epoch?.incidents).toEqual([]);
  broker.proxy.transform = fault(epoch?.epoch.chain.executor ?? '');
  await started.until(
    () => currentEpoch(started.data)?.incidents.some(({ kind }) => kind === 'error'),
    'an error that names the fault',
    60_000,
  );
  expect(await started.end()).toBe(1);
  return { run: started, summary: started.summary() };
}

describe('a planted fault fails the run, and the run says why', () => {
  it('a quote that is off by one wei', async () => {
    const { summary } = await plant(quoteOffByOneWei);
    expect(summary.tripwireMismatches).toBeGreaterThanOrEqual(1);
    expect(summary.quarantinedPools).toBeGreaterThanOrEqual(1);
    expect(summary.errors[0]).toMatch(
      /^tripwire: pool 0x[0-9a-f]{40}: at block \d+, .* the chain says \d+, too little by 1$/,
    );
  });

  it('a prediction that is off by one wei', async () => {
    const { summary } = await plant(simulationOffByOneWei);
    const [, predicted = '', found = ''] =
      /^simulation differs from prediction: block \d+: predicted (\d+) for .*, the chain said (\d+)$/.exec(
        summary.errors[0] ?? '',
      ) ?? [];
    expect(BigInt(found) - BigInt(predicted)).toBe(1n);
  });

  it('a dropped log', async () => {
    const { summary } = await plant(loseOneSync);
    expect(summary.errors[0]).toMatch(/^feed: pool 0x[0-9a-f]{40}: a log is missing at block \d+/);
  });

  it('a dropped trade', async () => {
    const { summary } = await plant(loseOneTrade);
    expect(summary.errors[0]).toMatch(/a log is missing at block|tripwire: pool 0x|simulation differs/);
  });

  it.each([
    ['a fill that is given twice', doubleOneFill],
    ['a fill whose profit is doubled', doubleTransfers],
  ])('%s', async (_, fault) => {
    const { run: ended, summary } = await plant(fault);
    expect(summary.errors[0]).toMatch(
      /^The books do not agree with the chain at block \d+: wallet (native|0x[0-9a-f]{40}): books \d+, chain \d+/,
    );
    expect(summary.ledgerMatchesChain).toBe(false);
    const settings = JSON.parse(readFileSync(join(ended.data, 'settings.json'), 'utf8'));
    expect(settings.tradingState).toBe('halted');
  });
});
