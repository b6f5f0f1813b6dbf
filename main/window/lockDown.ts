import { app, type Session } from 'electron';
import { openExternalLink } from './externalLinks.ts';

/** For every page there is or will be: no navigation, no new windows, no webview. */
export function lockDownPages(): void {
  app.on('web-contents-created', (_event, contents) => {
    contents.on('will-navigate', (event) => event.preventDefault());
    contents.on('will-redirect', (event) => event.preventDefault());
    contents.on('will-attach-webview', (event) => event.preventDefault());
    contents.setWindowOpenHandler(({ url }) => {
      openExternalLink(url);
      return { action: 'deny' };
    });
  });
}

/** No page gets a permission, a device, a download, or the network. */
export function lockDownSession(session: Session, scheme: string): void {
  session.setPermissionRequestHandler((_contents, _permission, answer) => answer(false));
  session.setPermissionCheckHandler(() => false);
  session.setDevicePermissionHandler(() => false);
  session.on('will-download', (event) => event.preventDefault());
  session.webRequest.onBeforeRequest((details, answer) => {
    const allowed = [`${scheme}:`, 'devtools:', 'data:', 'blob:'].includes(new URL(details.url).protocol);
    answer({ cancel: !allowed });
  });
}
