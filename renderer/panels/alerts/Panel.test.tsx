// @vitest-environment jsdom

import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { fireEvent, render, screen, waitFor } from '@testing-library/react';
import { beforeEach, expect, test, vi } from 'vitest';
import type { AlertFiring, AlertRule, AlertTopicHelp } from '../../../app/contract/alerts.ts';
import { epochMs } from '../../../app/domain/clock.ts';
import { failure, success } from '../../../app/domain/result.ts';
import type { AlertList } from '../../state/alerts.ts';
import { linkStore } from '../../state/links.ts';
import { fakeBridge } from '../../testing/jsdom.ts';
import { AlertsPanel } from './Panel.tsx';
import { minuteOf } from './QuietHoursForm.tsx';

const help: AlertTopicHelp = {
  topic: 'opportunities',
  title: 'Opportunities',
  speaksOf: 'fires for each',
  fields: [{ name: 'net', kind: 'figure', unit: 'native', means: 'after gas' }],
  example: 'net > 1',
};
const rule: AlertRule = {
  id: 'rule-1',
  revision: 3,
  name: 'Big one',
  topic: 'opportunities',
  condition: 'net > 1',
  severity: 'urgent',
  notifies: true,
  sounds: true,
  enabled: true,
  repeatAfterS: 60,
  once: false,
};
const firing: AlertFiring = {
  id: 7,
  ruleId: rule.id,
  revision: 3,
  atMs: epochMs(1_700_000_000_000),
  mode: 'DEVNET',
  text: 'WETH–<script>–WETH · net 2',
  heldBack: 4,
  subject: { kind: 'opportunity', id: 'o-1' },
  name: rule.name,
  topic: 'opportunities',
  condition: 'net > 1',
  severity: 'urgent',
  told: 'said',
  seen: false,
};
let list: AlertList;
const keepAlertRule = vi.fn(async () => success(rule));

beforeEach(() => {
  keepAlertRule.mockClear();
  linkStore.setState({ groups: { alerts: 1 }, shown: {} });
  list = {
    rules: [rule],
    quietHours: null,
    isQuiet: false,
    firings: [firing],
    unseen: 1,
    topics: [help],
    isWatching: true,
  };
});

async function show(tab?: string): Promise<void> {
  fakeBridge({ alerts: async () => success(list), keepAlertRule });
  render(
    <QueryClientProvider client={new QueryClient()}>
      <AlertsPanel />
    </QueryClientProvider>,
  );
  const trigger = await screen.findByTestId(`alerts-${tab ?? 'fired'}-tab`);
  fireEvent.mouseDown(trigger, { button: 0 });
}

test('lists what fired, and a click shows what it is about', async () => {
  await show();
  fireEvent.click(await screen.findByText('WETH–<script>–WETH · net 2 · and 4 more'));
  expect(linkStore.getState().shown).toMatchObject({ 1: { subject: { kind: 'opportunity', id: 'o-1' } } });
  expect(screen.getByTestId('alerts-unseen').textContent).toBe('1 new');
});

test('says what it waits for where nothing fired', async () => {
  list = { ...list, firings: [], unseen: 0 };
  await show();
  expect(await screen.findByText('Nothing has fired yet')).toBeDefined();
});

test('a rule is changed, and what cannot be read is said before it is sent', async () => {
  await show('rules');
  fireEvent.click(await screen.findByTestId('alert-edit-rule-1'));
  const condition = screen.getByTestId('alert-condition');
  fireEvent.change(condition, { target: { value: 'nett > 1' } });
  expect(screen.getByTestId('alert-problem').textContent).toContain('at character 1: expected one of net');
  expect(screen.getByTestId('alert-keep')).toHaveProperty('disabled', true);
  fireEvent.change(condition, { target: { value: 'net > 2' } });
  fireEvent.click(screen.getByTestId('alert-keep'));
  const { id, revision: _, ...draft } = rule;
  await waitFor(() => expect(keepAlertRule).toHaveBeenCalledWith({ id, rule: { ...draft, condition: 'net > 2' } }));
  expect(await screen.findByTestId('alert-new')).toBeDefined();
});

test('what main refuses is said, and the form stays', async () => {
  await show('rules');
  fakeBridge({
    alerts: async () => success(list),
    keepAlertRule: async () => failure('ALERT_RULES_FULL', 'there are 200 rules already', 'Remove one.'),
  });
  fireEvent.click(await screen.findByTestId('alert-new'));
  fireEvent.change(screen.getByTestId('alert-name'), { target: { value: 'x' } });
  fireEvent.click(screen.getByTestId('alert-keep'));
  await waitFor(() =>
    expect(screen.getByTestId('alert-problem').textContent).toBe('there are 200 rules already. Remove one.'),
  );
});

test('a rule is switched off without a form', async () => {
  await show('rules');
  fireEvent.click(await screen.findByLabelText('Big one on'));
  expect(keepAlertRule).toHaveBeenCalledWith({ id: 'rule-1', rule: expect.objectContaining({ enabled: false }) });
});

test('reads times of the day', () => {
  expect(['22:05', '00:00', '24:00', '7:00', ''].map(minuteOf)).toEqual([1325, 0, null, null, null]);
});
