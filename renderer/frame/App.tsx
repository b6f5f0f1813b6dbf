import type { JSX } from 'react';
import { Toaster } from 'sonner';
import { usePreference } from '../state/preferences.ts';
import { DiskNotice } from './DiskNotice.tsx';
import { FeedNotice } from './FeedNotice.tsx';
import { GrantDialog } from './GrantDialog.tsx';
import { HelpDialog } from './HelpDialog.tsx';
import { Palette } from './Palette.tsx';
import { ReplayBar } from './ReplayBar.tsx';
import { StatusBar } from './StatusBar.tsx';
import { StopNotice } from './StopNotice.tsx';
import { TitleBar } from './TitleBar.tsx';
import { useHotkeys } from './useHotkeys.ts';
import { Workspace } from './Workspace.tsx';
import { WorkspaceNameDialog } from './WorkspaceNameDialog.tsx';

/** The window: title bar, the mode's line, the docked panels, status bar. */
export function App(): JSX.Element {
  useHotkeys();
  const appearance = usePreference('appearance');
  return (
    <div className="app-frame flex h-full flex-col">
      <TitleBar />
      <div aria-hidden className="h-0.5 shrink-0 bg-frame" />
      <ReplayBar />
      <StopNotice />
      <DiskNotice />
      <FeedNotice />
      <Workspace />
      <StatusBar />
      <Palette />
      <HelpDialog />
      <GrantDialog />
      <WorkspaceNameDialog />
      <Toaster
        theme={appearance}
        position="bottom-left"
        offset={{ bottom: 32, left: 12 }}
        visibleToasts={4}
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
    </div>
  );
}
