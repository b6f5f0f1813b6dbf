import { Dialog } from 'radix-ui';
import type { JSX } from 'react';
import { useStore } from 'zustand';
import { panelIds } from '../../app/contract/workspace.ts';
import { panels } from '../panels/registry.tsx';
import { useCover } from '../state/covers.ts';
import { usePreference } from '../state/preferences.ts';
import { workspaceStore } from '../state/workspaces.ts';
import { commandGroups } from './command.ts';
import { commands, named } from './commandList.ts';
import { openDialog, useDialog } from './frameStore.ts';
import { keysOf, keysShown } from './keyBindings.ts';

const headingClass = 'pb-1 text-caption font-semibold text-ink-3';

interface Line {
  readonly keys: string;
  readonly does: string;
}

const approveKeys: readonly Line[] = [
  { keys: 'Enter', does: 'Approve what the approve view shows; twice above the value set in the settings' },
  { keys: 'Backspace', does: 'Reject it' },
  { keys: '1 to 5', does: 'Reject a trade and say why' },
];

function Keys({ title, lines }: { title: string; lines: readonly Line[] }): JSX.Element {
  return (
    <section className="mb-3 break-inside-avoid">
      <h3 className={headingClass}>{title}</h3>
      <dl className="grid grid-cols-[72px_1fr] gap-x-2 gap-y-1">
        {lines.map(({ keys, does }) => (
          <div key={keys} className="contents">
            <dt>
              <kbd className="rounded-sm border border-line px-1 font-sans text-caption text-ink">{keys}</kbd>
            </dt>
            <dd className="text-ink-2">{does}</dd>
          </div>
        ))}
      </dl>
    </section>
  );
}

function PanelHelp(): JSX.Element {
  return (
    <dl className="flex flex-col gap-3">
      {panelIds.map((id) => {
        const { title, shows, help, link } = panels[id];
        return (
          <div key={id} data-testid={`help-${id}`}>
            <dt className="font-semibold text-ink">{title}</dt>
            <dd className="text-ink-2">
              {shows}. {help}
              {link === null ? null : ` In a link group it ${link.follows}.`}
            </dd>
          </div>
        );
      })}
    </dl>
  );
}

/** Every key that there is and what each panel is for, from the lists that the keys and the panels themselves come from. */
export function HelpDialog(): JSX.Element {
  const open = useDialog() === 'help';
  useCover('help', open);
  const workspaces = useStore(workspaceStore, ({ arrangement }) => arrangement?.workspaces) ?? [];
  const offered = commands.flatMap((command) => named(command, workspaces));
  const chosen = usePreference('keys');
  const groups = commandGroups.flatMap((group) => {
    const lines = offered
      .filter((command) => command.group === group)
      .flatMap((command): Line[] => {
        const keys = keysOf(command, chosen);
        return keys === null ? [] : [{ keys: keysShown(keys), does: command.title }];
      });
    return lines.length === 0 ? [] : [{ group, lines }];
  });
  return (
    <Dialog.Root open={open} onOpenChange={(next) => (next ? undefined : openDialog(null))}>
      <Dialog.Portal>
        <Dialog.Overlay className="fixed inset-x-0 top-9 bottom-0 z-40 bg-ground/50" />
        <Dialog.Content className="fixed top-[7vh] left-1/2 z-50 flex max-h-[86vh] w-[760px] max-w-[96vw] -translate-x-1/2 flex-col rounded-sm border border-line bg-panel p-4 outline-none">
          <Dialog.Title className="text-[14px] leading-5 font-semibold">Keys and panels</Dialog.Title>
          <Dialog.Description className="mt-0.5 mb-3 text-ink-2">
            Keys work wherever the keyboard is. Escape closes this.{' '}
            <button type="button" className="text-accent hover:underline" onClick={() => openDialog('keys')}>
              Change keys…
            </button>
          </Dialog.Description>
          {/* biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls, by keys too */}
          <div className="-mx-2 grid min-h-0 grid-cols-2 gap-6 overflow-y-auto px-2" tabIndex={0}>
            <div>
              {groups.map(({ group, lines }) => (
                <Keys key={group} title={group} lines={lines} />
              ))}
              <Keys title="In the approve view" lines={approveKeys} />
            </div>
            <PanelHelp />
          </div>
        </Dialog.Content>
      </Dialog.Portal>
    </Dialog.Root>
  );
}
