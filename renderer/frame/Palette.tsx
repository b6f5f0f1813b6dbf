import { Command } from 'cmdk';
import type { JSX } from 'react';
import { useStore } from 'zustand';
import { useCover } from '../state/covers.ts';
import { useReplaying } from '../state/replay.ts';
import { workspaceStore } from '../state/workspaces.ts';
import { commandGroups, commands, type Command as NamedCommand, named } from './commandList.ts';
import { openDialog, useDialog } from './frameStore.ts';

const itemClass =
  'flex h-7 items-center justify-between rounded-sm px-2 data-[selected=true]:bg-selected data-[selected=true]:text-ink text-ink-2';

function hasPlaceInReplay({ id, group }: NamedCommand): boolean {
  return group !== 'Trading' && group !== 'Strategy' && id !== 'approve-view';
}

/** Every command by name. */
export function Palette(): JSX.Element {
  const open = useDialog() === 'palette';
  useCover('palette', open);
  const workspaces = useStore(workspaceStore, ({ arrangement }) => arrangement?.workspaces);
  const offered = (useReplaying() ? commands.filter(hasPlaceInReplay) : commands).flatMap((command) =>
    named(command, workspaces ?? []),
  );
  const shownGroups = commandGroups.filter((group) => offered.some((command) => command.group === group));
  const choose = (run: () => void): void => {
    openDialog(null);
    run();
  };
  return (
    <Command.Dialog
      open={open}
      onOpenChange={(next) => openDialog(next ? 'palette' : null)}
      label="Command palette"
      overlayClassName="fixed inset-x-0 top-9 bottom-0 z-40 bg-ground/50"
      contentClassName="fixed top-[12vh] left-1/2 z-50 w-[480px] -translate-x-1/2 overflow-hidden rounded-sm border border-line bg-panel"
      loop
    >
      <Command.Input
        placeholder="What do you want to do?"
        className="h-10 w-full border-b border-line bg-transparent px-3 text-[13px] outline-none placeholder:text-ink-3"
      />
      <Command.List className="max-h-[56vh] overflow-y-auto p-1.5">
        <Command.Empty className="px-2 py-3 text-ink-3">No command has these words.</Command.Empty>
        {shownGroups.map((group) => (
          <Command.Group
            key={group}
            heading={group}
            className="[&_[cmdk-group-heading]]:px-2 [&_[cmdk-group-heading]]:pt-2 [&_[cmdk-group-heading]]:pb-1 [&_[cmdk-group-heading]]:text-caption [&_[cmdk-group-heading]]:text-ink-3"
          >
            {offered
              .filter((command) => command.group === group)
              .map(({ id, title, keysShown, run }) => (
                <Command.Item key={id} value={title} className={itemClass} onSelect={() => choose(run)}>
                  {title}
                  {keysShown === undefined ? null : (
                    <kbd className="font-sans text-caption text-ink-3">{keysShown}</kbd>
                  )}
                </Command.Item>
              ))}
          </Command.Group>
        ))}
      </Command.List>
    </Command.Dialog>
  );
}
