// @vitest-environment jsdom

import { act, fireEvent, render, screen } from '@testing-library/react';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { type ApprovalCard, approveInertMs } from '../../app/contract/windowCommands.ts';
import { failure, success } from '../../app/domain/result.ts';
import { setClock } from '../testing/jsdom.ts';
import { ApprovePage } from './ApprovePage.tsx';

const approve = vi.fn();
const reject = vi.fn();
let show: (card: ApprovalCard | null) => void = () => undefined;

const plan: Extract<ApprovalCard, { kind: 'plan' }> = {
  kind: 'plan',
  ticketId: '48112',
  method: 'execute',
  contract: '0x5fbdb2315678afecb367f032d93f642f64180aa3',
  chainName: 'devnet',
  chainId: 31_337,
  mode: 'DEVNET',
  route: 'V2 0x123456 → V3 0x654321',
  submission: 'the public pool, where everybody sees it',
  input: '14.2081 WETH',
  returnsAtLeast: '0.034386 WETH',
  secondStep: 'none',
  secondStepAbove: '',
  worstCaseGas: '0.015844 ETH',
  nonce: 61,
  digest: '7c3e 5201 a9f4',
  expiresAtMs: 20_000,
};

beforeEach(() => {
  vi.useFakeTimers();
  setClock(10_000);
  approve.mockReset().mockResolvedValue(success({}));
  reject.mockReset().mockResolvedValue(success({}));
  const onCard = (listener: typeof show): (() => void) => {
    show = listener;
    return () => undefined;
  };
  Object.defineProperty(window, 'syndicateApprove', { value: { approve, reject, onCard }, configurable: true });
  render(<ApprovePage />);
});
afterEach(() => vi.useRealTimers());

const button = (): HTMLButtonElement => screen.getByTestId('approve-button');
const showCard = (card: ApprovalCard | null): void => act(() => show(card));
const pass = (ms: number): void => {
  act(() => {
    vi.advanceTimersByTime(ms);
  });
};

