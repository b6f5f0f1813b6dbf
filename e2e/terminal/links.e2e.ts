import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startTerminal, type TerminalApp, temporaryFolder, there } from './terminalApp.ts';

const through = (panel: string): string =>
  `(document.querySelector('[data-testid="tab-${panel}"]')?.closest('.dv-groupview')?.querySelector('[data-testid="through-chip"]')?.textContent ?? null)`;
const chip = (panel: string): string => `document.querySelector('[data-testid="link-${panel}"]').dataset`;
const selected = `[...document.querySelectorAll('[data-testid="opportunity-row"][aria-selected="true"]')].length`;

describe('link groups', () => {
  const folder = temporaryFolder();
  let terminal: TerminalApp;

  beforeAll(async () => {
    terminal = await startTerminal(folder.path, ['--seed', '72']);
    // Nothing is proposed while it only watches: the opportunities themselves are on show.
    await terminal.until('panels', `document.querySelectorAll('[data-testid="opportunity-row"]').length > 5`, 90_000);
    await terminal.ask('panels', `syndicate.setStrategyMode({ strategy: 'flash-arbitrage', mode: 'watch' })`);
  });
  afterAll(async () => {
    await terminal.close();
    folder.remove();
  });

  const group = async (panel: string, choice: string): Promise<void> => {
    await terminal.click('panels', `link-${panel}`);
    await terminal.until('panels', `document.querySelector('[data-testid="${choice}"]') !== null`);
    await terminal.click('panels', choice);
    await terminal.until('panels', `document.querySelector('[data-testid="${choice}"]') === null`);
  };

  it('an opportunity that is clicked is the ticket panel’s, and the clicked panel drives', async () => {
    await terminal.click('panels', 'opportunity-row');
    await terminal.until('panels', `${selected} === 1`);
    const id = await terminal.ask(
      'panels',
      `document.querySelector('[data-testid="opportunity-row"][aria-selected="true"]').dataset.rowId`,
    );
    // Its ticket, where it has one, is named after it.
    await terminal.until(
      'panels',
      `document.querySelector('[data-testid="tab-ticket"]').closest('.dv-groupview').querySelector('.dv-right-actions-container').textContent.includes(${JSON.stringify(id)})`,
    );
    expect(await terminal.ask('panels', `${chip('opportunities')}.driver`)).toBe('true');
    expect(await terminal.ask('panels', `${chip('ticket')}.driver`)).toBe('false');
  });

  it('a token that is clicked narrows the other panels, never the one under the pointer', async () => {
    await terminal.click('panels', 'route-token');
    await terminal.until('panels', `${through('orders')}?.startsWith('through ')`);
    expect(await terminal.ask('panels', through('opportunities'))).toBeNull();
    expect(await terminal.ask('panels', `${selected} <= 1`)).toBe(true);
  });

  it('a pool that is clicked in the health panel leaves only the routes through it', async () => {
    await terminal.until('panels', there('quarantined-pool'), 90_000);
    await terminal.click('panels', 'quarantined-pool');
    await terminal.until('panels', `${through('opportunities')}?.startsWith('through pool ')`);
    expect(await terminal.ask('panels', `${chip('health')}.driver`)).toBe('true');
    expect(await terminal.ask('panels', `${chip('opportunities')}.driver`)).toBe('false');
  });

  it('a panel of another group stays where it is', async () => {
    await group('orders', 'group-2');
    await terminal.until('panels', `${chip('orders')}.group === '2' && ${through('orders')} === null`);
    await group('opportunities', 'group-2');
    await terminal.until('panels', `${through('opportunities')} === null`);
    await terminal.click('panels', 'route-pool');
    await terminal.until('panels', `${through('orders')}?.startsWith('through pool ')`);
    expect(await terminal.ask('panels', `${chip('health')}.driver`)).toBe('true');
    await group('orders', 'group-none');
    await terminal.until('panels', `${through('orders')} === null`);
    expect(terminal.problems).toEqual([]);
  });
});
