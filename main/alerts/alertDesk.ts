import { randomBytes } from 'node:crypto';
import type { z } from 'zod';
import { AlertWatch } from '../../app/alerts/alertWatch.ts';
import { isQuiet } from '../../app/alerts/quietHours.ts';
import type { AlertContext } from '../../app/alerts/topic.ts';
import { alertTopicHelp, parseRule } from '../../app/alerts/topics.ts';
import {
  type AlertFiring,
  type AlertRule,
  type AlertRuleDraft,
  type AlertSighting,
  type alertRequests,
  mainAlertTopics,
  mostAlertRules,
  type QuietHours,
  type WatchedRule,
} from '../../app/contract/alerts.ts';
import type { DiskState } from '../../app/contract/disk.ts';
import { ExpectedError } from '../../app/domain/errors.ts';
import type { Logger } from '../logging/logs.ts';
import type { Timers } from '../process/timers.ts';
import type { SettingsStore } from '../settings/settings.ts';
import type { AlertHistory } from './alertHistory.ts';

const lookEveryMs = 1_000;

/** A run that is watched. */
export interface WatchedRun {
  readonly processes: readonly { readonly name: string; readonly restarts: number; readonly state: string }[];
  readonly disk: DiskState | null;
  readonly warnings: readonly string[];
  /** Gives the engine the rules that it watches for. */
  setAlertRules(rules: readonly WatchedRule[]): void;
}

export interface AlertDeskNeeds {
  readonly settings: SettingsStore;
  readonly history: AlertHistory;
  readonly log: Logger;
  readonly timers: Timers;
  readonly nowMs: () => number;
  /** Of the local day. */
  readonly minuteOfDay: () => number;
  /** Says it on the desktop; `isAloud` with a sound. Answers whether it could. */
  readonly announce: (firing: AlertFiring, how: { readonly notifies: boolean; readonly sounds: boolean }) => boolean;
  /** Something was added to the list. */
  readonly onFired: (firing: AlertFiring) => void;
  /** The rules are others now, or one has spoken. */
  readonly onChanged: () => void;
}

/** The rules that a person set, what fired by them, and whether it is said aloud. Works with or without a window. */
export class AlertDesk {
  readonly #needs: AlertDeskNeeds;
  readonly #watch = new AlertWatch((sighting) => this.take({ ...sighting, mode: null }));
  #run: WatchedRun | null = null;
  #callOff: () => void = () => undefined;
  /** Rules that have spoken their once, by id and revision, where the disk would not keep that. */
  readonly #spoken = new Set<string>();

  constructor(needs: AlertDeskNeeds) {
    this.#needs = needs;
  }

  /** Watches a run until `stop`. */
  follow(run: WatchedRun): void {
    this.#run = run;
    this.#setOwnRules();
    const look = (): void => {
      this.#look(run);
      this.#callOff = this.#needs.timers.after(lookEveryMs, look);
    };
    look();
  }

  stop(): void {
    this.#callOff();
    this.#run = null;
  }

  /** What the engine watches for, for its start too. */
  get engineRules(): WatchedRule[] {
    return this.#watched((rule) => !isOfMain(rule));
  }

