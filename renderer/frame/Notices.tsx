import type { JSX } from 'react';
import { Toaster } from 'sonner';
import { usePreference } from '../state/preferences.ts';

/** Where a window says in passing what went wrong or was done. */
export function Notices(): JSX.Element {
  const appearance = usePreference('appearance');
  return (
    <Toaster
      theme={appearance}
      position="bottom-left"
      offset={{ bottom: 32, left: 12 }}
      visibleToasts={4}
      // One above the other: words that lie over words are read by nobody.
      expand
      toastOptions={{
        unstyled: true,
        classNames: {
          toast:
            'flex w-[356px] items-start gap-2 rounded-sm border border-line bg-raised px-3 py-2 text-body text-ink',
          description: 'text-ink-2',
          error: 'border-danger/60',
        },
      }}
    />
  );
}
