import type { JSX } from 'react';
import type { AlertRule } from '../../../app/contract/alerts.ts';
import { SmallTable } from '../../components/SmallTable.tsx';
import type { AlertList } from '../../state/alerts.ts';
import { useKeepRule } from './useAlertCommands.ts';

const buttonClass = 'h-5 rounded-sm bg-raised px-2 text-ink-2 hover:text-ink';

/** How it speaks, in words. */
function manner({ severity, notifies, sounds, once }: AlertRule): string {
  const ways = [notifies ? 'notification' : '', sounds ? 'sound' : ''].filter((way) => way !== '');
  return `${severity}, ${ways.length === 0 ? 'listed only' : ways.join(' and ')}${once ? ', once' : ''}`;
}

function OnOff({ rule }: { rule: AlertRule }): JSX.Element {
  const keep = useKeepRule();
  const { id, revision: _, ...draft } = rule;
  return (
    <input
      type="checkbox"
      aria-label={`${rule.name} on`}
      checked={rule.enabled}
      onChange={({ target }) => void keep(id, { ...draft, enabled: target.checked })}
    />
  );
}

/** Every rule, and the way to a new one. */
export function RuleList({ list, onEdit }: { list: AlertList; onEdit: (id: string | null) => void }): JSX.Element {
  const titles = new Map(list.topics.map(({ topic, title }) => [topic, title]));
  return (
    <div className="flex flex-col">
      <div className="flex h-7 items-center justify-between px-2">
        <span className="text-caption text-ink-3">{list.rules.length} rules, kept in the settings</span>
        <button type="button" data-testid="alert-new" className={buttonClass} onClick={() => onEdit(null)}>
          New rule…
        </button>
      </div>
      <SmallTable
        label="Alert rules"
        headers={['On', 'Rule', 'About', 'When', 'How', 'Change']}
        tracks="28px minmax(110px, 1.2fr) minmax(90px, 1fr) minmax(120px, 1.6fr) minmax(120px, 1fr) 64px"
        numeric={[]}
        minWidth={560}
        folds={[2, 3, 4]}
        rows={list.rules.map((rule) => ({
          id: rule.id,
          cells: [
            <OnOff key="on" rule={rule} />,
            rule.name,
            titles.get(rule.topic) ?? rule.topic,
            <code key="when" className="text-ink-2" title={rule.condition}>
              {rule.condition === '' ? 'each' : rule.condition}
            </code>,
            manner(rule),
            <button
              key="edit"
              type="button"
              data-testid={`alert-edit-${rule.id}`}
              aria-label={`Change ${rule.name}`}
              className={buttonClass}
              onClick={() => onEdit(rule.id)}
            >
              Edit
            </button>,
          ],
        }))}
      />
    </div>
  );
}