  /** Somebody saw a rule met. A rule that was changed or removed meanwhile says nothing. */
  take(sighting: AlertSighting): void {
    const { settings, history, log, minuteOfDay, announce, onFired, onChanged } = this.#needs;
    const rule = settings.current.alerts.rules.find(({ id }) => id === sighting.ruleId);
    if (rule === undefined || rule.revision !== sighting.revision || !rule.enabled) return;
    if (this.#spoken.has(spokenKey(rule))) return;
    const { name, topic, condition, severity, notifies, sounds } = rule;
    const quiet = severity !== 'urgent' && isQuiet(settings.current.alerts.quietHours, minuteOfDay());
    const wanted = notifies || sounds;
    const firing: AlertFiring = {
      ...sighting,
      id: history.nextId,
      name,
      topic,
      condition,
      severity,
      told: !wanted ? 'listed' : quiet ? 'quiet' : 'said',
      seen: false,
    };
    const isSaid = firing.told === 'said' && announce(firing, { notifies, sounds });
    const told: AlertFiring = firing.told === 'said' && !isSaid ? { ...firing, told: 'listed' } : firing;
    log.info({ rule: rule.id, text: told.text, told: told.told }, 'alert');
    try {
      history.add(told);
    } catch (error) {
      log.warn({ error: String(error) }, 'an alert could not be kept');
    }
    onFired(told);
    onChanged();
    if (rule.once) this.#switchOff(rule);
  }

  list(): z.input<(typeof alertRequests)['alerts']['response']> {
    const { settings, history, minuteOfDay } = this.#needs;
    const { rules, quietHours } = settings.current.alerts;
    return {
      rules,
      quietHours,
      isQuiet: isQuiet(quietHours, minuteOfDay()),
      firings: history.firings.toReversed(),
      unseen: history.firings.filter(({ seen }) => !seen).length,
      topics: alertTopicHelp(),
      isWatching: this.#run !== null,
    };
  }

  /** Adds a rule, or changes one: its revision then counts up. @throws ExpectedError CONDITION_MALFORMED, ALERT_* */
  keep(id: string | null, draft: AlertRuleDraft): AlertRule {
    parseRule(draft.topic, draft.condition);
    const { rules } = this.#needs.settings.current.alerts;
    const before = rules.find((rule) => rule.id === id);
    if (id !== null && before === undefined)
      throw new ExpectedError('ALERT_UNKNOWN', 'there is no such rule any more', { advice: 'Add it as a new one.' });
    if (before === undefined && rules.length >= mostAlertRules)
      throw new ExpectedError('ALERT_RULES_FULL', `there are ${mostAlertRules} rules already`, {
        advice: 'Remove one that is no longer needed.',
      });
    const rule: AlertRule = {
      ...draft,
      id: before?.id ?? `rule-${randomBytes(6).toString('hex')}`,
      revision: (before?.revision ?? 0) + 1,
    };
    this.#setRules(before === undefined ? [...rules, rule] : rules.map((each) => (each === before ? rule : each)));
    return rule;
  }

  remove(id: string): void {
    this.#setRules(this.#needs.settings.current.alerts.rules.filter((rule) => rule.id !== id));
  }

  setQuietHours(quietHours: QuietHours): void {
    const { settings } = this.#needs;
    settings.setAlerts({ ...settings.current.alerts, quietHours });
  }

  markSeen(throughId: number): void {
    this.#needs.history.markSeen(throughId);
  }

  /** The settings have other rules now. */
  reread(): void {
    this.#setOwnRules();
    this.#run?.setAlertRules(this.engineRules);
    this.#needs.onChanged();
  }

  /** Rules from elsewhere, each once however often it is brought. Answers how many found no room. */
  bring(brought: readonly AlertRule[]): number {
    const rules = [...this.#rules];
    const fresh = brought.filter(({ id }) => !rules.some((rule) => rule.id === id));
    const room = fresh.slice(0, mostAlertRules - rules.length);
    if (room.length > 0) this.#setRules([...rules, ...room]);
    return fresh.length - room.length;
  }

  get #rules(): readonly AlertRule[] {
    return this.#needs.settings.current.alerts.rules;
  }

  /** Of the same revision still: what fired says by which rule. */
  #switchOff(rule: AlertRule): void {
    try {
      this.#setRules(this.#rules.map((each) => (each.id === rule.id ? { ...each, enabled: false } : each)));
    } catch (error) {
      this.#spoken.add(spokenKey(rule));
      this.#needs.log.warn({ error: String(error), rule: rule.id }, 'that an alert rule has spoken could not be kept');
    }
  }

  #setRules(rules: AlertRule[]): void {
    const { settings } = this.#needs;
    settings.setAlerts({ ...settings.current.alerts, rules });
    this.reread();
  }

  #setOwnRules(): void {
    const problems = this.#watch.setRules(this.#watched(isOfMain), () => [], this.#context());
    for (const { rule, problem } of problems)
      this.#needs.log.warn({ rule: rule.id, problem }, 'an alert rule cannot be read');
  }

  #look({ processes, disk, warnings }: WatchedRun): void {
    for (const { name, restarts, state } of processes)
      this.#watch.observe('processes', name, { id: name, restarts, state });
    if (disk !== null) this.#watch.observe('disk', 'disk', disk);
    for (const [index, text] of warnings.entries())
      this.#watch.observe('warnings', String(index), { id: String(index), text });
    this.#watch.look(this.#context());
  }

  #watched(belongs: (rule: AlertRule) => boolean): WatchedRule[] {
    const { settings, history } = this.#needs;
    return settings.current.alerts.rules
      .filter((rule) => rule.enabled && belongs(rule))
      .map(({ id, revision, topic, condition, repeatAfterS }) => ({
        id,
        revision,
        topic,
        condition,
        repeatAfterS,
        lastFiredAtMs:
          history.firings.findLast((firing) => firing.ruleId === id && firing.revision === revision)?.atMs ?? null,
      }));
  }

  #context(): AlertContext {
    return { nowMs: this.#needs.nowMs(), nativeSymbol: '', token: () => null };
  }
}

function isOfMain({ topic }: AlertRule): boolean {
  return (mainAlertTopics as readonly string[]).includes(topic);
}

function spokenKey({ id, revision }: AlertRule): string {
  return `${id} ${revision}`;
}
