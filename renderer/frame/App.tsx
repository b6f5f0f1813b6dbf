import type { JSX } from 'react';
import { useAlertNews } from '../state/alerts.ts';
import { DiskNotice } from './DiskNotice.tsx';
import { FeedNotice } from './FeedNotice.tsx';
import { GrantDialog } from './GrantDialog.tsx';
import { HelpDialog } from './HelpDialog.tsx';
import { KeysDialog } from './KeysDialog.tsx';
import { Notices } from './Notices.tsx';
import { Palette } from './Palette.tsx';
import { ReplayBar } from './ReplayBar.tsx';
import { SettingsDialog } from './SettingsDialog.tsx';
import { StatusBar } from './StatusBar.tsx';
import { StopNotice } from './StopNotice.tsx';
import { TitleBar } from './TitleBar.tsx';
import { TourBar } from './TourBar.tsx';
import { useHotkeys } from './useHotkeys.ts';
import { Workspace } from './Workspace.tsx';
import { WorkspaceNameDialog } from './WorkspaceNameDialog.tsx';

/** The window: title bar, the mode's line, the docked panels, status bar. */
export function App(): JSX.Element {
  useHotkeys();
  useAlertNews();
  return (
    <div className="app-frame flex h-full flex-col">
      <TitleBar />
      <div aria-hidden className="h-0.5 shrink-0 bg-frame" />
      <ReplayBar />
      <TourBar />
      <StopNotice />
      <DiskNotice />
      <FeedNotice />
      <Workspace />
      <StatusBar />
      <Palette />
      <HelpDialog />
      <KeysDialog />
      <SettingsDialog />
      <GrantDialog />
      <WorkspaceNameDialog />
      <Notices />
    </div>
  );
}
