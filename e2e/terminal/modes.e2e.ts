import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startTerminal, type TerminalApp, temporaryFolder, textOf, there } from './terminalApp.ts';

const pressed = (testId: string): string =>
  `document.querySelector('[data-testid="${testId}"]')?.getAttribute('aria-pressed') === 'true'`;

describe('modes and stops', () => {
  const folder = temporaryFolder();
  let terminal: TerminalApp;

  beforeAll(async () => {
    terminal = await startTerminal(folder.path, ['--seed', '85']);
    await terminal.showPanel('risk', 'modes');
    await terminal.until('panels', there('mode-approve'), 120_000);
  });
  afterAll(async () => {
    await terminal.close();
    folder.remove();
  });
  const settings = () => JSON.parse(readFileSync(join(folder.path, 'settings.json'), 'utf8'));
  const registered = (accelerator: string): Promise<boolean> =>
    terminal.app.evaluate(({ globalShortcut }, keys) => globalShortcut.isRegistered(keys), accelerator);

  it('sets a mode at once and says who set it', async () => {
    await terminal.until('panels', pressed('mode-approve'));
    await terminal.click('panels', 'mode-watch');
    await terminal.until('panels', pressed('mode-watch'));
    await terminal.until(
      'panels',
      `/person/.test(document.querySelector('table[aria-label="Strategies"]').textContent)`,
    );
    expect(settings().strategies).toMatchObject([{ mode: 'watch', setBy: { by: 'person' } }]);
    await terminal.shoot('modes');
  });

  it('automates only what is confirmed, and shows its budget and time', async () => {
    await terminal.ask(
      'panels',
      `window.syndicate.proposeGrant({ strategy: 'flash-arbitrage', budget: 10n ** 17n, minutes: 15 })`,
    );
    expect(await terminal.ask('panels', pressed('mode-automate'))).toBe(false);
    await terminal.until('approve', `document.querySelector('[data-testid="approve-button"]:not(:disabled)') !== null`);
    await terminal.click('approve', 'approve-button');
    await terminal.until('panels', pressed('mode-automate'));
    await terminal.until(
      'panels',
      `/ of 0\\.1/.test(document.querySelector('table[aria-label="Strategies"]').textContent)`,
    );
    await terminal.shoot('modes-automate');
  });

  it('has the desktop’s keys as the setting says, or says that another program holds them', async () => {
    const state = () => terminal.ask('panels', 'window.syndicate.stopKey({}).then(({ value }) => value)');
    expect(await state()).toMatchObject({ keys: 'Ctrl+Shift+F12', isTaken: !(await registered('Control+Shift+F12')) });
    await terminal.ask('panels', `window.syndicate.changeSetting({ id: 'stopKey', value: 'off' })`);
    expect(await state()).toEqual({ keys: 'off', isTaken: false });
    expect(await registered('Control+Shift+F12')).toBe(false);
    await terminal.ask('panels', `window.syndicate.changeSetting({ id: 'stopKey', value: 'Ctrl+Shift+F12' })`);
    expect(await state()).toMatchObject({ isTaken: !(await registered('Control+Shift+F12')) });
  });

  it('halts at once, and resumes only when that is confirmed', async () => {
    await terminal.click('panels', 'state-halted');
    await terminal.until('panels', pressed('state-halted'));
    await terminal.until('panels', `/halted in the window · since/.test(${textOf('state-reason')})`);
    expect(settings().tradingState).toBe('halted');
    await terminal.shoot('modes-halted');
    await terminal.click('panels', 'state-active');
    await terminal.until('approve', `/Resumes trading/.test(document.body.textContent)`);
    expect(settings().tradingState).toBe('halted');
    await terminal.until('approve', `document.querySelector('[data-testid="approve-button"]:not(:disabled)') !== null`);
    await terminal.click('approve', 'approve-button');
    await terminal.until('panels', pressed('state-active'));
  });
});
