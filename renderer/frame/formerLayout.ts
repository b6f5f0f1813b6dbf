import type { SerializedDockview } from 'dockview-react';
import { type Docked, type Workspaces, workspacesSchema } from '../../app/contract/workspace.ts';
import { fromDockview } from './docking.ts';

/** Where the page itself kept the one layout there was, as the docking library wrote it: version 1. */
const formerKey = 'syndicate.layout.1';

/**
 * The starters with the first one laid out as an earlier version kept it in this page; as they are where there is no such
 * layout or none that can be read. It is asked for once: then main keeps them.
 */
export function withFormerLayout(
  arrangement: Workspaces,
  storage: Pick<Storage, 'getItem' | 'removeItem'>,
): Workspaces {
  const text = storage.getItem(formerKey);
  if (text === null) return arrangement;
  storage.removeItem(formerKey);
  const docked = readFormer(text);
  const [first, ...others] = arrangement.workspaces;
  if (docked === null || first === undefined) return arrangement;
  const migrated = workspacesSchema.safeParse({ ...arrangement, workspaces: [{ ...first, docked }, ...others] });
  return migrated.success ? migrated.data : arrangement;
}

function readFormer(text: string): Docked | null {
  try {
    return fromDockview(JSON.parse(text) as SerializedDockview);
  } catch {
    // Not what the library writes: whatever it lacked.
    return null;
  }
}
