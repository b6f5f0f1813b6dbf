import { existsSync, mkdirSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startTerminal, type TerminalApp, temporaryFolder, there } from './terminalApp.ts';

const leave = `(() => { document.activeElement.blur(); return true; })()`;
const said = `document.querySelector('[data-testid="settings-said"]').textContent`;

describe('the settings', () => {
  const folder = temporaryFolder();
  const reports = join(folder.path, 'my reports');
  let terminal: TerminalApp;
  const kept = () => JSON.parse(readFileSync(join(folder.path, 'settings.json'), 'utf8'));

  beforeAll(async () => {
    mkdirSync(reports);
    terminal = await startTerminal(folder.path, ['--seed', '92']);
    await terminal.until('panels', there('workspace-arbitrage'));
    // The dialogs of the system, answered as a person would.
    await terminal.app.evaluate(
      ({ dialog }, { place, file }) => {
        dialog.showOpenDialog = async (...given: unknown[]) => {
          const options = given.at(-1) as { properties?: string[] };
          const isFolder = options.properties?.includes('openDirectory') === true;
          return { canceled: false, filePaths: [isFolder ? place : file], bookmarks: [] };
        };
        dialog.showSaveDialog = async () => ({ canceled: false, filePath: file, bookmark: '' });
      },
      { place: reports, file: join(folder.path, 'exported.json') },
    );
    await terminal.pressKey(',', ['control']);
    await terminal.until('panels', there('setting-disk.warnBelowMb'));
  });
  afterAll(async () => {
    await terminal.close();
    folder.remove();
  });

  it('are searched, changed, checked and kept', async () => {
    await terminal.write('settings-search', 'disk');
    await terminal.until('panels', `!(${there('setting-mostSplitPools')})`);
    await terminal.write('setting-disk.warnBelowMb', '5');
    await terminal.ask('panels', leave);
    await terminal.until('panels', `${said}.includes('haltBelowMb is above warnBelowMb')`);
    expect(kept().disk.warnBelowMb).toBe(1_024);
    await terminal.write('setting-disk.warnBelowMb', '4096');
    await terminal.ask('panels', leave);
    await terminal.until('panels', `${said} === ''`);
    expect(kept().disk.warnBelowMb).toBe(4_096);
    await terminal.write('settings-search', '');
    await terminal.until('panels', there('setting-window.appearance'));
    await terminal.shoot('settings');
  });

  it('go to a file and come back whole', async () => {
    await terminal.click('panels', 'settings-export');
    await terminal.until('panels', `${said}.startsWith('Written to')`);
    const file = JSON.parse(readFileSync(join(folder.path, 'exported.json'), 'utf8'));
    expect(file).toMatchObject({ syndicateSettings: 1, settings: { disk: { warnBelowMb: 4_096 } } });
    expect(file.settings).not.toHaveProperty('tradingState');
    await terminal.click('panels', 'settings-import');
    await terminal.until('panels', `${said}.startsWith('Imported')`);
    expect(terminal.problems).toEqual([]);
  });

  it('let reports of the day be written by themselves, in every format', async () => {
    await terminal.until('panels', there('settings-folder'));
    await terminal.click('panels', 'settings-folder');
    const end = Date.now() + 240_000;
    const count = (): number =>
      existsSync(reports) ? readdirSync(reports).filter((name) => !name.endsWith('.new')).length : 0;
    while (count() < 3 && Date.now() < end) await new Promise((resolve) => setTimeout(resolve, 500));
    expect(
      readdirSync(reports)
        .map((name) => name.split('.').at(-1))
        .sort(),
    ).toEqual(['csv', 'json', 'pdf']);
    const json = readdirSync(reports).find((name) => name.endsWith('.json')) ?? '';
    expect(JSON.parse(readFileSync(join(reports, json), 'utf8'))).toMatchObject({
      mode: 'DEVNET',
      version: expect.any(String),
    });
  });
});
