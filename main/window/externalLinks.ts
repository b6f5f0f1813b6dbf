import { shell } from 'electron';
import { isAllowedLink } from './allowedLink.ts';

/** Opens a link if it is on the list; anything else is silently not opened. */
export function openExternalLink(url: string): void {
  if (isAllowedLink(url)) void shell.openExternal(url);
}
