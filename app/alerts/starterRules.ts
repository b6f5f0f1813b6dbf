import type { AlertRule, AlertRuleDraft } from '../contract/alerts.ts';

const aloud: Omit<AlertRuleDraft, 'name' | 'topic' | 'condition'> = {
  severity: 'urgent',
  notifies: true,
  sounds: true,
  enabled: true,
  repeatAfterS: 300,
  once: false,
};
const listed = { ...aloud, severity: 'notice', notifies: false, sounds: false, repeatAfterS: 0 } as const;

/** What a new data folder watches for. */
export const starterAlertRules: readonly AlertRule[] = [
  {
    id: 'starter-halted',
    revision: 1,
    name: 'Trading is halted',
    topic: 'status',
    condition: 'state = halted',
    ...aloud,
  },
  {
    id: 'starter-no-block',
    revision: 1,
    name: 'No block for half a minute',
    topic: 'status',
    condition: 'blockAge > 30',
    ...aloud,
  },
  { id: 'starter-disk', revision: 1, name: 'The disk fills', topic: 'disk', condition: 'level != enough', ...aloud },
  {
    id: 'starter-landed',
    revision: 1,
    name: 'An order landed',
    topic: 'orders',
    condition: 'state = landed',
    ...listed,
  },
  {
    id: 'starter-quarantine',
    revision: 1,
    name: 'A pool went into quarantine',
    topic: 'quarantine',
    condition: '',
    ...listed,
    repeatAfterS: 60,
  },
];
