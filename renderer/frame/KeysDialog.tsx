import { Dialog } from 'radix-ui';
import { type JSX, type KeyboardEvent, useState } from 'react';
import { useStore } from 'zustand';
import { useCover } from '../state/covers.ts';
import { setPreferences, usePreference } from '../state/preferences.ts';
import { workspaceStore } from '../state/workspaces.ts';
import type { Command } from './command.ts';
import { commands, named } from './commandList.ts';
import { openDialog, setChoosingKeys, useDialog } from './frameStore.ts';
import { type ChosenKeys, isFixed, keysOf, keysPressed, keysShown, refusalOf } from './keyBindings.ts';

const buttonClass = 'h-5 rounded-sm bg-raised px-2 text-caption text-ink-2 hover:text-ink disabled:text-ink-3';

/** As the registry has it, without what was chosen. */
function without(chosen: ChosenKeys, id: string): Record<string, string | null> {
  return Object.fromEntries(Object.entries(chosen).filter(([each]) => each !== id));
}

function CommandKeys({ command, onRefused }: { command: Command; onRefused: (why: string) => void }): JSX.Element {
  const chosen = usePreference('keys');
  const [choosing, setChoosing] = useState(false);
  const { id, title } = command;
  const keys = keysOf(command, chosen);
  const choose = (on: boolean): void => {
    setChoosing(on);
    setChoosingKeys(on);
  };
  const press = (event: KeyboardEvent): void => {
    if (!choosing) return;
    event.preventDefault();
    event.stopPropagation();
    if (event.key === 'Escape') return choose(false);
    const pressed = keysPressed(event);
    if (pressed === null) return;
    choose(false);
    const refusal = refusalOf(pressed, command, commands, chosen);
    onRefused(refusal ?? '');
    if (refusal === null) setPreferences({ keys: { ...without(chosen, id), [id]: pressed } });
  };
  return (
    <li className="flex h-7 items-center gap-2 border-b border-rule">
      <span className="min-w-0 flex-1 truncate" title={title}>
        {title}
      </span>
      {isFixed(command) ? (
        <span className="text-caption text-ink-3">{keys === null ? '' : keysShown(keys)} · cannot be changed</span>
      ) : (
        <>
          <button
            type="button"
            data-testid={`keys-${id}`}
            aria-label={
              choosing ? `Press the keys of ${title}` : `${keys === null ? 'none' : keysShown(keys)}: keys of ${title}`
            }
            className={`h-5 min-w-24 rounded-sm border px-2 text-caption ${choosing ? 'border-accent text-accent' : 'border-line text-ink'}`}
            onClick={() => choose(!choosing)}
            onBlur={() => choosing && choose(false)}
            onKeyDown={press}
          >
            {choosing ? 'Press the keys' : keys === null ? 'none' : keysShown(keys)}
          </button>
          <button
            type="button"
            className={buttonClass}
            disabled={keys === null}
            aria-label={`None: no keys for ${title}`}
            onClick={() => setPreferences({ keys: { ...without(chosen, id), [id]: null } })}
          >
            None
          </button>
          <button
            type="button"
            className={buttonClass}
            disabled={chosen[id] === undefined}
            aria-label={`As at first: the keys of ${title}`}
            onClick={() => {
              const first = command.keys;
              const refusal = first === undefined ? null : refusalOf(first, command, commands, chosen);
              onRefused(refusal ?? '');
              if (refusal === null) setPreferences({ keys: without(chosen, id) });
            }}
          >
            As at first
          </button>
        </>
      )}
    </li>
  );
}

function Bindings(): JSX.Element {
  const [refused, setRefused] = useState('');
  const [sought, setSought] = useState('');
  const workspaces = useStore(workspaceStore, ({ arrangement }) => arrangement?.workspaces) ?? [];
  const shown = commands
    .flatMap((command) => named(command, workspaces))
    .filter(({ title, group }) => `${group} ${title}`.toLowerCase().includes(sought.trim().toLowerCase()));
  return (
    <>
      <input
        aria-label="Find a command"
        placeholder="Find a command"
        className="h-7 rounded-sm border border-line bg-ground px-2 text-ink"
        value={sought}
        onChange={({ target }) => setSought(target.value)}
      />
      <p role="status" data-testid="keys-refused" className="min-h-6 py-1 text-caption text-warn">
        {refused}
      </p>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls, by keys too */}
      <ul className="min-h-0 flex-1 overflow-y-auto" tabIndex={0} aria-label="Commands and their keys">
        {shown.map((command) => (
          <CommandKeys key={command.id} command={command} onRefused={setRefused} />
        ))}
      </ul>
      {shown.length === 0 ? <p className="py-2 text-ink-3">No command has these words.</p> : null}
    </>
  );
}

/** Every command with its keys, and a way to bind others. */
export function KeysDialog(): JSX.Element {
  const open = useDialog() === 'keys';
  useCover('keys', open);
  return (
    <Dialog.Root open={open} onOpenChange={(next) => (next ? undefined : openDialog(null))}>
      <Dialog.Portal>
        <Dialog.Overlay className="fixed inset-x-0 top-9 bottom-0 z-40 bg-ground/50" />
        <Dialog.Content className="fixed top-[7vh] left-1/2 z-50 flex h-[80vh] w-[620px] max-w-[96vw] -translate-x-1/2 flex-col rounded-sm border border-line bg-panel p-4 outline-none">
          <Dialog.Title className="text-[14px] leading-5 font-semibold">Keys</Dialog.Title>
          <Dialog.Description className="mt-0.5 mb-3 text-ink-2">
            Press the keys of a command, then those that it shall have. Keys that another command has are refused.
          </Dialog.Description>
          {open ? <Bindings /> : null}
        </Dialog.Content>
      </Dialog.Portal>
    </Dialog.Root>
  );
}
