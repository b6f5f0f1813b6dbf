import { Tabs } from 'radix-ui';
import { type JSX, useState } from 'react';
import { PanelState } from '../../components/PanelState.tsx';
import { useAlerts } from '../../state/alerts.ts';
import { FiredList } from './FiredList.tsx';
import { QuietHoursForm } from './QuietHoursForm.tsx';
import { RuleForm } from './RuleForm.tsx';
import { RuleList } from './RuleList.tsx';

const tabClass =
  'h-6 px-1.5 text-caption text-ink-3 hover:text-ink data-[state=active]:text-ink data-[state=active]:shadow-[inset_0_-1px_0_var(--accent)]';

/** What fired, and the rules that it fires by. */
export function AlertsPanel(): JSX.Element {
  const { data, error } = useAlerts();
  /** The rule under the hand: its id, or null of a new one. */
  const [edited, setEdited] = useState<{ readonly id: string | null } | null>(null);
  if (data === undefined)
    return error === null ? (
      <PanelState title="Asking for the alerts" />
    ) : (
      <PanelState title={`The alerts cannot be read: ${error.message}`}>Start the terminal again.</PanelState>
    );
  const rule = data.rules.find(({ id }) => id === edited?.id);
  return (
    <Tabs.Root defaultValue="fired" className="flex h-full min-h-0 flex-col">
      <Tabs.List aria-label="Alerts" className="flex shrink-0 gap-1 border-b border-line px-1.5">
        <Tabs.Trigger value="fired" className={tabClass} data-testid="alerts-fired-tab">
          Fired
        </Tabs.Trigger>
        <Tabs.Trigger value="rules" className={tabClass} data-testid="alerts-rules-tab">
          Rules
        </Tabs.Trigger>
        <Tabs.Trigger value="quiet" className={tabClass} data-testid="alerts-quiet-tab">
          Quiet hours
        </Tabs.Trigger>
      </Tabs.List>
      <Tabs.Content value="fired" className="min-h-0 flex-1">
        <FiredList list={data} />
      </Tabs.Content>
      <Tabs.Content value="rules" className="min-h-0 flex-1 overflow-auto">
        {edited === null ? (
          <RuleList list={data} onEdit={(id) => setEdited({ id })} />
        ) : (
          <RuleForm
            key={edited.id ?? 'new'}
            id={rule?.id ?? null}
            rule={rule}
            topics={data.topics}
            onDone={() => setEdited(null)}
          />
        )}
      </Tabs.Content>
      <Tabs.Content value="quiet" className="min-h-0 flex-1 overflow-auto">
        <QuietHoursForm quietHours={data.quietHours} isQuiet={data.isQuiet} />
      </Tabs.Content>
    </Tabs.Root>
  );
}
