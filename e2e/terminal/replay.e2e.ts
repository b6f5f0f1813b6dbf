import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { RunSummary } from '../../app/contract/summary.ts';
import { endWell } from '../headless/testing/goodEnd.ts';
import { HeadlessRun } from '../headless/testing/headlessRun.ts';
import { currentEpoch } from '../headless/testing/journalView.ts';
import { sha256Of } from '../headless/testing/replayCommand.ts';
import { startTerminal, type TerminalApp, temporaryFolder } from './terminalApp.ts';

const bar = (state: string): string =>
  `document.querySelector('[data-testid="replay-bar"]')?.dataset.stateName === '${state}'`;
const blockShown = `Number(document.querySelector('[data-testid="replay-scrubber"]').value)`;

/** What a person does to a field of a React page: its value by the browser's own setter, then the events. */
const setField = (testId: string, value: string, prototype: string): string => `(() => {
  const field = document.querySelector('[data-testid="${testId}"]');
  Object.getOwnPropertyDescriptor(${prototype}.prototype, 'value').set.call(field, '${value}');
  field.dispatchEvent(new Event('input', { bubbles: true }));
  field.dispatchEvent(new Event('change', { bubbles: true }));
  field.dispatchEvent(new PointerEvent('pointerup', { bubbles: true }));
  return true;
})()`;

describe('a file that cannot be replayed', () => {
  it('is said to be so, with what to do, and no chain is started', async () => {
    const folder = temporaryFolder();
    const file = join(folder.path, 'foreign.sqlite');
    writeFileSync(file, 'not a database at all');
    const terminal = await startTerminal(folder.path, ['--replay', file]);
    const log = (): string => readFileSync(join(folder.path, 'logs', 'main.log'), 'utf8');
    await expect.poll(log, { timeout: 30_000 }).toContain('cannot be replayed');
    expect(log()).toMatch(/REPLAY_REFUSED.*Give --replay the journal.*STORE_NOT_A_DATABASE/s);
    expect(await terminal.text('panels', 'mode-badge')).toBe('—');
    await terminal.close();
    folder.remove();
  });
});

