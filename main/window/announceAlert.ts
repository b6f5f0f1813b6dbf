import { type BrowserWindow, Notification, shell } from 'electron';
import type { AlertFiring } from '../../app/contract/alerts.ts';

/** Control characters and marks that turn the direction of writing: a token's symbol may hold them. */
const hostileCharacters = /[\p{Cc}\p{Cf}\p{Co}\p{Cs}]/gu;

function plain(text: string): string {
  return text.replace(hostileCharacters, ' ').slice(0, 256);
}

/**
 * Says an alert on the desktop, with the desktop's own beep as its sound; a click brings the window forward.
 * @returns whether anything was said
 */
export function announceAlert(
  window: BrowserWindow,
  { name, text, severity, mode, heldBack }: AlertFiring,
  { notifies, sounds }: { readonly notifies: boolean; readonly sounds: boolean },
  onClicked: () => void,
): boolean {
  if (sounds) shell.beep();
  if (!notifies || !Notification.isSupported()) return sounds;
  const more = heldBack === 0 ? '' : ` · and ${heldBack} more`;
  const notification = new Notification({
    title: plain(mode === null ? name : `${mode} · ${name}`),
    body: plain(`${text}${more}`),
    silent: true,
    urgency: severity === 'urgent' ? 'critical' : 'normal',
  });
  notification.on('click', () => {
    if (window.isDestroyed()) return;
    if (window.isMinimized()) window.restore();
    window.show();
    window.focus();
    onClicked();
  });
  notification.show();
  return true;
}
