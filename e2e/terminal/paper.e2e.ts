import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startTerminal, type TerminalApp, temporaryFolder } from './terminalApp.ts';

const text = (testId: string): string => `document.querySelector('[data-testid="${testId}"]')?.textContent`;
const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));
const orderSaying = (words: string): string =>
  `[...document.querySelectorAll('[data-testid="order-row"]')].some((row) => ${words}.test(row.textContent))`;

describe('the terminal on paper', { timeout: 300_000 }, () => {
  const folder = temporaryFolder();
  let terminal: TerminalApp;

  beforeAll(async () => {
    terminal = await startTerminal(folder.path, ['--seed', '11', '--mode', 'paper']);
  }, 120_000);
  afterAll(async () => {
    await terminal.close();
    folder.remove();
  });

  it('says PAPER, in the window and on what it asks to approve, and that nothing is signed', async () => {
    await terminal.until('panels', `${text('mode-badge')} === 'PAPER'`);
    await terminal.until('approve', `document.querySelector('article') !== null`, 120_000);
    expect(await terminal.text('approve', 'approve-mode')).toBe('PAPER');
    const card = String(await terminal.ask('approve', `document.querySelector('article').textContent`));
    expect(card).toContain('Fills on paper, signs nothing');
    expect(card).not.toContain('DEVNET');
  });

  it('lands on paper what a person approves, and says so of the fill and of the books', async () => {
    const armed = `document.querySelector('[data-testid="approve-button"]:not(:disabled)') !== null`;
    const landedBy = Date.now() + 150_000;
    while ((await terminal.ask('panels', orderSaying('/landed on paper/'))) !== true) {
      expect(Date.now()).toBeLessThan(landedBy);
      if ((await terminal.ask('approve', armed)) === true) await terminal.click('approve', 'approve-button');
      await pause(200);
    }
    await terminal.until('panels', `${text('books-state')} === '= paper'`);
    await terminal.until('panels', `!/^0 /.test(${text('net-today')})`);
    expect(await terminal.ask('panels', orderSaying('/landed (?!on paper)/'))).toBe(false);
    const names = await terminal.ask(
      'panels',
      `syndicate.processes({}).then(({ value }) => value.map(({ name }) => name))`,
    );
    expect(names).not.toContain('signer');
    const signer = join(folder.path, 'signer');
    expect(existsSync(signer) ? readdirSync(signer) : []).toEqual([]);
  });

  it('exports a report of paper alone', async () => {
    const path = join(folder.path, 'report.json');
    await terminal.app.evaluate(({ dialog }, filePath) => {
      dialog.showSaveDialog = async () => ({ canceled: false, filePath });
    }, path);
    expect(await terminal.ask('panels', `window.syndicate.exportReport({ format: 'json' })`)).toMatchObject({
      ok: true,
    });
    const report = JSON.parse(readFileSync(path, 'utf8'));
    expect([report.mode, report.epoch.startsWith('paper-')]).toEqual(['PAPER', true]);
    expect(report.counts.landed).toBeGreaterThan(0);
  });

  it('adds nothing of it to what is traded for real in the same folder afterwards', async () => {
    await terminal.close();
    terminal = await startTerminal(folder.path, ['--seed', '12']);
    await terminal.until('panels', `${text('mode-badge')} === 'DEVNET'`);
    await terminal.until('panels', `${text('books-state')} === '= chain'`, 120_000);
    expect(await terminal.ask('panels', orderSaying('/landed/'))).toBe(false);
    expect(await terminal.text('panels', 'net-today')).toMatch(/^0(\.0+)? /);
  });
});
