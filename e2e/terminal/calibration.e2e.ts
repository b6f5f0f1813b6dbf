import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startTerminal, type TerminalApp, temporaryFolder, there } from './terminalApp.ts';

const said = (testId: string): string => `document.querySelector('[data-testid="${testId}"]').textContent`;

describe('calibration in the window', { timeout: 600_000 }, () => {
  const folder = temporaryFolder();
  let terminal: TerminalApp;

  beforeAll(async () => {
    terminal = await startTerminal(folder.path, ['--seed', '71']);
    await terminal.until('panels', there('approve-slot'));
  }, 120_000);
  afterAll(async () => {
    await terminal.close();
    folder.remove();
  });

  const write = (field: string, text: string): Promise<void> => terminal.write(`calibration-${field}`, text);

  it('is reached by a key, and says that nothing is kept yet', async () => {
    await terminal.ask(
      'panels',
      `window.dispatchEvent(new KeyboardEvent('keydown', { key: '8', code: 'Digit8', altKey: true, bubbles: true }))`,
    );
    await terminal.until('panels', `document.querySelector('[data-panel="calibration"]') !== null`);
    await terminal.until('panels', `document.body.textContent.includes('No calibration is kept yet')`);
    const refused = `syndicate.startCalibration({ minutes: 1e9, measureMinutes: 0, rivals: 1, lagMs: 0 }).then(({ code }) => code)`;
    expect(await terminal.ask('panels', refused)).toBe('REQUEST_MALFORMED');
  });

  it('stopped while it measures it leaves no report and no process', async () => {
    await terminal.click('panels', 'calibration-start');
    await terminal.until('panels', `${said('calibration-job')}.includes('measuring')`);
    await terminal.click('panels', 'calibration-stop');
    await terminal.until('panels', `${said('calibration-job')}.includes('no report')`, 180_000);
    await terminal.click('panels', 'calibration-dismiss');
    await terminal.until('panels', there('calibration-start'));
    expect(existsSync(join(folder.path, 'calibrations', 'running'))).toBe(false);
    const engines = `syndicate.processes({}).then(({ value }) => value.filter(({ name }) => name === 'engine').length)`;
    expect(await terminal.ask('panels', engines)).toBe(1);
  });

  it('trades on paper and for real at once, and stopped early reports what both did, wei for wei', async () => {
    await write('measureMinutes', '0');
    await write('minutes', '30');
    await terminal.click('panels', 'calibration-start');
    const landed = String.raw`[...document.querySelectorAll('[data-testid="calibration-job"] p')].filter((p) => /[1-9]\d*\/\d+ landed/.test(p.textContent)).length === 2`;
    await terminal.until('panels', landed, 300_000);
    expect(await terminal.text('panels', 'calibration-progress')).toMatch(/about \d+ (min|s) left/);
    const processes = `syndicate.processes({}).then(({ value }) => value.map(({ name }) => name))`;
    const names = (await terminal.ask('panels', processes)) as string[];
    // The window's own, and those of the two sides: paper has neither signer nor chain of its own.
    expect(names.filter((name) => name === 'engine')).toHaveLength(3);
    expect(names.filter((name) => name === 'signer')).toHaveLength(2);
    expect(names.filter((name) => name === 'devnet')).toHaveLength(2);
    await terminal.click('panels', 'calibration-stop');
    await terminal.until('panels', there('calibration-report'), 180_000);
    const report = (await terminal.text('panels', 'calibration-report')) ?? '';
    expect(report).toContain('DEVNET');
    expect(report).toContain('PAPER');
    const [kept] = (await terminal.ask(
      'panels',
      `syndicate.calibrationReports({}).then(({ value }) => value.reports)`,
    )) as [Kept];
    expect(kept.errors).toEqual([]);
    expect(kept.minutes).toBe(30);
    expect(kept.tradedMinutes).toBeLessThan(30);
    for (const { landed: count } of [kept.real, kept.paper]) expect(count).toBeGreaterThan(0);
    expect(wei(kept.paper.netInEth) - wei(kept.real.netInEth)).toBe(wei(kept.differenceInEth));
    const classes = kept.classes.reduce((sum, { differenceInEth }) => sum + wei(differenceInEth), 0n);
    expect(classes).toBe(wei(kept.differenceInEth));
    expect(readdirSync(join(folder.path, 'calibrations'))).toEqual([expect.stringMatching(/^calibration-.*\.json$/)]);
    expect(terminal.problems).toEqual([]);
  });
});

interface Kept {
  readonly minutes: number;
  readonly tradedMinutes: number;
  readonly errors: readonly string[];
  readonly real: { readonly landed: number; readonly netInEth: string };
  readonly paper: { readonly landed: number; readonly netInEth: string };
  readonly differenceInEth: string;
  readonly classes: readonly { readonly differenceInEth: string }[];
}

function wei(text: string): bigint {
  const [whole = '0', part = ''] = text.replace('-', '').split('.');
  const amount = BigInt(whole) * 10n ** 18n + BigInt(part.padEnd(18, '0'));
  return text.startsWith('-') ? -amount : amount;
}
