import { useStatus } from './panelStore.ts';

/** Whether this window's engine trades on paper: what it says of fills, and of what the wallet has, is then not the chain's alone. */
export function useOnPaper(): boolean {
  return useStatus((status) => status.mode === 'PAPER') ?? false;
}
