import { useQuery } from '@tanstack/react-query';
import { Command } from 'cmdk';
import { type JSX, type ReactNode, useState } from 'react';
import { useStore } from 'zustand';
import { unwrap } from '../../app/domain/result.ts';
import { useCover } from '../state/covers.ts';
import { lookUp } from '../state/links.ts';
import { panelStore } from '../state/panelStore.ts';
import { usePreference } from '../state/preferences.ts';
import { useReplaying } from '../state/replay.ts';
import { workspaceStore } from '../state/workspaces.ts';
import { commandGroups, type Command as NamedCommand } from './command.ts';
import { commands, named } from './commandList.ts';
import { findThings, type Thing } from './findThings.ts';
import { openDialog, useDialog } from './frameStore.ts';
import { keysOf, keysShown } from './keyBindings.ts';
import { focusPanel } from './workspaceApi.ts';

const itemClass =
  'flex h-7 items-center justify-between gap-3 rounded-sm px-2 data-[selected=true]:bg-selected data-[selected=true]:text-ink text-ink-2';
const groupClass =
  '[&_[cmdk-group-heading]]:px-2 [&_[cmdk-group-heading]]:pt-2 [&_[cmdk-group-heading]]:pb-1 [&_[cmdk-group-heading]]:text-caption [&_[cmdk-group-heading]]:text-ink-3';

function hasPlaceInReplay({ id, group }: NamedCommand): boolean {
  return group !== 'Trading' && group !== 'Strategy' && id !== 'approve-view';
}

/** Tokens, pools, orders and transactions that begin with what is written. */
function useThings(text: string, isOpen: boolean): readonly Thing[] {
  const { data } = useQuery({
    queryKey: ['chartSeries'],
    queryFn: async () => unwrap(await window.syndicate.chartSeries({})),
    enabled: isOpen,
    retry: false,
  });
  if (!isOpen) return [];
  const { tokens, orders } = panelStore.getState();
  return findThings(text, {
    tokens: tokens.rows.values(),
    orders: orders.rows.values(),
    series: data?.series ?? [],
  });
}

function Item(props: {
  value: string;
  words: string;
  title: ReactNode;
  side: ReactNode;
  onSelect: () => void;
}): JSX.Element {
  return (
    <Command.Item value={props.value} keywords={[props.words]} className={itemClass} onSelect={props.onSelect}>
      <span className="min-w-0 truncate">{props.title}</span>
      {props.side === null ? null : <span className="shrink-0 text-caption text-ink-3">{props.side}</span>}
    </Command.Item>
  );
}

/** Every command by name, and everything else by how it begins. */
export function Palette(): JSX.Element {
  const open = useDialog() === 'palette';
  useCover('palette', open);
  const [text, setText] = useState('');
  const things = useThings(text, open);
  const chosenKeys = usePreference('keys');
  const workspaces = useStore(workspaceStore, ({ arrangement }) => arrangement?.workspaces);
  const offered = (useReplaying() ? commands.filter(hasPlaceInReplay) : commands).flatMap((command) =>
    named(command, workspaces ?? []),
  );
  const shownGroups = commandGroups.filter((group) => offered.some((command) => command.group === group));
  const thingKinds = [...new Set(things.map(({ kind }) => kind))];
  const leave = (): void => {
    openDialog(null);
    setText('');
  };
  const choose = (run: () => void): void => {
    leave();
    run();
  };
  const go = ({ subject, panel }: Thing): void => {
    lookUp(subject);
    focusPanel(panel);
  };
  return (
    <Command.Dialog
      open={open}
      onOpenChange={(next) => (next ? openDialog('palette') : leave())}
      label="Command palette"
      overlayClassName="fixed inset-x-0 top-9 bottom-0 z-40 bg-ground/50"
      contentClassName="fixed top-[12vh] left-1/2 z-50 w-[520px] -translate-x-1/2 overflow-hidden rounded-sm border border-line bg-panel"
      loop
    >
      <Command.Input
        value={text}
        onValueChange={setText}
        placeholder="What do you want to do, or find?"
        className="h-10 w-full border-b border-line bg-transparent px-3 text-[13px] outline-none placeholder:text-ink-3"
      />
      <Command.List className="max-h-[56vh] overflow-y-auto p-1.5">
        <Command.Empty className="px-2 py-3 text-ink-3">
          No command has these words, and no token, pool, order or transaction begins so.
        </Command.Empty>
        {thingKinds.map((kind) => (
          <Command.Group key={kind} heading={kind} className={groupClass}>
            {things
              .filter((thing) => thing.kind === kind)
              .map((thing) => (
                <Item
                  key={thing.id}
                  value={thing.id}
                  words={text}
                  title={thing.title}
                  side={thing.detail}
                  onSelect={() => choose(() => go(thing))}
                />
              ))}
          </Command.Group>
        ))}
        {shownGroups.map((group) => (
          <Command.Group key={group} heading={group} className={groupClass}>
            {offered
              .filter((command) => command.group === group)
              .map((command) => {
                const keys = keysOf(command, chosenKeys);
                return (
                  <Item
                    key={command.id}
                    value={command.title}
                    words=""
                    title={command.title}
                    side={keys === null ? null : <kbd className="font-sans">{keysShown(keys)}</kbd>}
                    onSelect={() => choose(command.run)}
                  />
                );
              })}
          </Command.Group>
        ))}
      </Command.List>
    </Command.Dialog>
  );
}
