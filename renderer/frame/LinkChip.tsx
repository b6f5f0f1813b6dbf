import type { ComponentPropsWithRef, JSX } from 'react';
import type { LinkGroup, PanelId } from '../../app/contract/workspace.ts';
import { panels } from '../panels/registry.tsx';
import { useDriver, useLinkGroup } from '../state/links.ts';

/** A group's digit in its colour: filled where this panel drives the group, else outlined. */
export function GroupMark({ group, filled }: { group: LinkGroup; filled: boolean }): JSX.Element {
  const colour = `var(--link-${group})`;
  return (
    <span
      aria-hidden
      className="flex size-3.5 items-center justify-center rounded-sm border text-[9px] font-bold"
      style={{
        borderColor: colour,
        background: filled ? colour : 'transparent',
        color: filled ? 'var(--ground)' : colour,
      }}
    >
      {group}
    </span>
  );
}

/** What a panel's link group is and who drives it, in words. */
function groupWords(group: LinkGroup | null, panel: PanelId, driver: PanelId | null): string {
  if (panels[panel].link === null) return 'Shares nothing with other panels';
  if (group === null) return 'In no link group: what is clicked here moves nothing else';
  if (driver === null) return `Link group ${group}: these panels show the same thing`;
  return `Link group ${group}: driven by ${driver === panel ? 'this panel' : panels[driver].title}`;
}

/** The button before a panel's title, by which its menu opens. */
export function LinkChip({ panel, ...button }: { panel: PanelId } & ComponentPropsWithRef<'button'>): JSX.Element {
  const group = useLinkGroup(panel);
  const driver = useDriver(panel);
  const words = groupWords(group, panel, driver);
  return (
    <button
      type="button"
      data-testid={`link-${panel}`}
      data-group={group ?? ''}
      data-driver={driver === panel}
      title={words}
      aria-label={`${panels[panel].title}: ${words}`}
      className="rounded-sm"
      {...button}
    >
      {group === null ? (
        <span
          aria-hidden
          className="flex size-3.5 items-center justify-center rounded-sm border border-line text-[9px] text-ink-3"
        >
          {panels[panel].link === null ? '·' : '–'}
        </span>
      ) : (
        <GroupMark group={group} filled={driver === panel} />
      )}
    </button>
  );
}
