import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startTerminal, type TerminalApp, temporaryFolder, there } from './terminalApp.ts';

const rows = `[...document.querySelectorAll('[data-testid="opportunity-row"]')]`;
const nets = `${rows}.map((row) => Number(row.querySelector('[data-exact][title*="ETH"].text-gain, [data-exact][title*="ETH"].text-loss')?.dataset.exact))`;

describe('the opportunities blotter', () => {
  const folder = temporaryFolder();
  let terminal: TerminalApp;

  beforeAll(async () => {
    terminal = await startTerminal(folder.path, ['--seed', '21', '--crowd', 'busy']);
    await terminal.until('panels', `${rows}.length > 8`, 90_000);
    await takePointerAway();
  });
  afterAll(async () => {
    await terminal.close();
    folder.remove();
  });

  it('sorts in the engine by a header, and by use again at the third click', async () => {
    const header = `[...document.querySelectorAll('[aria-label="Opportunities"] [role="columnheader"] button')].find(({ textContent }) => textContent.startsWith('Gross'))`;
    await terminal.ask('panels', `${header}.click()`);
    const sorted = `((all) => all.length > 3 && all.every((gross, at) => at === 0 || all[at - 1] >= gross))(${rows}.map((row) => Number(row.children[2].querySelector('[data-exact]').dataset.exact)))`;
    await terminal.until('panels', sorted);
    await terminal.ask('panels', `${header}.click()`);
    await terminal.until('panels', sorted.replace('>= gross', '<= gross'));
    await terminal.ask('panels', `${header}.click()`);
    await terminal.until('panels', `${header}.closest('[role="columnheader"]').getAttribute('aria-sort') === 'none'`);
  });

  it('filters by text, says what it does not understand, and keeps filters', async () => {
    const seen = [...((await terminal.ask('panels', nets)) as number[])].sort((a, b) => a - b);
    const middle = (seen[Math.floor(seen.length / 2)] ?? 0).toFixed(18);
    await terminal.write('opportunity-filter', `net >= ${middle}`);
    await terminal.until('panels', `${nets}.length > 0 && ${nets}.every((net) => net >= ${middle})`);
    await terminal.write('opportunity-filter', `net < ${middle}`);
    await terminal.until('panels', `${nets}.length > 0 && ${nets}.every((net) => net <= ${middle})`);
    await terminal.write('opportunity-filter', 'net > 0 and chain = nowhere');
    await terminal.until(
      'panels',
      `/filter leaves nothing/.test(document.querySelector('[data-panel="opportunities"]').textContent)`,
    );
    await terminal.write('opportunity-filter', 'nett > 20');
    await terminal.until(
      'panels',
      `/expected one of net/.test(document.querySelector('[data-testid="filter-problem"]')?.textContent)`,
    );
    await terminal.write('opportunity-filter', 'net > 0');
    await terminal.until('panels', `document.querySelector('[data-testid="filter-problem"]') === null`);
    await choose('saved-filters', 'save-filter');
    await terminal.write('opportunity-filter', '');
    await choose('saved-filters', 'saved-filter');
    expect(await terminal.ask('panels', `document.querySelector('[data-testid="opportunity-filter"]').value`)).toBe(
      'net > 0',
    );
    await terminal.write('opportunity-filter', '');
  });

  it('shows an opportunity in detail: its route as a graph, and its profit by size quoted at its own block', async () => {
    await terminal.click('panels', 'opportunity-row');
    await terminal.pressKey('Return');
    await terminal.until('panels', there('profit-curve'));
    const panel = `document.querySelector('[data-testid="detail"]')`;
    expect(await terminal.text('panels', 'detail-agrees')).toContain('to the wei');
    const nodes = `${panel}.querySelectorAll('[data-testid="graph-token"]').length`;
    expect(await terminal.ask('panels', nodes)).toBeGreaterThanOrEqual(3);
    expect(await terminal.ask('panels', `${panel}.textContent`)).toMatch(/on the pools as they were after block/);
    expect(await terminal.ask('panels', `${panel}.querySelector('[aria-label="Stage clock"]').textContent`)).toMatch(
      /seen0/,
    );
    await terminal.shoot('blotter-detail');
    await takePointerAway();
  });

  it('has the node run its call, and lists what each contract did', async () => {
    const trace = `document.querySelector('[data-testid="trace"]')`;
    // What a lying pair promises does not come about: of a route through one the node says that it reverts.
    await terminal.write('opportunity-filter', 'not venue = Corner');
    const lies = (selector: string): string => `/Corner/.test(document.querySelector('${selector}').textContent)`;
    await terminal.until('panels', `${rows}.length > 0 && !${lies('[data-testid="opportunity-row"]')}`);
    await terminal.click('panels', 'opportunity-row');
    await terminal.until('panels', `!${lies('[data-testid="detail"]')} && ${there('trace-found')}`);
    expect(await terminal.ask('panels', `${trace}.textContent`)).toContain('nothing is sent');
    const profit = `[...${trace}.querySelectorAll('[aria-label="Outcome of the trace"] [data-exact]')].map(({ dataset }) => dataset.exact)[0]`;
    await terminal.click('panels', 'trace-found');
    await terminal.until('panels', `${trace}.querySelector('[data-testid="trace-steps"]') !== null`);
    const steps = (await terminal.ask(
      'panels',
      `[...${trace}.querySelectorAll('[data-testid="trace-step"]')].map(({ textContent }) => textContent)`,
    )) as readonly string[];
    expect(steps[0]).toMatch(/^executor execute/);
    expect(steps.filter((step) => / swap.*in .*out /.test(step)).length).toBeGreaterThanOrEqual(2);
    expect(steps.some((step) => / transfer.*sends /.test(step))).toBe(true);
    expect(Number(await terminal.ask('panels', profit))).toBeGreaterThan(0);
    expect(await terminal.text('panels', 'trace-facts')).toMatch(/on the state after block/);
    await terminal.ask('panels', `document.querySelector('[data-testid="trace"]').scrollIntoView({ block: 'start' })`);
    await terminal.shoot('blotter-trace');
    await terminal.write('opportunity-filter', '');
    await takePointerAway();
  });

  it('shows the columns that are chosen, also after a restart', async () => {
    await choose('opportunity-columns', 'column-block');
    await terminal.pressKey('Escape');
    const shown = `[...document.querySelectorAll('[aria-label="Opportunities"] [role="columnheader"]')].map(({ textContent }) => textContent.trim())`;
    await terminal.until('panels', `${shown}.includes('Block')`);
    await terminal.close();
    terminal = await startTerminal(folder.path, ['--seed', '22', '--crowd', 'busy']);
    await terminal.until('panels', `${rows}.length > 3`, 90_000);
    expect(await terminal.ask('panels', shown)).toContain('Block');
    await terminal.shoot('blotter-columns');
    expect(terminal.problems).toEqual([]);
  });

  /** Rows keep their places under the pointer: it goes to the title bar. */
  function takePointerAway(): Promise<void> {
    return terminal.app.evaluate(({ BrowserWindow }) => {
      BrowserWindow.getAllWindows()[0]?.webContents.sendInputEvent({ type: 'mouseMove', x: 700, y: 8 });
    });
  }

  /** Opens a menu and takes the first item of this kind. */
  async function choose(menu: string, item: string): Promise<void> {
    await terminal.click('panels', menu);
    await terminal.until('panels', `document.querySelector('[data-testid="${item}"]') !== null`);
    await terminal.click('panels', item);
  }
});
