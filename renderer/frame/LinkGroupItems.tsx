import { DropdownMenu } from 'radix-ui';
import type { JSX } from 'react';
import { type LinkGroup, linkGroups, type PanelId } from '../../app/contract/workspace.ts';
import { useLinkGroup } from '../state/links.ts';
import { GroupMark } from './LinkChip.tsx';
import { menuItemClass } from './Menu.tsx';

/** The six groups and none, for a panel's menu. */
export function LinkGroupItems({
  panel,
  onChoose,
}: {
  panel: PanelId;
  onChoose: (group: LinkGroup | null) => void;
}): JSX.Element {
  const group = useLinkGroup(panel);
  return (
    <DropdownMenu.RadioGroup
      aria-label="Link group"
      value={String(group ?? 'none')}
      onValueChange={(value) => onChoose(linkGroups.find((each) => String(each) === value) ?? null)}
    >
      {linkGroups.map((each) => (
        <DropdownMenu.RadioItem key={each} value={String(each)} className={menuItemClass} data-testid={`group-${each}`}>
          <GroupMark group={each} filled={each === group} />
          Link group {each}
        </DropdownMenu.RadioItem>
      ))}
      <DropdownMenu.RadioItem value="none" className={menuItemClass} data-testid="group-none">
        <span aria-hidden className="size-3.5" />
        No link group
      </DropdownMenu.RadioItem>
    </DropdownMenu.RadioGroup>
  );
}
