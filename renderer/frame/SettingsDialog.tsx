import { Dialog } from 'radix-ui';
import { type JSX, lazy, Suspense } from 'react';
import { useCover } from '../state/covers.ts';
import { openDialog, useDialog } from './frameStore.ts';

const Settings = lazy(async () => ({ default: (await import('./settings/Settings.tsx')).Settings }));

/** Every setting, to be searched, with its default and what it does. */
export function SettingsDialog(): JSX.Element {
  const open = useDialog() === 'settings';
  useCover('settings', open);
  return (
    <Dialog.Root open={open} onOpenChange={(next) => (next ? undefined : openDialog(null))}>
      <Dialog.Portal>
        <Dialog.Overlay className="fixed inset-x-0 top-9 bottom-0 z-40 bg-ground/50" />
        <Dialog.Content className="fixed top-[7vh] left-1/2 z-50 flex h-[84vh] w-[760px] max-w-[96vw] -translate-x-1/2 flex-col rounded-sm border border-line bg-panel p-4 outline-none">
          <Dialog.Title className="text-[14px] leading-5 font-semibold">Settings</Dialog.Title>
          <Dialog.Description className="mt-0.5 mb-3 text-ink-2">
            Each with its default and what it does. Modes, limits and the trading state are not settings: they have
            their own places, and no file brings them.
          </Dialog.Description>
          {open ? (
            <Suspense fallback={<p className="text-ink-3">Opening the settings</p>}>
              <Settings />
            </Suspense>
          ) : null}
        </Dialog.Content>
      </Dialog.Portal>
    </Dialog.Root>
  );
}
