import { z } from 'zod';
import { useStore } from 'zustand';
import { createStore } from 'zustand/vanilla';
import { linkGroupSchema, type PanelId, panelIdSchema } from '../../app/contract/workspace.ts';
import { linkStore } from './links.ts';

const moveSchema = z.strictObject({
  group: linkGroupSchema,
  panel: panelIdSchema,
  /** null: the pointer has left. */
  timeS: z.number().nullable(),
});
type CrosshairMove = z.infer<typeof moveSchema>;

/** Where the crosshair of each link group is, and whose pointer it follows. */
const crosshairStore = createStore<{ readonly moves: Readonly<Record<number, CrosshairMove>> }>(() => ({ moves: {} }));

const channelName = 'syndicate.crosshair';
let channel: BroadcastChannel | null = null;

/** Takes and gives crosshairs over all windows: their pages are of one origin. Returns how to stop. */
export function followCrosshairs(): () => void {
  const opened = new BroadcastChannel(channelName);
  channel = opened;
  opened.onmessage = ({ data }: MessageEvent<unknown>) => {
    const move = moveSchema.safeParse(data);
    if (move.success) take(move.data);
  };
  return () => {
    channel = null;
    opened.close();
  };
}

function take(move: CrosshairMove): void {
  crosshairStore.setState(({ moves }) => ({ moves: { ...moves, [move.group]: move } }));
}

/** The pointer is at this time in a panel: the others of its group follow. */
export function shareCrosshair(panel: PanelId, timeS: number | null): void {
  const group = linkStore.getState().groups[panel];
  if (group === undefined) return;
  const move = { group, panel, timeS };
  take(move);
  channel?.postMessage(move);
}

/** Where another panel of its group has the pointer; null where none has. */
export function useOthersCrosshair(panel: PanelId): number | null {
  const group = useStore(linkStore, ({ groups }) => groups[panel]);
  return useStore(crosshairStore, ({ moves }) => {
    const move = group === undefined ? undefined : moves[group];
    return move === undefined || move.panel === panel ? null : move.timeS;
  });
}
