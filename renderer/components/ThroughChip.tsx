import type { JSX } from 'react';
import type { PanelId } from '../../app/contract/workspace.ts';
import { shortHex } from '../../app/domain/hex.ts';
import { drive, useSubject } from '../state/links.ts';
import { useTokens } from '../state/panelStore.ts';
import { tokenOf } from '../state/tokens.ts';

/** Says that a panel is narrowed to a token or a pool of its link group, and undoes it. */
export function ThroughChip({ panel }: { panel: PanelId }): JSX.Element | null {
  const subject = useSubject(panel);
  const tokens = useTokens();
  if (subject?.kind !== 'token' && subject?.kind !== 'pool') return null;
  const name = subject.kind === 'token' ? tokenOf(tokens, subject.address).symbol : `pool ${shortHex(subject.address)}`;
  return (
    <button
      type="button"
      data-testid="through-chip"
      className="flex h-5 shrink-0 items-center gap-1 rounded-sm bg-selected px-1.5 text-caption whitespace-nowrap text-ink hover:text-accent"
      title={`${subject.address}\nClick to show everything again`}
      onClick={() => drive(panel, null)}
    >
      through {name} <span aria-hidden>×</span>
      <span className="sr-only">show everything again</span>
    </button>
  );
}
