import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { readSettingsFile, settingRows, settingsFile, withSetting } from './settingList.ts';
import { initialSettings, openSettings } from './settings.ts';

it('shows each setting once, with its default and what it does', () => {
  const rows = settingRows(initialSettings);
  expect(new Set(rows.map(({ id }) => id)).size).toBe(rows.length);
  for (const { value, effect, title, default: first } of rows) {
    expect(value).toEqual(first);
    expect(effect.length).toBeGreaterThan(10);
    expect(title).not.toBe('');
  }
});

it('changes one, checked as the file is', () => {
  const changed = withSetting(initialSettings, 'disk.warnBelowMb', 4_096);
  expect(changed.disk).toEqual({ warnBelowMb: 4_096, haltBelowMb: 128 });
  expect(settingRows(changed).find(({ id }) => id === 'disk.warnBelowMb')).toMatchObject({
    value: 4_096,
    default: 1_024,
  });
  expect(withSetting(initialSettings, 'retention.recordsDays', 30).retention.journal.recordsDays).toBe(30);
  expect(withSetting(initialSettings, 'ticket.sizesPercent', '10, 100').ticket.sizesPercent).toEqual([10, 100]);
  expect(withSetting(initialSettings, 'ticket.secondStepAbove', null).ticket.secondStepAbove).toBeNull();
  expect(withSetting(initialSettings, 'reports.formats', 'csv').reports.formats).toEqual(['csv']);
});

it.each([
  ['ticket.sizesPercent', '25 a lot', 'ticket.sizesPercent.1'],
  ['ticket.sizesPercent', '500', 'ticket.sizesPercent.0'],
  ['ticket.leastProfitsPercent', '', 'ticket.leastProfitsPercent'],
  ['disk.warnBelowMb', 64, 'haltBelowMb is above warnBelowMb'],
  ['disk.warnBelowMb', -1, 'Warn below: disk.warnBelowMb'],
  ['mostSplitPools', 2.5, 'Split a route over: mostSplitPools'],
  ['mostSplitPools', 'many', 'Split a route over: mostSplitPools'],
  ['reports.formats', 'docx', 'Formats of scheduled reports: reports.formats'],
  ['neverTrade', '', 'there is no setting neverTrade that can be changed here'],
  ['tradingState', 'active', 'there is no setting tradingState that can be changed here'],
] as const)('refuses %s = %s', (id, value, message) => {
  expect(() => withSetting(initialSettings, id, value)).toThrow(
    expect.objectContaining({ code: 'SETTING_REFUSED', message: expect.stringContaining(message) }),
  );
});

it('a page can empty the folder of reports, but not say where it lies', () => {
  const chosen = { ...initialSettings, reports: { ...initialSettings.reports, folder: '/chosen' } };
  expect(withSetting(chosen, 'reports.folder', '/elsewhere').reports.folder).toBe('/chosen');
  expect(withSetting(chosen, 'reports.folder', null).reports.folder).toBeNull();
});

it('goes to a file and comes back, but never modes or a halt', () => {
  const there = openSettings(mkdtempSync(join(tmpdir(), 'settings-')));
  there.setTradingState('halted', 'F12');
  there.take(withSetting(there.current, 'disk.warnBelowMb', 4_096));
  const text = settingsFile(there.current, { appearance: 'light' });
  expect(text).not.toMatch(/tradingState|"strategies"/);
  const here = openSettings(mkdtempSync(join(tmpdir(), 'settings-')));
  const { settings, window } = readSettingsFile(text, here.current);
  here.take(settings);
  expect(here.current).toEqual({ ...there.current, tradingState: 'active', tradingStateReason: '' });
  expect(window).toEqual({ appearance: 'light' });
});

it.each([
  ['{', 'it is no JSON'],
  ['{}', 'syndicateSettings'],
  [
    settingsFile(initialSettings, {}).replace('"warnBelowMb": 1024', '"warnBelowMb": "a lot"'),
    'settings.disk.warnBelowMb',
  ],
  [
    settingsFile(initialSettings, {}).replace('"settings": {', '"settings": { "tradingState": "active",'),
    'tradingState',
  ],
])('takes nothing of a file that is not whole (%#)', (text, message) => {
  expect(() => readSettingsFile(text, initialSettings)).toThrow(
    expect.objectContaining({ code: 'SETTINGS_REFUSED', message: expect.stringContaining(message) }),
  );
});
