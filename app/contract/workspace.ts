import { z } from 'zod';
import { addressSchema } from './domainSchemas.ts';

/** Every panel there is, in the order of its keys (Alt 1 and so on). Each has one line in renderer/panels/registry.tsx. */
export const panelIds = [
  'opportunities',
  'ticket',
  'profit',
  'orders',
  'health',
  'imports',
  'chart',
  'calibration',
  'alerts',
  'tailRisk',
  'correlation',
  'optimiser',
  'sizing',
  'pools',
  'gas',
  'limits',
  'chart2',
  'detail',
  'bookPaper',
  'performance',
  'mempool',
  'modes',
  'exposure',
  'scenarios',
  'orderBook',
] as const;
export const panelIdSchema = z.enum(panelIds);
export type PanelId = z.infer<typeof panelIdSchema>;

/**
 * Panels with a window of their own. The ticket stays: the approve view lies over it and belongs to the terminal's
 * window. So does recorded data: files are chosen there.
 */
export const detachablePanels = [
  'opportunities',
  'profit',
  'orders',
  'health',
  'chart',
  'chart2',
] as const satisfies readonly PanelId[];
export const detachableSchema = z.enum(detachablePanels);
export type DetachablePanel = z.infer<typeof detachableSchema>;

/** A link group is a digit and a colour; panels of one group show the same thing. */
export const linkGroups = [1, 2, 3, 4, 5, 6] as const;
export const linkGroupSchema = z.literal(linkGroups);
export type LinkGroup = z.infer<typeof linkGroupSchema>;

/** What the panels of a link group show. */
export const linkSubjectSchema = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('opportunity'), id: z.string().max(64) }),
  z.strictObject({ kind: z.literal('ticket'), id: z.string().max(64) }),
  z.strictObject({ kind: z.literal('token'), address: addressSchema }),
  z.strictObject({ kind: z.literal('pool'), address: addressSchema }),
]);
export type LinkSubject = z.infer<typeof linkSubjectSchema>;

/** One click in a linked panel: that panel is the group's driver until another one is. A null subject follows the newest ticket. */
export const linkMoveSchema = z.strictObject({
  group: linkGroupSchema,
  subject: linkSubjectSchema.nullable(),
  driver: panelIdSchema,
});
export type LinkMove = z.infer<typeof linkMoveSchema>;

const weightSchema = z.number().positive().max(1_000_000);

const tabsSchema = z.strictObject({
  kind: z.literal('tabs'),
  /** Its share among its neighbours: only the ratio counts, so that a layout fits any window. */
  weight: weightSchema,
  panels: z.array(panelIdSchema).min(1),
  front: panelIdSchema,
});
export type Tabs = z.infer<typeof tabsSchema>;

export interface Split {
  readonly kind: 'split';
  readonly weight: number;
  /** Side by side, or one below the other. */
  readonly along: 'row' | 'column';
  readonly parts: readonly Docked[];
}

/** How panels are docked: tabs, or a split of such parts. */
export type Docked = Tabs | Split;

/** Splits within splits. More than the panels there are could need, and few enough that no file makes a reader recurse for long. */
export const deepestSplit = 6;

function dockedWithin(depth: number): z.ZodType<Docked> {
  if (depth === 0) return tabsSchema;
  const split = z.strictObject({
    kind: z.literal('split'),
    weight: weightSchema,
    along: z.enum(['row', 'column']),
    parts: z
      .array(dockedWithin(depth - 1))
      .min(2)
      .max(panelIds.length),
  });
  return z.union([tabsSchema, split]);
}

export const workspaceSchema = z.strictObject({
  id: z.string().regex(/^[a-z0-9-]{1,32}$/),
  name: z.string().trim().min(1).max(32),
  /** Nothing is dragged, resized or closed while it is. */
  locked: z.boolean(),
  docked: dockedWithin(deepestSplit),
  /** Panels in windows of their own while this workspace is on show. */
  detached: z.array(detachableSchema).max(detachablePanels.length),
  /** A panel that is not named is in no group: what is clicked in it moves nothing else. */
  links: z.partialRecord(panelIdSchema, linkGroupSchema),
});
export type Workspace = z.infer<typeof workspaceSchema>;

export const mostWorkspaces = 12;

export const workspacesSchema = z
  .strictObject({
    active: z.string().max(32),
    workspaces: z.array(workspaceSchema).min(1).max(mostWorkspaces),
  })
  .refine(({ active, workspaces }) => workspaces.some(({ id }) => id === active), 'the active workspace is not there')
  .refine(({ workspaces }) => new Set(workspaces.map(({ id }) => id)).size === workspaces.length, 'two have one id')
  .refine(({ workspaces }) => workspaces.every(placesEachPanelOnce), 'a panel is in two places');
export type Workspaces = z.infer<typeof workspacesSchema>;

/** The panels of a docked part, in reading order. */
export function panelsOf(docked: Docked): readonly PanelId[] {
  return docked.kind === 'tabs' ? docked.panels : docked.parts.flatMap(panelsOf);
}

function placesEachPanelOnce({ docked, detached }: Workspace): boolean {
  const placed = [...panelsOf(docked), ...detached];
  return new Set(placed).size === placed.length;
}

/** What main tells the terminal's page about the windows of its detached panels. */
export const workspaceEventSchema = z.discriminatedUnion('kind', [
  /** Its window was closed, or asked to be docked again. */
  z.strictObject({ kind: z.literal('docked'), panel: detachableSchema }),
  z.strictObject({ kind: z.literal('linked'), panel: detachableSchema, group: linkGroupSchema.nullable() }),
]);
export type WorkspaceEvent = z.infer<typeof workspaceEventSchema>;

/** What a detached panel's window shows. */
export const detachedViewSchema = z.strictObject({ panel: detachableSchema, group: linkGroupSchema.nullable() });
export type DetachedView = z.infer<typeof detachedViewSchema>;
