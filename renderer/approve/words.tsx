import type { JSX } from 'react';
import type { ApprovalCard } from '../../app/contract/windowCommands.ts';
import { shortHex } from '../../app/domain/hex.ts';

function Strong({ children, title }: { children: string; title?: string }): JSX.Element {
  return (
    <strong className="font-semibold break-words text-ink" title={title}>
      {children}
    </strong>
  );
}

const address = /^0x[0-9a-fA-F]{40}$/;
const addresses = /0x[0-9a-fA-F]{40}/g;

/** Addresses inside an amount's text are shortened like the contract's; whole on hover. */
function shortened(text: string): string {
  return text.replace(addresses, (whole) => shortHex(whole));
}

/** What approving does, in words. Every value was computed by main from the calldata itself. */
export function CardWords({ card }: { card: ApprovalCard }): JSX.Element {
  switch (card.kind) {
    case 'plan':
      return (
        <>
          <p>
            {card.mode === 'PAPER' ? 'Fills on paper, signs nothing:' : 'Signs'} call <Strong>{card.method}</Strong> on{' '}
            <Strong title={card.contract}>
              {address.test(card.contract) ? shortHex(card.contract) : card.contract}
            </Strong>
            , {card.chainName} (chain {card.chainId}), nonce {card.nonce}.
          </p>
          <p>
            Puts in <Strong title={card.input}>{shortened(card.input)}</Strong>, returns ≥{' '}
            <Strong title={card.returnsAtLeast}>{shortened(card.returnsAtLeast)}</Strong> to you. Costs at most{' '}
            <Strong>{card.worstCaseGas}</Strong> of gas.
          </p>
          {card.secondStep === 'none' ? null : (
            <p className="text-warn">
              {card.secondStep === 'given' ? 'Once more' : 'Asks twice'}: {card.secondStepAbove}.
            </p>
          )}
          <p>
            {card.mode === 'PAPER' ? 'As if it went to' : 'Goes to'} <Strong>{card.submission}</Strong>.
          </p>
          <p className="break-words text-ink-2">{card.route}</p>
        </>
      );
    case 'grant':
      return (
        <>
          <p>
            Lets <Strong>{card.strategy}</Strong> {card.mode === 'PAPER' ? 'trade on paper' : 'sign'} by itself{' '}
            <Strong>{card.until}</Strong>.
          </p>
          <p>
            It may put at most <Strong>{card.budget}</Strong> at risk in all, sent to {card.submissions}. Halting ends
            it at once.
          </p>
        </>
      );
    case 'limits':
      return (
        <>
          <p>Changes limits; what is allowed grows:</p>
          <ul>
            {card.changes.map((change) => (
              <li key={change}>
                <Strong>{change}</Strong>
              </li>
            ))}
          </ul>
        </>
      );
    case 'resume':
      return (
        <>
          <p>
            Resumes trading: state becomes <Strong>Active</Strong>.
          </p>
          <p>
            It was stopped: <Strong>{card.reason === '' ? 'by you' : card.reason}</Strong>
          </p>
        </>
      );
  }
}

/** What the mode of a decision is; limits and resuming are of every mode. */
export function modeOf(card: ApprovalCard): 'PAPER' | 'DEVNET' | 'LIVE' | null {
  return card.kind === 'plan' || card.kind === 'grant' ? card.mode : null;
}

const approveLabels: Readonly<Record<ApprovalCard['kind'], string>> = {
  plan: 'Approve',
  grant: 'Grant',
  limits: 'Change',
  resume: 'Resume',
};

export function approveLabel(card: ApprovalCard): string {
  if (card.kind !== 'plan' || card.secondStep === 'none') return approveLabels[card.kind];
  return card.secondStep === 'asked' ? 'Approve, 1 of 2' : 'Confirm, 2 of 2';
}
