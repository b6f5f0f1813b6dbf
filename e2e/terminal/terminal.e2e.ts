import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startTerminal, type TerminalApp, temporaryFolder } from './terminalApp.ts';

const text = (testId: string): string => `document.querySelector('[data-testid="${testId}"]')?.textContent`;
const settings = (folder: string): { tradingState: string } =>
  JSON.parse(readFileSync(join(folder, 'settings.json'), 'utf8'));

describe('the terminal', () => {
  const folder = temporaryFolder();
  let terminal: TerminalApp;

  beforeAll(async () => {
    terminal = await startTerminal(folder.path, ['--seed', '11']);
  });
  afterAll(async () => {
    await terminal.close();
    folder.remove();
  });

  it('opens on the embedded chain, says so, and shows what it finds', async () => {
    await terminal.until('panels', `${text('mode-badge')}?.includes('DEVNET')`);
    await terminal.until('panels', `document.querySelectorAll('[data-testid="opportunity-row"]').length > 3`, 90_000);
    expect(await terminal.text('panels', 'trading-state')).toMatch(/active/i);
    expect(await terminal.text('panels', 'books-state')).toContain('chain');
  });

  it('keeps pages away from node, the network and each other', async () => {
    expect(await terminal.ask('panels', 'typeof process + typeof require')).toBe('undefinedundefined');
    expect(
      await terminal.ask('panels', `fetch('http://127.0.0.1:1/').then(() => 'reached', (error) => error.name)`),
    ).toBe('TypeError');
    expect(await terminal.ask('panels', `typeof window.syndicateApprove`)).toBe('undefined');
    const preferences = await terminal.app.evaluate(({ webContents }) =>
      webContents.getAllWebContents().map((contents) => {
        const { sandbox, contextIsolation, nodeIntegration } = (
          contents as unknown as {
            getLastWebPreferences(): { sandbox?: boolean; contextIsolation?: boolean; nodeIntegration?: boolean };
          }
        ).getLastWebPreferences();
        return { sandbox, contextIsolation, nodeIntegration };
      }),
    );
    expect(preferences.length).toBeGreaterThanOrEqual(2);
    for (const each of preferences)
      expect(each).toEqual({ sandbox: true, contextIsolation: true, nodeIntegration: false });
  });

  it('lands an arbitrage that a person approved', async () => {
    const landed = `[...document.querySelectorAll('[data-testid="order-row"]')].find((row) => /landed/i.test(row.textContent))?.textContent`;
    const end = Date.now() + 150_000;
    let row: unknown = null;
    while (row === null || row === undefined) {
      expect(Date.now()).toBeLessThan(end);
      const ready = await terminal.ask(
        'approve',
        `(() => { const button = document.querySelector('[data-testid="approve-button"]'); return button !== null && !button.disabled && button.getAttribute('aria-disabled') !== 'true'; })()`,
      );
      if (ready === true) await terminal.press('approve', 'Return');
      await new Promise((resolve) => setTimeout(resolve, 300));
      row = await terminal.ask('panels', landed);
    }
    await terminal.until('panels', `${text('books-state')}?.includes('= chain')`);
    expect(await terminal.text('panels', 'net-today')).not.toMatch(/^0 /);
  });

  it('halts by F12 while the page is frozen, in the engine and on disk', async () => {
    const frozenMs = 6_000;
    const frozen = terminal.ask(
      'panels',
      `(() => { const end = Date.now() + ${frozenMs}; while (Date.now() < end); return true; })()`,
    );
    await new Promise((resolve) => setTimeout(resolve, 500));
    const pressedAt = Date.now();
    await terminal.press('panels', 'F12');
    while (settings(folder.path).tradingState !== 'halted') {
      expect(Date.now() - pressedAt).toBeLessThan(frozenMs - 1_500);
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
    await frozen;
    await terminal.until('panels', `/halted/i.test(${text('trading-state')})`);
    const sent = await terminal.ask('panels', `document.querySelectorAll('[data-testid="order-row"]').length`);
    await new Promise((resolve) => setTimeout(resolve, 3_000));
    expect(await terminal.ask('panels', `document.querySelectorAll('[data-testid="order-row"]').length`)).toBe(sent);
  });

  it('comes back halted after a restart, with its approve mode and equal books', async () => {
    await terminal.close();
    terminal = await startTerminal(folder.path, ['--seed', '12']);
    await terminal.until('panels', `/halted/i.test(${text('trading-state')})`, 90_000);
    await terminal.until('panels', `${text('books-state')}?.includes('= chain')`, 90_000);
    expect(await terminal.text('panels', 'strategy-mode')).toMatch(/approve/i);
  });
});
