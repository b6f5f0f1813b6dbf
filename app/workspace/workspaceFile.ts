import { z } from 'zod';
import {
  detachablePanels,
  type LinkGroup,
  linkGroups,
  mostWorkspaces,
  type PanelId,
  panelIds,
  type Workspace,
  workspaceSchema,
  workspacesSchema,
} from '../contract/workspace.ts';
import { type Placement, placementSchema } from './placement.ts';
import { fieldsOf, isPanelId, type Repaired, repairDetached, repairDocked } from './repairDocked.ts';
import { starterWorkspaces } from './starters.ts';

/** Version 1 was an arrangement of the docking library's own, kept by the page (renderer/frame/formerLayout.ts). */
export const workspaceFileVersion = 2;

/** Where the windows stood: the terminal's own, and those of detached panels by `workspace/panel`. */
const windowsSchema = z.strictObject({
  terminal: placementSchema.nullable(),
  detached: z.record(z.string().max(64), placementSchema),
});
export type WindowPlacements = z.infer<typeof windowsSchema>;

export const workspaceFileSchema = z.strictObject({
  version: z.literal(workspaceFileVersion),
  arrangement: workspacesSchema,
  windows: windowsSchema,
});
export type WorkspaceFile = z.infer<typeof workspaceFileSchema>;

/** By what the place of a detached panel's window is kept. */
export function detachedKey(workspace: string, panel: PanelId): string {
  return `${workspace}/${panel}`;
}

/** What a new data folder begins with. */
export function starterFile(): WorkspaceFile {
  const [first] = starterWorkspaces;
  return {
    version: workspaceFileVersion,
    arrangement: { active: first?.id ?? '', workspaces: [...starterWorkspaces] },
    windows: { terminal: null, detached: {} },
  };
}

/**
 * What a kept text says, mended: unknown panels are dropped and said, a workspace without a panel becomes its starter or
 * goes, what is out of bounds takes its default. Null where the text is no such file at all, or is of a later version.
 */
export function readWorkspaceFile(text: string): Repaired<WorkspaceFile> | null {
  const read = parseJson(text);
  const { version, arrangement, windows } = fieldsOf(read);
  const { active, workspaces } = fieldsOf(arrangement);
  if (version !== workspaceFileVersion || !Array.isArray(workspaces)) return null;
  const notices: string[] = [];
  const kept: Workspace[] = [];
  for (const each of workspaces.slice(0, mostWorkspaces)) {
    const repaired = repairWorkspace(each, kept);
    notices.push(...repaired.notices);
    if (repaired.value !== null) kept.push(repaired.value);
  }
  const [first] = kept;
  if (first === undefined) return { value: starterFile(), notices: [...notices, 'No workspace was left.'] };
  return {
    value: workspaceFileSchema.parse({
      version: workspaceFileVersion,
      arrangement: { active: kept.some(({ id }) => id === active) ? active : first.id, workspaces: kept },
      windows: repairWindows(windows),
    }),
    notices: [...new Set(notices)],
  };
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

function repairWorkspace(read: unknown, others: readonly Workspace[]): Repaired<Workspace | null> {
  const fields = fieldsOf(read);
  const id = workspaceSchema.shape.id.safeParse(fields.id);
  if (!id.success || others.some((other) => other.id === id.data))
    return { value: null, notices: ['A workspace without a name of its own was left out.'] };
  const starter = starterWorkspaces.find((each) => each.id === id.data);
  const name = workspaceSchema.shape.name.catch(starter?.name ?? id.data).parse(fields.name);
  const taken = new Set<PanelId>();
  const { value: docked, notices } = repairDocked(fields.docked, taken);
  const saying = notices.map((notice) => `${name}: ${notice}`);
  if (docked === null) {
    if (starter === undefined) return { value: null, notices: [...saying, `${name} had no panel and was left out.`] };
    return { value: { ...starter, name }, notices: [...saying, `${name} had no panel: it begins anew.`] };
  }
  return {
    value: {
      id: id.data,
      name,
      locked: fields.locked !== false,
      docked,
      detached: repairDetached(fields.detached, taken),
      links: repairLinks(fields.links),
    },
    notices: saying,
  };
}

function repairLinks(read: unknown): Workspace['links'] {
  const links: Partial<Record<PanelId, LinkGroup>> = {};
  for (const [panel, group] of Object.entries(fieldsOf(read))) {
    const known = linkGroups.find((each) => each === group);
    if (isPanelId(panel) && known !== undefined) links[panel] = known;
  }
  return links;
}

/** As many as there can be windows, so that a file cannot grow without end. */
const mostPlacements = mostWorkspaces * detachablePanels.length;

function repairWindows(read: unknown): WindowPlacements {
  const { terminal, detached } = fieldsOf(read);
  const placements: Record<string, Placement> = {};
  for (const [key, value] of Object.entries(fieldsOf(detached)).slice(0, mostPlacements)) {
    const placement = placementSchema.safeParse(value);
    if (key.length <= 64 && panelIds.some((panel) => key.endsWith(`/${panel}`)) && placement.success)
      placements[key] = placement.data;
  }
  return { terminal: placementSchema.nullable().catch(null).parse(terminal), detached: placements };
}
