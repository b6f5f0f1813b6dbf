import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { wei } from '../../app/domain/amount.ts';
import { epochMs } from '../../app/domain/clock.ts';
import { openJournal } from '../../app/store/journal.ts';
import { sampleBlock, sampleEpoch, sampleFill, sampleOrder } from '../../app/store/testing/sampleRecords.ts';
import { countTrial } from '../../app/store/trialLedger.ts';
import { said, startTerminal, type TerminalApp, temporaryFolder, there } from './terminalApp.ts';

const ether = 10n ** 18n;

/** A run of an hour on another chain, over and closed: every third order of each minute cost, the others brought. */
function writeEarlierRun(folder: string): string {
  const journal = openJournal(folder);
  // Closed runs of the embedded chain are forgotten after a month.
  const epoch = { ...sampleEpoch('earlier'), startedAtMs: epochMs(Date.now() - 7_200_000) };
  journal.beginEpoch(epoch);
  for (let index = 1; index <= 60; index += 1) {
    const atMs = epochMs(epoch.startedAtMs + index * 60_000);
    const net = index % 3 === 0 ? -ether / 100n : ether / 50n;
    const order = sampleOrder(index, { state: net > 0n ? 'landed' : 'reverted', createdAtMs: atMs });
    const point = { blockNumber: index, atMs, total: wei(10n * ether), external: wei(0n), result: wei(0n) };
    const seq = journal.appendInput({ ...sampleBlock(index), atMs });
    journal.appendDecisions(seq, [
      { kind: 'equity', point: { ...point, dollars: null, unpriced: 0 } },
      { kind: 'order', order },
      { kind: 'fill', fill: { ...sampleFill(index), orderId: order.id, net: wei(net) } },
    ]);
  }
  journal.closeEpoch('earlier', 'over', epochMs(epoch.startedAtMs + 3_700_000));
  journal.close();
  for (let i = 0; i < 3; i += 1)
    countTrial(folder, { id: `replay:${i}`, kind: 'replay', atMs: i, subject: 'a file', settings: '{}' });
  return `${epoch.chain.chainId}:${epoch.wallet}`;
}

describe('performance', () => {
  const folder = temporaryFolder();
  let account: string;
  let terminal: TerminalApp;

  beforeAll(async () => {
    account = writeEarlierRun(folder.path);
    terminal = await startTerminal(folder.path, ['--seed', '91']);
    await terminal.showPanel('risk', 'performance');
    await terminal.until('panels', there('performance-account'), 120_000);
  });
  afterAll(async () => {
    await terminal.close();
    folder.remove();
  });
  const choose = (testId: string, value: string): string => `(() => {
    const field = document.querySelector('[data-testid="${testId}"]');
    Object.getOwnPropertyDescriptor(HTMLSelectElement.prototype, 'value').set.call(field, ${JSON.stringify(value)});
    field.dispatchEvent(new Event('change', { bubbles: true }));
    return field.value;
  })()`;

  it('says that nothing was traded yet, and what to do', async () => {
    await terminal.until('panels', said('performance-facts', /DEVNET/), 120_000);
    await terminal.shoot('performance-empty');
  });

  it('shows figures, targets and evidence of the account that is chosen, and counts the trials', async () => {
    await terminal.until(
      'panels',
      `[...document.querySelector('[data-testid="performance-account"]').options].some(({ value }) => value === '${account}')`,
      60_000,
    );
    expect(await terminal.ask('panels', choose('performance-account', account))).toBe(account);
    await terminal.until('panels', said('performance-net', /0\.6/), 60_000);
    await terminal.until('panels', there('performance-chart'));
    await terminal.until('panels', said('performance-verdict', /edge/i));
    const text = String(
      await terminal.ask('panels', `document.querySelector('[data-panel="performance"]').textContent`),
    );
    expect(text).toMatch(/Trials counted\s*4/);
    expect(text).toMatch(/40 of 60 landed, 20 failed/);
    await terminal.shoot('performance');
  });

  it('exports the figures exactly', async () => {
    expect(await terminal.exported('export-performance-csv')).toContain(
      `money,net,${(40n * ether) / 50n - (20n * ether) / 100n}`,
    );
    const hostile = `syndicate.performance({ mode: 'DEVNET', account: null, strategy: null, period: '1s', fromMs: null, toMs: null }).then(({ code }) => code)`;
    expect(await terminal.ask('panels', hostile)).toBe('REQUEST_MALFORMED');
    expect(terminal.problems).toEqual([]);
  });
});
