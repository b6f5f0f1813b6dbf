import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Held, heldBy } from './heldBy.ts';
import { startLoad, stopLoad } from './load/loadWindow.ts';
import { startTerminal, type TerminalApp, temporaryFolder, there } from './terminalApp.ts';

/** Two hours of a person who looks at something else every two minutes, a chart of another pool among it, while ten rows change with each block of a second. */
const looks = 60;
const changes = 72_000;
const workspaces = ['research', 'risk', 'desk', 'arbitrage'] as const;

describe('a window that is left open', () => {
  const folder = temporaryFolder();
  let terminal: TerminalApp;

  beforeAll(async () => {
    terminal = await startTerminal(folder.path, ['--seed', '7']);
    await terminal.until('panels', `document.querySelectorAll('[data-testid="opportunity-row"]').length > 0`, 120_000);
  });
  afterAll(async () => {
    await terminal.close();
    folder.remove();
  });

  /** The next workspace, with its panels drawn; every fourth time the palette or the help over it, and a panel in front of another. */
  const look = async (turn: number): Promise<void> => {
    const workspace = workspaces[turn % workspaces.length] ?? 'arbitrage';
    await terminal.ask('panels', `document.querySelector('[data-testid="workspace-${workspace}"]').click()`);
    await terminal.until(
      'panels',
      `document.querySelector('[data-testid="workspace-${workspace}"]').matches('[aria-current], [aria-pressed="true"], [aria-selected="true"], [data-active="true"]')`,
    );
    await terminal.until('panels', `document.querySelectorAll('[data-panel]').length > 3`);
    await terminal.ask(
      'panels',
      `(() => { const tabs = [...document.querySelectorAll('[data-testid^="tab-"]')]; tabs[${turn} % tabs.length]?.dispatchEvent(new MouseEvent('mousedown', { bubbles: true })); })()`,
    );
    if (workspace === 'research') await nextSymbol(turn);
    if (turn % 4 !== 0) return;
    const code = turn % 8 === 0 ? `{ key: 'k', code: 'KeyK', ctrlKey: true }` : `{ key: 'F1', code: 'F1' }`;
    for (const opens of [true, false]) {
      await terminal.ask(
        'panels',
        `(document.activeElement ?? document.body).dispatchEvent(new KeyboardEvent('keydown', { ...${code}, bubbles: true, cancelable: true }))`,
      );
      await terminal.until('panels', `(document.querySelector('[role="dialog"]') !== null) === ${opens}`);
    }
  };

  /** The chart of another pool, in the place of the one that was shown. */
  const nextSymbol = async (turn: number): Promise<void> => {
    const canvas = `document.querySelector('[data-testid="chart-canvas"]')?.dataset`;
    const keys = (await terminal.ask(
      'panels',
      `syndicate.chartSeries({}).then(({ value }) => value.series.slice(0, 3).map(({ source }) => 'pool ' + source.pool))`,
    )) as string[];
    const key = keys[Math.floor(turn / workspaces.length) % keys.length];
    const choice = `document.querySelector('[data-testid="chart-choice"][data-key="${key}"]')`;
    await terminal.until('panels', there('chart-series'));
    await terminal.ask('panels', `document.querySelector('[data-testid="chart-series"]').click()`);
    await terminal.until('panels', `${choice} !== null`);
    await terminal.ask('panels', `${choice}.click()`);
    await terminal.until('panels', `${canvas}?.series.startsWith('${key}') && ${canvas}.phase === 'ready'`);
  };

  it('holds no more nodes and no more listeners after what two hours bring', async () => {
    for (let turn = 0; turn < 2 * workspaces.length; turn += 1) await look(turn);
    await startLoad(terminal, {
      seed: 3,
      rows: 2_000,
      updatesPerSecond: 2_000,
      bars: 500,
      barUpdatesPerSecond: 20,
    });
    for (let turn = 0; turn < 2 * workspaces.length; turn += 1) await look(turn);
    await look(workspaces.length - 1);
    const before = await mostHeld();
    const changesBefore = await changed();
    for (let turn = 0; turn < looks; turn += 1) await look(turn);
    await expect
      .poll(async () => (await changed()) - changesBefore, { timeout: 300_000, interval: 500 })
      .toBeGreaterThan(changes);
    await look(workspaces.length - 1);
    // What is asked for is forgotten a while after: the least that is seen counts. A leak of one a look would be `looks`.
    await expect
      .poll(
        async () => {
          const after = await heldBy(terminal);
          const grown = { nodes: after.nodes - before.nodes, listeners: after.listeners - before.listeners };
          const heapMb = Math.round((after.heap - before.heap) / 2 ** 20);
          console.log(`over ${looks} looks and ${changes} changes: ${JSON.stringify({ before, ...grown, heapMb })}`);
          return grown.nodes < 5 * looks && grown.listeners < looks;
        },
        { timeout: 90_000, interval: 3_000 },
      )
      .toBe(true);
    await stopLoad(terminal);
    expect(terminal.problems).toEqual([]);
  }, 600_000);

  /** Once all that the workspace shows is drawn: the most of a few looks, as rows come and go. */
  const mostHeld = async (): Promise<Held> => {
    await terminal.until('panels', `document.querySelectorAll('[data-testid="opportunity-row"]').length > 8`);
    const seen: Held[] = [];
    for (let reading = 0; reading < 5; reading += 1) {
      await terminal.ask('panels', `new Promise((done) => setTimeout(done, 1_000))`);
      seen.push(await heldBy(terminal));
    }
    return {
      nodes: Math.max(...seen.map(({ nodes }) => nodes)),
      listeners: Math.max(...seen.map(({ listeners }) => listeners)),
      heap: Math.max(...seen.map(({ heap }) => heap)),
    };
  };

  /** Rows that the load has changed so far. */
  const changed = (): Promise<number> =>
    terminal.app.evaluate(() => (globalThis as unknown as { load: { changes: number } }).load.changes);
});
