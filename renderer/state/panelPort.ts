import { panelPortMessage } from '../../app/contract/bridge.ts';
import type { Port } from '../../app/contract/port.ts';
import { listedStore } from './listedOpportunities.ts';
import { panelStore } from './panelStore.ts';
import { connectPanelStream } from './panelStream.ts';
import { watchedBarsStore } from './watchedBars.ts';

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

/** A block's rows come in several messages; nobody reads figures that change more often than this. */
export const paintPauseMs = 200;

/** Paints with the next frame, but not sooner than a pause after the paint before. */
export function pacedFrames(nowMs: () => number = () => performance.now()): (paint: () => void) => () => void {
  let paintedAtMs = Number.NEGATIVE_INFINITY;
  return (paint) => {
    let frame: number | undefined;
    let timer: ReturnType<typeof setTimeout> | undefined;
    const request = (): void => {
      frame = requestAnimationFrame(() => {
        paintedAtMs = nowMs();
        paint();
      });
    };
    const waitMs = paintedAtMs + paintPauseMs - nowMs();
    if (waitMs <= 0) request();
    else timer = setTimeout(request, waitMs);
    return () => {
      clearTimeout(timer);
      if (frame !== undefined) cancelAnimationFrame(frame);
    };
  };
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
    disconnect = connectPanelStream({
      port: portOf(channel),
      store: panelStore,
      watched: watchedBarsStore,
      listed: listedStore,
      scheduleFrame: pacedFrames(),
    });
  };
  window.addEventListener('message', onMessage);
  return () => {
    window.removeEventListener('message', onMessage);
    disconnect?.();
  };
}
