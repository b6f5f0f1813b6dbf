import { mkdtempSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { epochMs } from '../../app/domain/clock.ts';
import { openSettings } from './settings.ts';

const folderFor = (): string => mkdtempSync(join(tmpdir(), 'settings-'));

it('begins with approve and active trading', () => {
  expect(openSettings(folderFor()).current).toMatchObject({
    strategies: [{ strategy: 'flash-arbitrage', mode: 'approve' }],
    tradingState: 'active',
  });
});

const setBy = { by: 'person', atMs: epochMs(7) };

it('keeps modes and a halt over a restart, but never automate', () => {
  const folder = folderFor();
  const store = openSettings(folder);
  store.setMode('flash-arbitrage', 'automate', setBy);
  store.setTradingState('halted', 'F12');
  expect(store.current.strategies[0]?.mode).toBe('automate');
  const again = openSettings(folder).current;
  expect(again).toMatchObject({ strategies: [{ mode: 'approve' }], tradingState: 'halted', tradingStateReason: 'F12' });
  const watching = openSettings(folder);
  watching.setMode('flash-arbitrage', 'watch', setBy);
  expect(openSettings(folder).current.strategies).toEqual([{ strategy: 'flash-arbitrage', mode: 'watch', setBy }]);
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

it('warns below a gigabyte and halts below 128 MB, unless the file says otherwise', () => {
  const folder = folderFor();
  expect(openSettings(folder).current.disk).toEqual({ warnBelowMb: 1_024, haltBelowMb: 128 });
  const path = join(folder, 'settings.json');
  const write = (disk: unknown): void =>
    writeFileSync(path, JSON.stringify({ ...JSON.parse(readFileSync(path, 'utf8')), disk }));
  write({ warnBelowMb: 4_096 });
  expect(openSettings(folder).current.disk).toEqual({ warnBelowMb: 4_096, haltBelowMb: 128 });
  write({ warnBelowMb: 64 });
  expect(() => openSettings(folder)).toThrow(expect.objectContaining({ code: 'SETTINGS_UNREADABLE' }));
});

it('keeps devnet epochs for 30 days and all else for ever, unless the file says otherwise', () => {
  expect(openSettings(folderFor()).current.retention).toEqual({
    journal: { epochsDays: { DEVNET: 30 }, recordsDays: null, ordersDays: null },
    history: { tradesDays: null, candlesDays: {}, blocksDays: {} },
  });
  const folder = folderFor();
  openSettings(folder);
  const path = join(folder, 'settings.json');
  const write = (retention: unknown): void =>
    writeFileSync(path, JSON.stringify({ ...JSON.parse(readFileSync(path, 'utf8')), retention }));
  write({ journal: { ordersDays: 90 }, history: { candlesDays: { '1s': 7 } } });
  expect(openSettings(folder).current.retention).toEqual({
    journal: { epochsDays: { DEVNET: 30 }, recordsDays: null, ordersDays: 90 },
    history: { tradesDays: null, candlesDays: { '1s': 7 }, blocksDays: {} },
  });
  for (const wrong of [{ history: { candlesDays: { '2m': 7 } } }, { journal: { ordersDays: 0 } }]) {
    write(wrong);
    expect(() => openSettings(folder)).toThrow(expect.objectContaining({ code: 'SETTINGS_UNREADABLE' }));
  }
});

it('takes addresses that are never to be traded as they are written anywhere, and keeps them', () => {
  const folder = folderFor();
  openSettings(folder);
  const path = join(folder, 'settings.json');
  const token = '0xAbCdEf0000000000000000000000000000000001';
  writeFileSync(path, JSON.stringify({ ...JSON.parse(readFileSync(path, 'utf8')), neverTrade: { tokens: [token] } }));
  openSettings(folder).setMode('flash-arbitrage', 'watch', setBy);
  expect(openSettings(folder).current.neverTrade).toEqual({ tokens: [token.toLowerCase()], pools: [] });
  writeFileSync(path, JSON.stringify({ ...JSON.parse(readFileSync(path, 'utf8')), neverTrade: { tokens: ['WETH'] } }));
  expect(() => openSettings(folder)).toThrow(expect.objectContaining({ code: 'SETTINGS_UNREADABLE' }));
});

it('takes how far tokens are trusted, by any writing of their addresses, and says what it cannot read', () => {
  const folder = folderFor();
  openSettings(folder);
  const path = join(folder, 'settings.json');
  const { tokenTrust, ...earlier } = JSON.parse(readFileSync(path, 'utf8'));
  expect(tokenTrust).toEqual({ others: null, tokens: {} });
  writeFileSync(path, JSON.stringify(earlier));
  expect(openSettings(folder).current.tokenTrust).toEqual(tokenTrust);
  const token = '0xAbCdEf0000000000000000000000000000000001';
  writeFileSync(path, JSON.stringify({ ...earlier, tokenTrust: { tokens: { [token]: 'approve' } } }));
  expect(openSettings(folder).current.tokenTrust).toEqual({
    others: null,
    tokens: { [token.toLowerCase()]: 'approve' },
  });
  for (const wrong of [{ others: 'always' }, { tokens: { WETH: 'watch' } }, { tokens: { [token]: 'always' } }]) {
    writeFileSync(path, JSON.stringify({ ...earlier, tokenTrust: wrong }));
    expect(() => openSettings(folder)).toThrow(expect.objectContaining({ code: 'SETTINGS_UNREADABLE' }));
  }
});

it('splits routes unless the file says otherwise', () => {
  const folder = folderFor();
  expect(openSettings(folder).current.mostSplitPools).toBe(8);
  const path = join(folder, 'settings.json');
  const { mostSplitPools, neverTrade, ...earlier } = JSON.parse(readFileSync(path, 'utf8'));
  writeFileSync(path, JSON.stringify(earlier));
  expect(openSettings(folder).current).toMatchObject({ mostSplitPools, neverTrade });
  writeFileSync(path, JSON.stringify({ ...earlier, mostSplitPools: 0 }));
  expect(openSettings(folder).current.mostSplitPools).toBe(0);
});
