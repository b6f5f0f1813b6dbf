export const commandGroups = ['Trading', 'Strategy', 'Workspace', 'Panels', 'Report', 'Appearance', 'Help'] as const;

/** One thing that can be done: by the palette, by the keys that it has or a person gives it, and in the list of keys. */
export interface Command {
  readonly id: string;
  readonly group: (typeof commandGroups)[number];
  readonly title: string;
  /** The keys it begins with, in tinykeys notation; a person can bind others. */
  readonly keys?: string;
  readonly run: () => void;
}
