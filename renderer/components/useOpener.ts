import { type RefObject, useRef, useState } from 'react';

export interface Opener {
  readonly button: RefObject<HTMLButtonElement | null>;
  readonly open: boolean;
  readonly setOpen: (open: boolean) => void;
  /** Gives the keyboard back to the button. */
  readonly close: () => void;
}

/** A button that opens something under it. */
export function useOpener(): Opener {
  const [open, setOpen] = useState(false);
  const button = useRef<HTMLButtonElement>(null);
  const close = (): void => {
    setOpen(false);
    button.current?.focus();
  };
  return { button, open, setOpen, close };
}
