import { DropdownMenu } from 'radix-ui';
import { type JSX, type ReactNode, useState } from 'react';
import { useCover } from '../state/covers.ts';

export const menuItemClass =
  'flex h-7 items-center gap-3 rounded-sm px-2 text-ink-2 outline-none data-[highlighted]:bg-selected data-[highlighted]:text-ink data-[state=checked]:text-ink';

/** A menu of the title bar. While it is open the approve view is away. */
export function Menu({
  name,
  trigger,
  children,
}: {
  name: string;
  trigger: ReactNode;
  children: ReactNode;
}): JSX.Element {
  const [open, setOpen] = useState(false);
  useCover(name, open);
  return (
    <DropdownMenu.Root open={open} onOpenChange={setOpen} modal={false}>
      <DropdownMenu.Trigger asChild>{trigger}</DropdownMenu.Trigger>
      <DropdownMenu.Portal>
        <DropdownMenu.Content
          align="start"
          sideOffset={4}
          className="z-50 min-w-64 rounded-sm border border-line bg-panel p-1"
        >
          {children}
        </DropdownMenu.Content>
      </DropdownMenu.Portal>
    </DropdownMenu.Root>
  );
}
