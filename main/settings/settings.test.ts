import { mkdtempSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { openSettings } from './settings.ts';

const folderFor = (): string => mkdtempSync(join(tmpdir(), 'settings-'));

it('begins with approve and active trading', () => {
  expect(openSettings(folderFor()).current).toMatchObject({
    strategies: [{ strategy: 'flash-arbitrage', mode: 'approve' }],
    tradingState: 'active',
  });
});

it('keeps modes and a halt over a restart, but never automate', () => {
  const folder = folderFor();
  const store = openSettings(folder);
  store.setMode('flash-arbitrage', 'automate');
  store.setTradingState('halted', 'F12');
  expect(store.current.strategies[0]?.mode).toBe('automate');
  const again = openSettings(folder).current;
  expect(again).toMatchObject({ strategies: [{ mode: 'approve' }], tradingState: 'halted', tradingStateReason: 'F12' });
  const watching = openSettings(folder);
  watching.setMode('flash-arbitrage', 'watch');
  expect(openSettings(folder).current.strategies[0]?.mode).toBe('watch');
});

it("is its owner's alone, and whole", () => {
  const folder = folderFor();
  openSettings(folder).setTradingState('reduceOnly', 'x'.repeat(2000));
  const path = join(folder, 'settings.json');
  expect(statSync(path).mode & 0o777).toBe(0o600);
  expect(JSON.parse(readFileSync(path, 'utf8')).tradingStateReason).toHaveLength(512);
});

it('does not go on with defaults over settings that it cannot read', () => {
  const folder = folderFor();
  writeFileSync(join(folder, 'settings.json'), '{"version":1,"tradingState":"halted"}');
  expect(() => openSettings(folder)).toThrow(expect.objectContaining({ code: 'SETTINGS_UNREADABLE' }));
});