describe('the approve page', () => {
  test('says that nothing waits', () => {
    showCard(null);
    expect(screen.getByText('Nothing waits for your approval')).toBeDefined();
    fireEvent.keyDown(window, { key: 'Enter' });
    expect(approve).not.toHaveBeenCalled();
  });

  test('says how the keyboard comes and goes, and shows whether it is here', () => {
    const keyboard = vi.spyOn(document, 'hasFocus').mockReturnValue(false);
    showCard(null);
    fireEvent.blur(window);
    expect(screen.getByText(/brings the keyboard here and back/).textContent).toContain('F8');
    showCard(plan);
    expect(screen.getByText('F8 for the keys')).toBeDefined();
    keyboard.mockReturnValue(true);
    fireEvent.focus(window);
    expect(screen.getByText('F8 goes back')).toBeDefined();
    expect(screen.getByRole('article').className).toContain('border-accent');
    keyboard.mockRestore();
  });

  test('says in words what would be signed, and until when', () => {
    showCard(plan);
    const text = screen.getByRole('article').textContent;
    expect(text).toContain('Signs call execute on 0x5fbd…0aa3, devnet (chain 31337), nonce 61.');
    expect(text).toContain('Puts in 14.2081 WETH, returns ≥ 0.034386 WETH to you.');
    expect(text).toContain('DEVNET');
    showCard({ ...plan, returnsAtLeast: `15250443 units of ${plan.contract}` });
    expect(screen.getByRole('article').textContent).toContain('returns ≥ 15250443 units of 0x5fbd…0aa3 to you.');
    expect(screen.getByTitle(`15250443 units of ${plan.contract}`)).toBeDefined();
    expect(screen.getByTestId('approve-digest').textContent).toBe('7c3e 5201 a9f4');
    expect(screen.getByTestId('approve-countdown').textContent).toBe('10 s left');
  });

  test('on paper it says that nothing is signed', () => {
    showCard({ ...plan, mode: 'PAPER' });
    const text = screen.getByRole('article').textContent;
    expect(screen.getByTestId('approve-mode').textContent).toBe('PAPER');
    expect(text).toContain('Fills on paper, signs nothing: call execute on 0x5fbd…0aa3');
    expect(text).toContain('As if it went to the public pool');
    expect(document.documentElement.dataset.mode).toBe('PAPER');
  });

  test('is inert until the digest has stood still, then approves exactly that digest, once', () => {
    showCard(plan);
    expect(button().disabled).toBe(true);
    fireEvent.keyDown(window, { key: 'Enter' });
    fireEvent.click(button());
    pass(approveInertMs - 1);
    fireEvent.keyDown(window, { key: 'Enter' });
    expect(approve).not.toHaveBeenCalled();
    pass(1);
    expect(button().disabled).toBe(false);
    fireEvent.keyDown(window, { key: 'Enter' });
    fireEvent.keyDown(window, { key: 'Enter' });
    expect(approve.mock.calls).toEqual([[{ digest: '7c3e 5201 a9f4' }]]);
  });

  test('a new digest makes it inert again, even in the middle of the wait', () => {
    showCard(plan);
    pass(approveInertMs - 10);
    showCard({ ...plan, digest: 'ffff 0000 1111' });
    pass(20);
    expect(button().disabled).toBe(true);
    pass(approveInertMs);
    fireEvent.click(button());
    expect(approve.mock.calls).toEqual([[{ digest: 'ffff 0000 1111' }]]);
  });

  test('a held key is no answer; Backspace rejects at any time', () => {
    showCard(plan);
    pass(approveInertMs);
    fireEvent.keyDown(window, { key: 'Enter', repeat: true });
    expect(approve).not.toHaveBeenCalled();
    showCard({ ...plan, digest: 'abcd' });
    fireEvent.keyDown(window, { key: 'Backspace' });
    expect(reject.mock.calls).toEqual([[{ digest: 'abcd', because: null }]]);
  });

  test('above the threshold the first yes asks for the second, which waits anew', () => {
    showCard({ ...plan, secondStep: 'asked', secondStepAbove: 'more than 10 ETH goes in' });
    expect(screen.getByRole('article').textContent).toContain('Asks twice: more than 10 ETH goes in.');
    expect(button().textContent).toContain('1 of 2');
    pass(approveInertMs);
    fireEvent.keyDown(window, { key: 'Enter' });
    expect(approve).toHaveBeenCalledOnce();
    showCard({ ...plan, secondStep: 'given', secondStepAbove: 'more than 10 ETH goes in' });
    expect(button().textContent).toContain('2 of 2');
    expect(button().disabled).toBe(true);
    fireEvent.keyDown(window, { key: 'Enter' });
    expect(approve).toHaveBeenCalledOnce();
    pass(approveInertMs);
    fireEvent.keyDown(window, { key: 'Enter' });
    expect(approve).toHaveBeenCalledTimes(2);
  });

  test('a number rejects and says why; while reasons are listed nothing can be approved', () => {
    showCard(plan);
    pass(approveInertMs);
    fireEvent.click(screen.getByTestId('reject-because'));
    fireEvent.keyDown(window, { key: 'Enter' });
    expect(button().disabled).toBe(true);
    expect(approve).not.toHaveBeenCalled();
    fireEvent.click(screen.getByTestId('reject-notTrusted'));
    expect(reject.mock.calls).toEqual([[{ digest: '7c3e 5201 a9f4', because: 'notTrusted' }]]);
    showCard({ ...plan, digest: 'abcd' });
    fireEvent.keyDown(window, { key: '1' });
    expect(reject.mock.calls.at(-1)).toEqual([{ digest: 'abcd', because: 'tooLarge' }]);
    showCard({ ...plan, digest: 'ef01' });
    fireEvent.keyDown(window, { key: '9' });
    expect(reject).toHaveBeenCalledTimes(2);
    showCard({ kind: 'resume', proposalId: 'p', reason: 'x', digest: 'r', expiresAtMs: 20_000 });
    fireEvent.keyDown(window, { key: '1' });
    expect(reject).toHaveBeenCalledTimes(2);
  });

  test('nothing can be approved after its time', () => {
    showCard(plan);
    pass(approveInertMs);
    act(() => setClock(20_000));
    expect(button().disabled).toBe(true);
    fireEvent.keyDown(window, { key: 'Enter' });
    expect(approve).not.toHaveBeenCalled();
    expect(screen.getByTestId('approve-countdown').textContent).toBe('expired');
  });

  test('a refusal is said, and the card can be answered again', async () => {
    approve.mockResolvedValueOnce(failure('APPROVAL_STALE', 'The card changed.', 'Look at it again.'));
    showCard(plan);
    pass(approveInertMs);
    fireEvent.click(button());
    await act(async () => {
      await vi.advanceTimersByTimeAsync(0);
    });
    expect(screen.getByRole('alert').textContent).toBe('The card changed. Look at it again.');
    expect(button().disabled).toBe(false);
  });

  test('grants and resumptions have their own words; what is not a card is not shown', () => {
    showCard({
      kind: 'grant',
      submissions: 'the public pool and private relays',
      proposalId: 'p',
      mode: 'DEVNET',
      strategy: 'flash-arbitrage',
      budget: '0.05 ETH',
      until: 'for 1 h from approval',
      digest: 'g',
      expiresAtMs: 20_000,
    });
    expect(screen.getByRole('article').textContent).toContain('at most 0.05 ETH at risk');
    expect(button().textContent).toContain('Grant');
    showCard({ kind: 'resume', proposalId: 'p', reason: '<b>x</b>', digest: 'r', expiresAtMs: 20_000 });
    expect(screen.getByRole('article').textContent).toContain('<b>x</b>');
    showCard({ kind: 'plan' } as unknown as ApprovalCard);
    expect(screen.queryByRole('article')).toBeNull();
  });
});