describe('a replay in the window', () => {
  const recorded = mkdtempSync(join(tmpdir(), 'syndicate-recorded-'));
  const file = join(recorded, 'journal.sqlite');
  const folder = temporaryFolder();
  let live: RunSummary;
  /** As the run journaled them: those that were never sent, and cancellations, are shown too. */
  let journaled: readonly string[];
  let terminal: TerminalApp;

  beforeAll(async () => {
    const run = await HeadlessRun.start({ seed: 51, data: recorded });
    try {
      await run.landMore(2, 60_000);
      live = await endWell(run);
      // Read from a copy: a reader of the recording leaves files beside it.
      const copy = join(recorded, 'copy');
      mkdirSync(copy);
      cpSync(file, join(copy, 'journal.sqlite'));
      journaled = currentEpoch(copy)?.orders.map(({ id }) => id) ?? [];
      expect(journaled.length).toBeGreaterThan(1);
    } finally {
      run.dispose();
    }
    // Slowly, so that it has not come to its end before a busy machine pauses it.
    terminal = await startTerminal(folder.path, ['--replay', file, '--speed', '0.25']);
  });
  afterAll(async () => {
    await terminal?.close();
    folder.remove();
    rmSync(recorded, { recursive: true, force: true });
  });

  it('says REPLAY, fills the panels, and offers nothing that trades', async () => {
    await terminal.until('panels', bar('running'));
    expect(await terminal.text('panels', 'mode-badge')).toBe('REPLAY');
    expect(await terminal.ask('panels', 'document.documentElement.dataset.mode')).toBe('REPLAY');
    for (const id of ['halt-button', 'trading-state', 'approve-slot'])
      expect(await terminal.text('panels', id), id).toBeNull();
    const answers = await terminal.ask(
      'panels',
      `Promise.all([
        window.syndicate.setStrategyMode({ strategy: 'flash-arbitrage', mode: 'approve' }),
        window.syndicate.proposeGrant({ strategy: 'flash-arbitrage', budget: 1n, minutes: 1 }),
        window.syndicate.proposeResume({}),
      ]).then((all) => all.map(({ code }) => code))`,
    );
    expect(answers).toEqual(Array(3).fill('REPLAY_TRADES_NOTHING'));
    const processes = await terminal.ask(
      'panels',
      `window.syndicate.processes({}).then(({ value }) => value.map(({ name }) => name))`,
    );
    expect(processes).toContain('engine');
    expect(processes).not.toContain('signer');
    expect(processes).not.toContain('devnet');
    await terminal.until('panels', `document.querySelectorAll('[data-testid="opportunity-row"]').length > 0`);
  });

  it('stands still when paused, steps by one block, and jumps forwards and back', async () => {
    await terminal.click('panels', 'replay-pause');
    await terminal.until('panels', bar('paused'));
    const at = Number(await terminal.ask('panels', blockShown));
    await new Promise((resolve) => setTimeout(resolve, 1_500));
    expect(await terminal.ask('panels', blockShown)).toBe(at);
    await terminal.click('panels', 'replay-step');
    await terminal.until('panels', `${bar('paused')} && ${blockShown} === ${at + 1}`);
    const last = Number(await terminal.ask('panels', `document.querySelector('[data-testid="replay-scrubber"]').max`));
    for (const block of [last - 1, at - 1]) {
      await terminal.ask('panels', setField('replay-scrubber', String(block), 'HTMLInputElement'));
      await terminal.until('panels', `${bar('paused')} && ${blockShown} === ${block}`);
    }
    await terminal.screenshot(join(folder.path, 'replay.png'));
    expect(readFileSync(join(folder.path, 'replay.png')).length).toBeGreaterThan(10_000);
  });

  it('is where it was after its engine was killed', async () => {
    const at = Number(await terminal.ask('panels', blockShown));
    const engine = `window.syndicate.processes({}).then(({ value }) => value.find(({ name }) => name === 'engine'))`;
    const { pid } = (await terminal.ask('panels', engine)) as { pid: number };
    process.kill(pid, 'SIGKILL');
    await expect
      .poll(() => terminal.ask('panels', engine), { timeout: 20_000 })
      .toMatchObject({ restarts: 1, state: 'running' });
    await terminal.until('panels', `${bar('paused')} && ${blockShown} === ${at}`);
    // Rows of before stay on show until others come: only the engine knows what the next block is.
    await terminal.click('panels', 'replay-step');
    await terminal.until('panels', `${bar('paused')} && ${blockShown} === ${at + 1}`);
  });

  it('exports a report that says REPLAY', async () => {
    const path = join(folder.path, 'report.json');
    await terminal.app.evaluate(({ dialog }, filePath) => {
      dialog.showSaveDialog = async () => ({ canceled: false, filePath });
    }, path);
    expect(await terminal.ask('panels', `window.syndicate.exportReport({ format: 'json' })`)).toMatchObject({
      ok: true,
    });
    expect(JSON.parse(readFileSync(path, 'utf8'))).toMatchObject({ mode: 'REPLAY', epoch: live.epoch });
  });

  it('comes to its end at the decisions of the run, and has written nothing', async () => {
    const before = sha256Of(file);
    await terminal.ask('panels', setField('replay-speed', 'max', 'HTMLSelectElement'));
    await terminal.click('panels', 'replay-pause');
    await terminal.until('panels', bar('ended'));
    expect(
      await terminal.ask('panels', `document.querySelector('[data-testid="replay-bar"] [role="alert"]')`),
    ).toBeNull();
    expect(await terminal.text('panels', 'books-state')).toContain('= chain');
    const orders = await terminal.ask(
      'panels',
      `[...document.querySelectorAll('[data-testid="order-row"]')].map((row) => row.dataset.rowId)`,
    );
    expect([...(orders as string[])].sort()).toEqual([...journaled].sort());
    expect(sha256Of(file)).toBe(before);
  });
});
