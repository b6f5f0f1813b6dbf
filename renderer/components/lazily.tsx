import { type ComponentType, lazy, Suspense } from 'react';
import { PanelState } from './PanelState.tsx';

/** A panel whose code is read when it is first shown: what few windows open makes no window slower to start. */
export function lazily(load: () => Promise<ComponentType>): ComponentType {
  const Loaded = lazy(async () => ({ default: await load() }));
  // biome-ignore lint/correctness/noComponentHookFactories: made once for each panel, when the registry is read
  return function Lazily() {
    return (
      <Suspense fallback={<PanelState title="Opening the panel" />}>
        <Loaded />
      </Suspense>
    );
  };
}
