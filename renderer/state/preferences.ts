import { z } from 'zod';
import { useStore } from 'zustand';
import { createStore } from 'zustand/vanilla';
import { opportunityColumnIds, opportunitySortSchema } from '../../app/contract/opportunityView.ts';
import { themeSchema } from '../../app/contract/windowCommands.ts';

/** The columns of opportunities that are on show until somebody chooses others. */
const usualColumns = ['route', 'size', 'gross', 'gas', 'net', 'age', 'state'] as const;

export const longestFilterText = 200;
export const mostSavedFilters = 32;

/** The keys of commands that a person changed, by the command's id; null takes a command its keys. */
const chosenKeysSchema = z.record(z.string().max(64), z.string().max(64).nullable());

export const preferencesSchema = z.object({
  appearance: themeSchema.shape.appearance.catch('dark'),
  palette: themeSchema.shape.palette.catch('standard'),
  scalePercent: themeSchema.shape.scalePercent.catch(100),
  motion: themeSchema.shape.motion.catch('system'),
  hideBelowCost: z.boolean().catch(false),
  opportunityColumns: z
    .array(z.enum(opportunityColumnIds))
    .min(1)
    .max(opportunityColumnIds.length)
    .catch([...usualColumns]),
  opportunitySort: opportunitySortSchema.nullable().catch(null),
  opportunityFilter: z.string().max(longestFilterText).catch(''),
  /** As typed; the newest first. */
  savedFilters: z.array(z.string().min(1).max(longestFilterText)).max(mostSavedFilters).catch([]),
  keys: chosenKeysSchema.catch({}),
  /** Where the tour was left; null where it was finished or put away, a number below zero where it never began. */
  tourStep: z.int().min(-1).max(100).nullable().catch(-1),
});
export type Preferences = z.infer<typeof preferencesSchema>;

const storageKey = 'syndicate.preferences';

/** What the user chose in this window, kept between starts. Unreadable or missing parts fall back to their defaults. */
export function readPreferences(storage: Pick<Storage, 'getItem'>): Preferences {
  return preferencesSchema.parse(parseJson(storage.getItem(storageKey)) ?? {});
}

function parseJson(text: string | null): unknown {
  if (text === null) return null;
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

export const preferencesStore = createStore<Preferences>(() => readPreferences(localStorage));

export function setPreferences(changed: Partial<Preferences>): void {
  preferencesStore.setState(changed);
  localStorage.setItem(storageKey, JSON.stringify(preferencesStore.getState()));
}

/** Takes over what another window of the same terminal chose. Returns how to stop. */
export function followOtherWindows(): () => void {
  const onStorage = (event: StorageEvent): void => {
    if (event.key === storageKey) preferencesStore.setState(readPreferences(localStorage));
  };
  window.addEventListener('storage', onStorage);
  return () => window.removeEventListener('storage', onStorage);
}

export function usePreference<Name extends keyof Preferences>(name: Name): Preferences[Name] {
  return useStore(preferencesStore, (preferences) => preferences[name]);
}
