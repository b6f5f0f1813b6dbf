import { useEffect, useRef } from 'react';
import { onWorkspaceLayout } from '../../frame/workspaceApi.ts';

interface Bounds {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** The whole CSS pixels that lie inside the element; null while it has no area to show. */
export function boundsOf({
  left,
  top,
  right,
  bottom,
}: Pick<DOMRect, 'left' | 'top' | 'right' | 'bottom'>): Bounds | null {
  const x = Math.max(0, Math.ceil(left));
  const y = Math.max(0, Math.ceil(top));
  const width = Math.floor(right) - x;
  const height = Math.floor(bottom) - y;
  return width <= 0 || height <= 0 ? null : { x, y, width, height };
}

/** The docked panels take up a new window size a frame or two after it: the place is looked at until then. */
const settlingFrames = 4;

/**
 * Keeps main told where the approve view goes: exactly over this element, or nowhere while it is covered or hidden.
 * Told at most once per frame and only when it changed.
 */
export function usePlaceApproveView(visible: boolean): React.RefObject<HTMLDivElement | null> {
  const slot = useRef<HTMLDivElement>(null);
  useEffect(() => {
    const element = slot.current;
    if (element === null) return;
    let frame: number | undefined;
    let told: string | undefined;
    let framesLeft = 0;
    const tell = (): void => {
      framesLeft -= 1;
      frame = framesLeft > 0 ? requestAnimationFrame(tell) : undefined;
      const bounds = visible ? boundsOf(element.getBoundingClientRect()) : null;
      const text = JSON.stringify(bounds);
      if (text === told) return;
      told = text;
      void window.syndicate.placeApproveView({ bounds });
    };
    const schedule = (): void => {
      framesLeft = settlingFrames;
      frame ??= requestAnimationFrame(tell);
    };
    const observer = new ResizeObserver(schedule);
    const panel = element.closest('[data-panel]');
    const around = [element, panel, element.closest('main'), document.documentElement];
    for (const each of around) if (each !== null) observer.observe(each);
    window.addEventListener('resize', schedule);
    const stopLayout = onWorkspaceLayout(schedule);
    tell();
    return () => {
      if (frame !== undefined) cancelAnimationFrame(frame);
      observer.disconnect();
      window.removeEventListener('resize', schedule);
      stopLayout();
    };
  }, [visible]);
  useEffect(() => () => void window.syndicate.placeApproveView({ bounds: null }), []);
  return slot;
}
