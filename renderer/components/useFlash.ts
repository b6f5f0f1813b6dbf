import { type RefObject, useEffect, useRef } from 'react';

const flashMs = 250;

/** Marks an element for 250 ms when `value` changes; never on first sight, never twice at once, not with reduced motion. */
export function useFlash(value: string): RefObject<HTMLSpanElement | null> {
  const element = useRef<HTMLSpanElement>(null);
  const shown = useRef(value);
  useEffect(() => {
    const node = element.current;
    if (shown.current === value || node === null) return;
    shown.current = value;
    if (typeof node.animate !== 'function' || matchMedia('(prefers-reduced-motion: reduce)').matches) return;
    if (node.getAnimations().length > 0) return;
    node.animate([{ backgroundColor: 'var(--selected)' }, { backgroundColor: 'transparent' }], {
      duration: flashMs,
      easing: 'ease-out',
    });
  }, [value]);
  return element;
}
