import { type RefObject, useEffect, useRef } from 'react';

const flashMs = 250;

function isMotionReduced(): boolean {
  return (
    document.documentElement.dataset.motion === 'reduced' || matchMedia('(prefers-reduced-motion: reduce)').matches
  );
}

/**
 * Marks an element for 250 ms when `value` changes; never on first sight, never twice at once, not with reduced motion.
 * On and off without a fade: a fade of a dozen cells paints the table anew sixty times a second.
 */
export function useFlash(value: string): RefObject<HTMLSpanElement | null> {
  const element = useRef<HTMLSpanElement>(null);
  const shown = useRef(value);
  useEffect(() => {
    const node = element.current;
    if (shown.current === value || node === null) return;
    shown.current = value;
    if (node.dataset.flash !== undefined || isMotionReduced()) return;
    node.dataset.flash = '';
    // Not called off by the next change: the mark must go even if the value never stands still.
    setTimeout(() => {
      delete node.dataset.flash;
    }, flashMs);
  }, [value]);
  return element;
}
