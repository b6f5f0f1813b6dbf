import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { said, startTerminal, type TerminalApp, temporaryFolder, there } from './terminalApp.ts';

const dayMs = 86_400_000;
const firstMs = Date.UTC(2020, 2, 8);
/** Days of March 2020 as nobody traded them: the third day of the crash closes at two fifths of its first open. */
const closes = [100, 100, 100, 100, 80, 40, 60, 70];

function writtenDays(folder: string): string {
  const rows = closes.map((close, i) => {
    const open = closes[i - 1] ?? 100;
    return [firstMs + i * dayMs, open, Math.max(open, close), close * 0.75, close, 10].join();
  });
  const file = join(folder, 'ETHUSDT_1d.csv');
  writeFileSync(file, ['open_time_ms,open,high,low,close,volume_base', ...rows].join('\n'));
  return file;
}

describe('exposure and scenarios in the window', () => {
  const folder = temporaryFolder();
  let terminal: TerminalApp;

  const clickName = (id: string): Promise<unknown> =>
    terminal.ask('panels', `document.querySelector('[data-testid="scenario-${id}"] button').click()`);

  beforeAll(async () => {
    terminal = await startTerminal(folder.path, ['--seed', '31']);
    await terminal.until('panels', there('workspace-risk'));
    await terminal.click('panels', 'workspace-risk');
  });
  afterAll(async () => {
    await terminal?.close();
    folder.remove();
  });

  it('maps what is held by chain, token and strategy, of this mode alone', async () => {
    await terminal.click('panels', 'tab-exposure');
    await terminal.until('panels', there('exposure-row'), 120_000);
    await terminal.until('panels', said('exposure-map', /ETH/));
    const held = (await terminal.ask(
      'panels',
      `syndicate.exposure({}).then(({ value: { holdings, capital } }) => ({ capital: String(capital), sums: holdings.every(({ amount, parts }) => parts.reduce((sum, part) => sum + part.amount, 0n) === amount), native: String(holdings.find(({ asset }) => asset === 'native').amount) }))`,
    )) as { capital: string; sums: boolean; native: string };
    expect(held.sums).toBe(true);
    expect(BigInt(held.native)).toBeGreaterThan(0n);
    await terminal.shoot('exposure');
    const lines = (await terminal.exported('export-exposure-csv')).trim().split('\r\n');
    expect(lines[0]).toBe('mode,chain,token,strategy,amount,valueNative');
    expect(lines.slice(1).every((line) => line.startsWith('DEVNET,'))).toBe(true);
  });

  it('says what a recorded crash needs, and works out shocks without any recording', async () => {
    await terminal.click('panels', 'tab-scenarios');
    await terminal.until('panels', said('scenario-crash-2020-03-12', /not known/), 120_000);
    await terminal.until('panels', said('scenario-all-down-30', /%/));
    await terminal.shoot('scenarios-empty');
    await clickName('crash-2020-03-12');
    await terminal.until('panels', said('scenario-problem-text', /Import candles/));
    await clickName('bridge-halt');
    await terminal.until('panels', said('scenario-locked', /nothing waits for a bridge/));
  });

  it('revalues by the bars that were imported, at the close at which all were worth least', async () => {
    await terminal.app.evaluate(({ dialog }, path) => {
      dialog.showOpenDialog = async () => ({ canceled: false, filePaths: [path] });
    }, writtenDays(folder.path));
    await terminal.ask('panels', `syndicate.chooseImport({})`);
    await terminal.until('panels', `syndicate.importJob({}).then(({ value }) => value.job?.state === 'chosen')`);
    await terminal.ask(
      'panels',
      `syndicate.startImport({ content: { kind: 'candles', interval: '1d' }, venue: 'paper', symbol: 'ETHUSDT', columnOrder: 'named' })`,
    );
    await terminal.until('panels', `syndicate.importJob({}).then(({ value }) => value.job?.state === 'finished')`);
    await clickName('crash-2020-03-12');
    await terminal.until('panels', said('scenario-detail', /paper ETHUSDT, 1d, lowest −70\.0 %/));
    const crash = (await terminal.ask(
      'panels',
      `syndicate.stress({}).then(({ value }) => { const { worstAtS, holdings } = value.reports.find(({ scenario }) => scenario.id === 'crash-2020-03-12'); const { pricePpm, dollarsBefore, dollarsAfter } = holdings.find(({ asset }) => asset === 'native'); return [worstAtS, ...[pricePpm, dollarsBefore, dollarsAfter].map(String)]; })`,
    )) as [number, string, string, string];
    expect(crash[0]).toBe((firstMs + 5 * dayMs) / 1_000);
    // From 100 to 40, in millionths; the amount to the last unit.
    expect(crash[1]).toBe('400000');
    const [before, after] = [BigInt(crash[2]), BigInt(crash[3])];
    expect(after >= (before * 2n) / 5n && after <= (before * 2n) / 5n + 1n).toBe(true);
    await terminal.shoot('scenarios-crash');
    const text = await terminal.exported('export-scenarios-csv');
    expect(text).toContain('DEVNET,Crash of 2020-03-12');
    expect(text).toContain('2020-03-13T00:00:00.000Z');
  });

  it('keeps a scenario of one’s own, and refuses what is none', async () => {
    await terminal.click('panels', 'scenario-new');
    await terminal.until('panels', there('scenario-form'));
    await terminal.write('scenario-name', 'Half of ether');
    await terminal.write('shock-price-amount', '-101');
    await terminal.until('panels', said('scenario-problem', /from −100 to 1000/));
    await terminal.shoot('scenarios-form');
    await terminal.write('shock-price-amount', '-50');
    await terminal.until('panels', `!document.querySelector('[data-testid="scenario-keep"]').disabled`);
    await terminal.click('panels', 'scenario-keep');
    await terminal.until(
      'panels',
      `/Half of ether/.test(document.querySelector('[data-panel="scenarios"]').textContent)`,
    );
    expect(JSON.parse(readFileSync(join(folder.path, 'scenarios.json'), 'utf8')).scenarios).toMatchObject([
      { name: 'Half of ether', shocks: [{ kind: 'price', of: 'all', ppm: -500_000 }] },
    ]);
    const hostile = `syndicate.keepScenarios({ own: [{ id: 'x', name: 'x', about: '', shocks: [{ kind: 'gas', times: 1e9 }] }] }).then(({ code }) => code)`;
    expect(await terminal.ask('panels', hostile)).toBe('REQUEST_MALFORMED');
    expect(terminal.problems).toEqual([]);
  });
});
