import { renameSync } from 'node:fs';
import { join } from 'node:path';
import type { Workspaces } from '../../app/contract/workspace.ts';
import type { Placement } from '../../app/workspace/placement.ts';
import {
  readWorkspaceFile,
  starterFile,
  type WindowPlacements,
  type WorkspaceFile,
} from '../../app/workspace/workspaceFile.ts';
import { readFileIfPresent, writeFileAtomically } from '../atomicFile.ts';

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
  const path = join(root, 'workspace.json');
  const lastGood = join(root, 'workspace.last.json');
  const opened = read(path, lastGood, join(root, 'workspace.unreadable.json'));
  let { current } = opened;
  let { notices, isNew } = opened;
  const write = (next: WorkspaceFile): void => {
    const text = `${JSON.stringify(next, null, 2)}\n`;
    if (text === `${JSON.stringify(current, null, 2)}\n`) return;
    writeFileAtomically(path, text);
    writeFileAtomically(lastGood, text);
    current = next;
    isNew = false;
  };
  return {
    get current() {
      return current;
    },
    get isNew() {
      return isNew;
    },
    takeNotices: () => {
      const taken = [...notices];
      notices = [];
      return taken;
    },
    arrange: (arrangement) =>
      write({ ...current, arrangement, windows: placesStillThere(current.windows, arrangement) }),
    place: (window, placement) => {
      const { windows } = current;
      const placed =
        window === 'terminal'
          ? { ...windows, terminal: placement }
          : { ...windows, detached: { ...windows.detached, [window.detached]: placement } };
      write({ ...current, windows: placed });
    },
  };
}

interface Opened {
  readonly current: WorkspaceFile;
  readonly notices: readonly string[];
  readonly isNew: boolean;
}

function read(path: string, lastGood: string, aside: string): Opened {
  const text = readFileIfPresent(path);
  if (text === null) return { current: starterFile(), notices: [], isNew: true };
  const own = readWorkspaceFile(text);
  if (own !== null) return { current: own.value, notices: own.notices, isNew: false };
  renameSync(path, aside);
  const kept = readFileIfPresent(lastGood);
  const last = kept === null ? null : readWorkspaceFile(kept);
  const told = `The saved layout could not be read (it is kept as ${aside}).`;
  return last === null
    ? { current: starterFile(), notices: [`${told} The workspaces begin anew.`], isNew: false }
    : { current: last.value, notices: [`${told} The last good one is shown.`, ...last.notices], isNew: false };
}

/** A window that was docked keeps its place for the next time; one of a workspace that is gone has none. */
function placesStillThere(windows: WindowPlacements, { workspaces }: Workspaces): WindowPlacements {
  const kept = Object.entries(windows.detached).filter(([key]) =>
    workspaces.some(({ id }) => key.startsWith(`${id}/`)),
  );
  return { ...windows, detached: Object.fromEntries(kept) };
}
