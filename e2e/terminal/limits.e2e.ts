import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openLimit, setLimit } from './setLimit.ts';
import { startTerminal, type TerminalApp, temporaryFolder, textOf, there } from './terminalApp.ts';

describe('limits', () => {
  const folder = temporaryFolder();
  let terminal: TerminalApp;

  beforeAll(async () => {
    terminal = await startTerminal(folder.path, ['--seed', '82']);
    await terminal.showPanel('risk', 'limits');
    await terminal.until('panels', there('limit-singleTrade'), 120_000);
  });
  afterAll(async () => {
    await terminal.close();
    folder.remove();
  });
  const settings = () => JSON.parse(readFileSync(join(folder.path, 'settings.json'), 'utf8')).limits;
  it('shows every limit beside its figure, and the tier once the books were read', async () => {
    await terminal.until('panels', `/Institutional|Acceleration|Whale/.test(${textOf('tier')})`, 120_000);
    await terminal.until('panels', `${textOf('limit-reserveCapital')}.includes(' of ')`);
    expect(await terminal.ask('panels', textOf('limit-singleTrade'))).toContain('2 %');
    await terminal.shoot('limits');
  });

  it('takes less at once, keeps it on disk, and says who set it', async () => {
    await setLimit(terminal, 'singleTrade', '1,5');
    await terminal.until('panels', `${textOf('limit-set-singleTrade')}.includes('1.5 %')`);
    await terminal.until(
      'panels',
      `document.querySelector('table[aria-label="Changed limits"]')?.textContent.includes('personSingle trade')`,
    );
    expect(settings()).toMatchObject({ version: 2, values: { singleTrade: 15_000 }, changes: [{ by: 'person' }] });
  });

  it('puts more before the person first', async () => {
    await setLimit(terminal, 'singleTrade', '3');
    await terminal.until('approve', `document.body.textContent.includes('Single trade: 1.5 % → 3 %')`);
    await terminal.shoot('limits-asked');
    expect(settings().values.singleTrade).toBe(15_000);
    await terminal.until('approve', `document.querySelector('[data-testid="approve-button"]:not(:disabled)') !== null`);
    await terminal.click('approve', 'approve-button');
    await terminal.until('panels', `${textOf('limit-set-singleTrade')}.includes('3 %')`);
    expect(settings()).toMatchObject({ version: 3, values: { singleTrade: 30_000 } });
    await terminal.shoot('limits-changed');
  });

  it('refuses what is out of bounds, in the panel and in main', async () => {
    await openLimit(terminal, 'leverage');
    await terminal.write('limit-input', '50');
    await terminal.until('panels', `${textOf('limit-problem')} === 'From 0 × to 5 ×.'`);
    await terminal.shoot('limits-refused');
    const answer = await terminal.ask(
      'panels',
      `window.syndicate.changeLimits({ edits: [{ limit: 'leverage', to: 50000000 }] })`,
    );
    expect(answer).toMatchObject({ ok: false, code: 'LIMIT_OUT_OF_BOUNDS' });
    expect(terminal.problems).toEqual([]);
  });
});
