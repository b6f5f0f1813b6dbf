import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startTerminal, type TerminalApp, temporaryFolder, there } from './terminalApp.ts';

const panel = (id: string): string => `document.querySelector('[data-panel="${id}"]')`;
const rows = `[...document.querySelectorAll('[data-testid="pool-row"]')]`;
const tab = (name: string): string =>
  `[...document.querySelectorAll('[role="tab"]')].find((each) => each.textContent === '${name}')`;

/** As a pointer does it: the tabs act on the press. */
const press = (element: string): string =>
  `(() => { const element = ${element}; element.dispatchEvent(new MouseEvent('mousedown', { bubbles: true, button: 0 })); element.click(); return true; })()`;

describe('pools, blocks and health in the window', () => {
  const folder = temporaryFolder();
  let terminal: TerminalApp;

  beforeAll(async () => {
    terminal = await startTerminal(folder.path, ['--seed', '29']);
    await terminal.until('panels', there('workspace-research'));
    await terminal.click('panels', 'workspace-research');
  });
  afterAll(async () => {
    await terminal?.close();
    folder.remove();
  });

  it('lists every pool that the engine follows, those that trade first', async () => {
    await terminal.until('panels', there('tab-pools'));
    await terminal.click('panels', 'tab-pools');
    await terminal.until('panels', `${rows}.length > 3`, 120_000);
    await terminal.until(
      'panels',
      `syndicate.pools({}).then(({ value }) => value.pools[0].swaps > 5 && value.pools.every(({ standing }) => standing !== 'no state'))`,
      120_000,
    );
    const answer = (await terminal.ask(
      'panels',
      `syndicate.pools({}).then(({ value: { pools } }) => ({
        count: pools.length,
        ordered: pools.every((pool, index) => index === 0 || pools[index - 1].swaps >= pool.swaps),
        shown: ${rows}[0].textContent,
      }))`,
    )) as { readonly count: number; readonly ordered: boolean; readonly shown: string };
    expect(answer.count).toBeGreaterThan(10);
    expect(answer.ordered).toBe(true);
    expect(answer.shown).toMatch(/ \/ .*traded/);
  });

  it('takes one apart: the ladder is what the chain itself would give, and the swaps are its own', async () => {
    await terminal.ask('panels', press(`${rows}[0]`));
    await terminal.until('panels', `${panel('pools')}?.querySelector('svg path')?.getAttribute('d')?.length > 10`);
    await terminal.ask('panels', press(tab('Ladder')));
    await terminal.until('panels', `document.querySelectorAll('table[aria-label="Ladder"] tbody tr').length === 20`);
    await terminal.ask('panels', press(tab('Swaps')));
    await terminal.until(
      'panels',
      `document.querySelectorAll('table[aria-label="Time and sales"] tbody tr').length > 3`,
    );
    await terminal.ask('panels', press(tab('Heat map')));
    await terminal.until(
      'panels',
      `document.querySelectorAll('table[aria-label="Liquidity by pool and price"] td span').length >= 40`,
    );
    const holds = (await terminal.ask(
      'panels',
      `syndicate.pools({}).then(({ value: { pools } }) => syndicate.poolDepth({ pool: pools[0].id })).then(({ value }) => {
        const [above, below] = [10000, -10000].map((ppm) => value.levels.find((level) => level.ppm === ppm));
        return above.out > 0n && below.out > 0n && above.in > 0n && value.swaps.every(({ blockNumber }) => blockNumber >= value.swapsSince);
      })`,
    )) as boolean;
    expect(holds).toBe(true);
  });

  it('shows what blocks asked for gas and what the next will', async () => {
    await terminal.click('panels', 'tab-gas');
    await terminal.until(
      'panels',
      `document.querySelectorAll('table[aria-label="Newest blocks"] tbody tr').length > 5`,
    );
    const gas = (await terminal.ask(
      'panels',
      `syndicate.chainGas({}).then(({ value: { blocks, nextBaseFeePerGas } }) => ({
        numbers: blocks.map(({ number }) => number),
        next: nextBaseFeePerGas > 0n,
      }))`,
    )) as { readonly numbers: number[]; readonly next: boolean };
    expect(gas.numbers).toEqual(gas.numbers.toSorted((a, b) => a - b));
    expect(gas.next).toBe(true);
  });

  it('shows how late the feed is, what the logs say, and copies diagnostics', async () => {
    await terminal.click('panels', 'workspace-risk');
    const lag = `document.querySelector('[aria-label="Feed lag and queues"]')?.textContent`;
    await terminal.until('panels', `${lag}.includes('after its time')`);
    await terminal.until('panels', `document.querySelectorAll('[aria-label="Stage clock histogram"] tr').length > 1`);
    const lines = (await terminal.ask(
      'panels',
      `syndicate.logLines({ search: 'epoch', least: 'info' }).then(({ value }) => value.lines)`,
    )) as { readonly process: string; readonly text: string }[];
    expect(lines.map(({ process }) => process)).toContain('main');
    await terminal.ask('panels', `document.querySelector('[data-testid="copy-diagnostics"]').click()`);
    await terminal.until('panels', `document.body.textContent.includes('characters copied')`);
  });
});
