import { appendFileSync, mkdtempSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { type AlertFiring, type AlertRuleDraft, mostAlertRules, type WatchedRule } from '../../app/contract/alerts.ts';
import { epochMs } from '../../app/domain/clock.ts';
import { openSettings } from '../settings/settings.ts';
import { FakeTimers } from '../testing/fakeTimers.ts';
import { AlertDesk, type AlertDeskNeeds } from './alertDesk.ts';
import { openAlertHistory } from './alertHistory.ts';

const draft: AlertRuleDraft = {
  name: 'Big one',
  topic: 'opportunities',
  condition: 'net > 1',
  severity: 'notice',
  notifies: true,
  sounds: false,
  enabled: true,
  repeatAfterS: 0,
  once: false,
};

describe('the alert desk', () => {
  let root: string;
  let timers: FakeTimers;
  let minute: number;
  let canSay: boolean;
  const said: string[] = [];
  const fired: AlertFiring[] = [];
  const toEngine: (readonly WatchedRule[])[] = [];
  const run = {
    processes: [{ name: 'engine', restarts: 0, state: 'running' }],
    disk: null,
    warnings: [] as string[],
    setAlertRules: (rules: readonly WatchedRule[]) => void toEngine.push(rules),
  };

  const open = (settings: AlertDeskNeeds['settings'] = openSettings(root)): AlertDesk =>
    new AlertDesk({
      settings,
      history: openAlertHistory(join(root, 'alerts.jsonl')),
      log: { info: vi.fn(), warn: vi.fn(), error: vi.fn(), fatal: vi.fn() },
      timers,
      nowMs: () => 1_700_000_000_000 + timers.nowMs(),
      minuteOfDay: () => minute,
      announce: ({ name }) => {
        if (canSay) said.push(name);
        return canSay;
      },
      onFired: (firing) => fired.push(firing),
      onChanged: () => undefined,
    });
  const sighting = ({ id, revision }: { id: string; revision: number }) => ({
    ruleId: id,
    revision,
    atMs: epochMs(1_700_000_000_000),
    mode: 'DEVNET' as const,
    text: 'WETH–LINK · net 2',
    heldBack: 3,
    subject: null,
  });

  beforeEach(() => {
    root = mkdtempSync(join(tmpdir(), 'alerts-'));
    timers = new FakeTimers();
    minute = 720;
    canSay = true;
    for (const list of [said, fired, toEngine, run.warnings]) list.length = 0;
  });

  it('begins with rules of its own, of which the engine is given those that it can watch for', () => {
    const desk = open();
    expect(desk.list().rules.map(({ name }) => name)).toContain('Trading is halted');
    expect(desk.engineRules.map(({ topic }) => topic)).not.toContain('disk');
    expect(desk.engineRules.length).toBeGreaterThan(2);
  });

  it('keeps a rule, counts its revisions, and gives the engine each', () => {
    const desk = open();
    desk.follow(run);
    const rule = desk.keep(null, draft);
    const changed = desk.keep(rule.id, { ...draft, condition: 'net > 2' });
    expect([rule.revision, changed.revision, changed.id]).toEqual([1, 2, rule.id]);
    expect(toEngine.at(-1)).toContainEqual(expect.objectContaining({ id: rule.id, revision: 2, condition: 'net > 2' }));
    expect(openSettings(root).current.alerts.rules).toContainEqual(changed);
    desk.remove(rule.id);
    expect(toEngine.at(-1)?.map(({ id }) => id)).not.toContain(rule.id);
  });

  it('switches a rule off that is to speak once, and says of which revision it spoke', () => {
    const desk = open();
    desk.follow(run);
    const rule = desk.keep(null, { ...draft, once: true });
    desk.take(sighting(rule));
    desk.take(sighting(rule));
    expect(fired.map(({ ruleId, revision }) => [ruleId, revision])).toEqual([[rule.id, 1]]);
    expect(desk.list().rules).toContainEqual({ ...rule, enabled: false });
    expect(toEngine.at(-1)?.map(({ id }) => id)).not.toContain(rule.id);
    expect(openSettings(root).current.alerts.rules).toContainEqual({ ...rule, enabled: false });
  });

  it('speaks once where the disk does not keep that it has spoken', () => {
    const kept = openSettings(root);
    const rule = open(kept).keep(null, { ...draft, once: true });
    const desk = open({
      ...kept,
      get current() {
        return kept.current;
      },
      setAlerts: () => {
        throw new Error('ENOSPC');
      },
    });
    desk.take(sighting(rule));
    desk.take(sighting(rule));
    expect(fired.filter(({ ruleId }) => ruleId === rule.id)).toHaveLength(1);
  });

  it('takes rules from elsewhere once, as far as there is room', () => {
    const desk = open();
    const brought = Array.from({ length: mostAlertRules }, (_, index) => ({
      ...draft,
      id: `was-${index}`,
      revision: 1,
    }));
    const own = desk.list().rules.length;
    expect(desk.bring(brought.slice(0, 2))).toBe(0);
    expect(desk.bring(brought.slice(0, 2))).toBe(0);
    expect(desk.list().rules).toHaveLength(own + 2);
    expect(desk.bring(brought)).toBe(own);
    expect(desk.list().rules).toHaveLength(mostAlertRules);
  });

  it('refuses a rule that it could not watch for, and keeps nothing of it', () => {
    const desk = open();
    const before = desk.list().rules;
    expect(() => desk.keep(null, { ...draft, condition: 'net >> 1' })).toThrow(
      expect.objectContaining({ code: 'CONDITION_MALFORMED', message: expect.stringContaining('at character 6') }),
    );
    expect(() => desk.keep('gone', draft)).toThrow(expect.objectContaining({ code: 'ALERT_UNKNOWN' }));
    expect(openSettings(root).current.alerts.rules).toEqual(before);
  });

  it('says what fires, lists it, and remembers it over a restart with when it fired', () => {
    const desk = open();
    const rule = desk.keep(null, draft);
    desk.take(sighting(rule));
    expect(said).toEqual(['Big one']);
    expect(fired).toEqual([expect.objectContaining({ id: 1, told: 'said', heldBack: 3, condition: 'net > 1' })]);
    const again = open();
    expect(again.list()).toMatchObject({ unseen: 1, firings: [{ id: 1, name: 'Big one', text: 'WETH–LINK · net 2' }] });
    expect(again.engineRules.find(({ id }) => id === rule.id)?.lastFiredAtMs).toBe(1_700_000_000_000);
    again.markSeen(1);
    expect(open().list()).toMatchObject({ unseen: 0, firings: [{ seen: true }] });
  });

  it('is silent in quiet hours unless it is urgent, and lists it all the same', () => {
    const desk = open();
    desk.setQuietHours({ fromMinute: 1320, untilMinute: 420 });
    minute = 5;
    const notice = desk.keep(null, draft);
    const urgent = desk.keep(null, { ...draft, name: 'Now', severity: 'urgent' });
    const silent = desk.keep(null, { ...draft, name: 'Only listed', notifies: false });
    for (const rule of [notice, urgent, silent]) desk.take(sighting(rule));
    expect(said).toEqual(['Now']);
    expect(fired.map(({ told }) => told)).toEqual(['quiet', 'said', 'listed']);
    expect(desk.list().isQuiet).toBe(true);
    canSay = false;
    minute = 720;
    desk.take(sighting(notice));
    expect(fired.at(-1)?.told).toBe('listed');
  });

  it('takes nothing from a rule that was changed, switched off or removed', () => {
    const desk = open();
    const rule = desk.keep(null, draft);
    desk.keep(rule.id, { ...draft, enabled: false });
    desk.take(sighting(rule));
    desk.take(sighting({ ...rule, revision: 2 }));
    desk.take(sighting({ ...rule, id: 'rule-none' }));
    expect(fired).toEqual([]);
  });

  it('watches the processes and the warnings by itself, without an engine or a window', async () => {
    const desk = open();
    desk.keep(null, { ...draft, name: 'Died', topic: 'processes', condition: 'process = engine and restarts > 0' });
    desk.keep(null, { ...draft, name: 'Warned', topic: 'warnings', condition: '' });
    desk.follow(run);
    await timers.advance(3_000);
    expect(fired).toEqual([]);
    run.processes[0] = { name: 'engine', restarts: 1, state: 'running' };
    run.warnings.push('the disk is nearly full');
    await timers.advance(3_000);
    run.processes[0] = { name: 'engine', restarts: 0, state: 'running' };
    expect(fired.map(({ name, text }) => [name, text])).toEqual([
      ['Died', 'engine · process engine · restarts 1'],
      ['Warned', 'the disk is nearly full'],
    ]);
    desk.stop();
    expect(timers.nextInMs).toBeNull();
  });
});

it('reads a history past a line that a crash left unfinished, and keeps it short', () => {
  const path = join(mkdtempSync(join(tmpdir(), 'alerts-')), 'alerts.jsonl');
  const firing = (id: number): AlertFiring => ({
    id,
    ruleId: 'r',
    revision: 1,
    atMs: epochMs(id),
    mode: 'DEVNET',
    text: 'x',
    heldBack: 0,
    subject: null,
    name: 'n',
    topic: 'orders',
    condition: '',
    severity: 'notice',
    told: 'listed',
    seen: false,
  });
  const history = openAlertHistory(path);
  history.add(firing(1));
  appendFileSync(path, '{"id":2,"ru');
  expect(openAlertHistory(path).firings.map(({ id }) => id)).toEqual([1]);
  expect(readFileSync(path, 'utf8')).toMatch(/"ru\n$/);
  for (let id = 2; id <= 5_000; id += 1) history.add(firing(id));
  const again = openAlertHistory(path);
  expect(again.firings).toHaveLength(500);
  expect(again.nextId).toBe(5_001);
  expect(readFileSync(path, 'utf8').split('\n').length).toBeLessThan(4_100);
});
