import { Dialog } from 'radix-ui';
import { type FormEvent, type JSX, useId, useState } from 'react';
import { useCover } from '../state/covers.ts';
import { activeWorkspace, addWorkspace, renameActive } from '../state/workspaces.ts';
import { openDialog, useDialog } from './frameStore.ts';

const longestName = 32;

function NameForm({ adding }: { adding: boolean }): JSX.Element {
  const [name, setName] = useState(adding ? '' : (activeWorkspace()?.name ?? ''));
  const id = useId();
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    if (name.trim() === '') return;
    openDialog(null);
    if (adding) addWorkspace(name);
    else renameActive(name);
  };
  return (
    <form onSubmit={submit} className="flex flex-col gap-3">
      <label htmlFor={id} className="text-ink-2">
        Name
      </label>
      <input
        id={id}
        data-testid="workspace-name"
        className="h-7 rounded-sm border border-line bg-ground px-2 text-ink"
        value={name}
        maxLength={longestName}
        onChange={(event) => setName(event.target.value)}
      />
      <div className="flex justify-end gap-2">
        <Dialog.Close className="h-7 rounded-sm bg-raised px-3 text-ink-2 hover:text-ink">Cancel</Dialog.Close>
        <button
          type="submit"
          data-testid="workspace-name-done"
          disabled={name.trim() === ''}
          className="h-7 rounded-sm bg-accent px-3 font-semibold text-ground disabled:bg-raised disabled:text-ink-3"
        >
          {adding ? 'Add' : 'Rename'}
        </button>
      </div>
    </form>
  );
}

/** Asks for the name of a new workspace, or another name of the one on show. */
export function WorkspaceNameDialog(): JSX.Element {
  const dialog = useDialog();
  const open = dialog === 'addWorkspace' || dialog === 'renameWorkspace';
  useCover('workspaceName', open);
  const adding = dialog === 'addWorkspace';
  return (
    <Dialog.Root open={open} onOpenChange={(next) => (next ? undefined : openDialog(null))}>
      <Dialog.Portal>
        <Dialog.Overlay className="fixed inset-x-0 top-9 bottom-0 z-40 bg-ground/50" />
        <Dialog.Content className="fixed top-[16vh] left-1/2 z-50 w-[360px] -translate-x-1/2 rounded-sm border border-line bg-panel p-4 outline-none">
          <Dialog.Title className="text-[14px] leading-5 font-semibold">
            {adding ? 'New workspace' : 'Rename the workspace'}
          </Dialog.Title>
          <Dialog.Description className="mt-0.5 mb-3 text-ink-2">
            {adding ? 'It begins as a copy of the one on show, unlocked.' : 'Its layout stays as it is.'}
          </Dialog.Description>
          {open ? <NameForm adding={adding} /> : null}
        </Dialog.Content>
      </Dialog.Portal>
    </Dialog.Root>
  );
}
