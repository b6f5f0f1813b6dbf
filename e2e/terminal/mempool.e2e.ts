import { afterAll, beforeAll, describe, it } from 'vitest';
import { startTerminal, type TerminalApp, temporaryFolder } from './terminalApp.ts';

const rows = `[...document.querySelectorAll('table[aria-label="Pending transactions"] tbody tr')]`;

describe('the mempool list', () => {
  const folder = temporaryFolder();
  let terminal: TerminalApp;

  beforeAll(async () => {
    terminal = await startTerminal(folder.path, ['--seed', '84']);
    await terminal.showPanel('research', 'mempool');
  });
  afterAll(async () => {
    await terminal.close();
    folder.remove();
  });

  it('reads the crowd’s swaps by their routers, and follows them into blocks', async () => {
    await terminal.until('panels', `${rows}.some((row) => /UniV2|SushiV2|V3/.test(row.textContent))`, 120_000);
    await terminal.until('panels', `${rows}.some((row) => /moves a price/.test(row.textContent))`, 120_000);
    await terminal.shoot('mempool');
    await terminal.until('panels', `${rows}.some((row) => /in block \\d+/.test(row.textContent))`, 120_000);
  });

  it('marks what moves a trade of ours', async () => {
    await terminal.click('panels', 'mempool-filter-touching ours');
    await terminal.until('panels', `${rows}.some((row) => /of ours|opportunit/.test(row.textContent))`, 120_000);
    await terminal.shoot('mempool-touching');
    await terminal.click('panels', 'mempool-filter-all');
    await terminal.until('panels', `${rows}.length > 3`);
    await terminal.shoot('mempool-all');
  });
});
