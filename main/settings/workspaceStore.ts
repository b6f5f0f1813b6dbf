import type { Workspaces } from '../../app/contract/workspace.ts';
import type { Placement } from '../../app/workspace/placement.ts';
import {
  readWorkspaceFile,
  starterFile,
  type WindowPlacements,
  type WorkspaceFile,
} from '../../app/workspace/workspaceFile.ts';
import { KeptFile } from './keptFile.ts';

/** The workspaces of this data folder and where their windows stood. */
export interface WorkspaceStore {
  readonly current: WorkspaceFile;
  /** Whether there was no such file: the page may bring what an earlier version kept. */
  readonly isNew: boolean;
  /** What was mended at the start, in words; once. */
  takeNotices(): string[];
  /** On disk when it returns. What is removed takes the places of its windows with it. */
  arrange(arrangement: Workspaces): void;
  place(window: 'terminal' | { readonly detached: string }, placement: Placement): void;
}

/**
 * Opens workspace.json. A text that cannot be read is set aside as workspace.unreadable.json and the copy of the last one
 * that could be takes its place, else the starters: a layout is never a reason not to start.
 */
export function openWorkspaces(root: string): WorkspaceStore {
  const file = new KeptFile<WorkspaceFile>(root, {
    name: 'workspace',
    read: readWorkspaceFile,
    fresh: starterFile(),
    what: 'The saved layout',
    begins: 'The workspaces begin anew.',
  });
  return {
    get current() {
      return file.current;
    },
    get isNew() {
      return file.isNew;
    },
    takeNotices: () => file.takeNotices(),
    arrange: (arrangement) => {
      const { current } = file;
      file.write({ ...current, arrangement, windows: placesStillThere(current.windows, arrangement) });
    },
    place: (window, placement) => {
      const { windows } = file.current;
      const placed =
        window === 'terminal'
          ? { ...windows, terminal: placement }
          : { ...windows, detached: { ...windows.detached, [window.detached]: placement } };
      file.write({ ...file.current, windows: placed });
    },
  };
}

/** A window that was docked keeps its place for the next time; one of a workspace that is gone has none. */
function placesStillThere(windows: WindowPlacements, { workspaces }: Workspaces): WindowPlacements {
  const kept = Object.entries(windows.detached).filter(([key]) =>
    workspaces.some(({ id }) => key.startsWith(`${id}/`)),
  );
  return { ...windows, detached: Object.fromEntries(kept) };
}
