import { panelPortMessage } from '../../app/contract/bridge.ts';
import type { Port } from '../../app/contract/port.ts';
import { panelStore } from './panelStore.ts';
import { connectPanelStream } from './panelStream.ts';

/** A MessagePort as the contract's Port. */
export function portOf(channel: MessagePort): Port {
  return {
    post: (message) => channel.postMessage(message),
    listen: (receive) => {
      const onMessage = (event: MessageEvent<unknown>): void => receive(event.data);
      channel.addEventListener('message', onMessage);
      channel.start();
      return () => {
        channel.removeEventListener('message', onMessage);
        channel.close();
      };
    },
  };
}

function nextFrame(paint: () => void): () => void {
  const frame = requestAnimationFrame(paint);
  return () => cancelAnimationFrame(frame);
}

function isPortMessage(event: MessageEvent<unknown>): boolean {
  const { data } = event;
  return (
    event.source === window &&
    typeof data === 'object' &&
    data !== null &&
    'type' in data &&
    data.type === panelPortMessage
  );
}

/**
 * Takes the panel stream's port whenever the preload hands one over. A new port means that the engine was restarted:
 * the rows stay on show, marked as waiting for their snapshot, until it comes. Returns how to stop.
 */
export function receivePanelPort(): () => void {
  let disconnect: (() => void) | undefined;
  const onMessage = (event: MessageEvent<unknown>): void => {
    const channel = event.ports[0];
    if (!isPortMessage(event) || channel === undefined) return;
    disconnect?.();
    disconnect = connectPanelStream({ port: portOf(channel), store: panelStore, scheduleFrame: nextFrame });
  };
  window.addEventListener('message', onMessage);
  return () => {
    window.removeEventListener('message', onMessage);
    disconnect?.();
  };
}
