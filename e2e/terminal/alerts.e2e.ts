import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startTerminal, type TerminalApp, temporaryFolder, there } from './terminalApp.ts';

/** Types into a React field as a person's keys would. */
const fill = (testId: string, text: string, kind: 'input' | 'select' = 'input'): string => `(() => {
  const field = document.querySelector('[data-testid="${testId}"]');
  const proto = ${kind === 'select' ? 'HTMLSelectElement' : 'HTMLInputElement'}.prototype;
  Object.getOwnPropertyDescriptor(proto, 'value').set.call(field, ${JSON.stringify(text)});
  field.dispatchEvent(new Event('${kind === 'select' ? 'change' : 'input'}', { bubbles: true }));
  return true;
})()`;

describe('alerts', () => {
  const folder = temporaryFolder();
  let terminal: TerminalApp;

  beforeAll(async () => {
    terminal = await startTerminal(folder.path, ['--seed', '81']);
    await terminal.until('panels', there('workspace-arbitrage'));
    // What the desktop would be given, whether there is one or not.
    await terminal.app.evaluate(({ Notification }) => {
      const said: string[] = [];
      Object.assign(globalThis, { said });
      Notification.isSupported = () => true;
      Notification.prototype.show = function show(this: { title: string; body: string }) {
        said.push(`${this.title}: ${this.body}`);
      };
    });
    await terminal.click('panels', 'tab-alerts');
    await terminal.until('panels', there('alerts-rules-tab'));
  });
  afterAll(async () => {
    await terminal.close();
    folder.remove();
  });
  const said = (): Promise<string[]> => terminal.app.evaluate(() => (globalThis as unknown as { said: string[] }).said);

  it('refuses a rule that cannot be read, with its place', async () => {
    await terminal.click('panels', 'alerts-rules-tab');
    await terminal.until('panels', there('alert-new'));
    await terminal.click('panels', 'alert-new');
    await terminal.until('panels', there('alert-condition'));
    await terminal.ask('panels', fill('alert-topic', 'status', 'select'));
    await terminal.ask('panels', fill('alert-name', 'Blocks come'));
    await terminal.ask('panels', fill('alert-condition', 'blok > 1'));
    await terminal.until(
      'panels',
      `document.querySelector('[data-testid="alert-problem"]').textContent.startsWith('at character 1')`,
    );
    await terminal.shoot('alerts-refused');
    const answer = await terminal.ask(
      'panels',
      `window.syndicate.keepAlertRule({ id: null, rule: { name: 'x', topic: 'status', condition: 'blok > 1', severity: 'notice', notifies: true, sounds: false, enabled: true, repeatAfterS: 0 } })`,
    );
    expect(answer).toMatchObject({ ok: false, code: 'CONDITION_MALFORMED' });
  });

  it('fires, says it on the desktop, lists it and keeps it', async () => {
    await terminal.ask('panels', fill('alert-condition', 'block > 1'));
    await terminal.until('panels', `!document.querySelector('[data-testid="alert-keep"]').disabled`);
    await terminal.click('panels', 'alert-keep');
    await terminal.until('panels', there('alert-new'));
    await terminal.click('panels', 'alerts-fired-tab');
    await terminal.until(
      'panels',
      `document.querySelector('table[aria-label="Fired alerts"]')?.textContent.includes('Blocks come')`,
      120_000,
    );
    await terminal.until('panels', there('new-alerts'));
    expect((await said()).join('\n')).toMatch(/DEVNET · Blocks come: Devnet · block \d+/);
    await terminal.shoot('alerts-fired');
    const settings = JSON.parse(readFileSync(join(folder.path, 'settings.json'), 'utf8'));
    expect(settings.alerts.rules).toContainEqual(expect.objectContaining({ name: 'Blocks come', revision: 1 }));
    expect(readFileSync(join(folder.path, 'alerts.jsonl'), 'utf8')).toContain('"Blocks come"');
  });

  it('watches while no page does', async () => {
    const before = (await said()).length;
    await terminal.app.evaluate(({ webContents }) => {
      for (const page of webContents.getAllWebContents())
        if (page.getURL().startsWith('syndicate://panels/')) page.setBackgroundThrottling(true);
    });
    // A page that is busy for ever can neither see nor say anything.
    terminal
      .ask('panels', '(() => { const until = Date.now() + 20000; while (Date.now() < until); })()')
      .catch(() => undefined);
    await terminal.app.evaluate(({ webContents }) => {
      const panels = webContents.getAllWebContents().find((page) => page.getURL().startsWith('syndicate://panels/'));
      panels?.sendInputEvent({ type: 'keyDown', keyCode: 'F12' });
    });
    const end = Date.now() + 60_000;
    while ((await said()).length === before && Date.now() < end)
      await new Promise((resolve) => setTimeout(resolve, 200));
    expect((await said()).slice(before).join('\n')).toContain('Trading is halted');
    expect(terminal.problems).toEqual([]);
  });
});
