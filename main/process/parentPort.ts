import type { Port } from '../../app/contract/port.ts';
import { BugError } from '../../app/domain/errors.ts';

interface ElectronParentPort {
  postMessage(message: unknown): void;
  on(event: 'message', receive: (event: { data: unknown }) => void): void;
  off(event: 'message', receive: (event: { data: unknown }) => void): void;
}

/**
 * The channel to main, seen from a child: Electron's parentPort in a utility process, node's IPC in a forked one.
 * `onMainGone` is called when main's end of it closed; a utility process needs none, since Chromium ends it with main.
 * @throws BugError when the process was started by hand
 */
export function parentPort(onMainGone: () => void = () => process.exit(0)): Port {
  const electronPort = (process as unknown as { parentPort?: ElectronParentPort | null }).parentPort;
  if (electronPort !== undefined && electronPort !== null) {
    return {
      post: (message) => electronPort.postMessage(message),
      listen: (receive) => {
        const onMessage = (event: { data: unknown }): void => receive(event.data);
        electronPort.on('message', onMessage);
        return () => electronPort.off('message', onMessage);
      },
    };
  }
  if (process.send === undefined) throw new BugError('this process is started by main, not by hand');
  process.on('disconnect', onMainGone);
  return {
    post: (message) => {
      if (process.connected) process.send?.(message);
    },
    listen: (receive) => {
      process.on('message', receive);
      return () => process.off('message', receive);
    },
  };
}
