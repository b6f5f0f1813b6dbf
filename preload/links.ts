import { ipcRenderer } from 'electron';
import { channels } from '../app/contract/channels.ts';
import type { LinkGroup, LinkMove } from '../app/contract/workspace.ts';

/** They may come before the page listens. */
const lastMoves = new Map<LinkGroup, LinkMove>();
const listeners = new Set<(move: LinkMove) => void>();

ipcRenderer.on(channels.linkMove, (_event, move: LinkMove) => {
  lastMoves.set(move.group, move);
  for (const listener of listeners) listener(move);
});

export function onLink(listener: (move: LinkMove) => void): () => void {
  listeners.add(listener);
  for (const move of lastMoves.values()) listener(move);
  return () => {
    listeners.delete(listener);
  };
}
