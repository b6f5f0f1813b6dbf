import type { Moved, Suspicion, TokenTransferTest, TransferTest } from '../domain/transferTest.ts';

/** What a share-based balance may lose or gain by rounding, in raw units. */
const rounding = 2n;

/** sound: both tokens move as asked; empty: the pool holds nothing to try with, so nothing is known. */
export type TransferVerdict =
  | { readonly kind: 'sound' }
  | { readonly kind: 'empty' }
  | { readonly kind: 'suspect'; readonly suspicion: Suspicion };

/**
 * Judges a pool by how its tokens moved out of it and back.
 * @param codeIsVouchedFor whether the pool's code is known to be what its kind names: then a reserve above the balance is
 * the token's doing, else the pool's
 */
export function judgeTransfers(
  test: Extract<TransferTest, { readonly kind: 'tested' }>,
  codeIsVouchedFor: boolean,
): TransferVerdict {
  let empty = false;
  for (const token of test.tokens) {
    const suspicion = judgeToken(token, codeIsVouchedFor);
    if (suspicion !== null) return { kind: 'suspect', suspicion };
    if (token.amount === 0n) empty = true;
  }
  return { kind: empty ? 'empty' : 'sound' };
}

function judgeToken(
  { token, amount, held, stated, out, back }: TokenTransferTest,
  codeIsVouchedFor: boolean,
): Suspicion | null {
  if (stated !== null && held < stated) {
    const detail = `the pool states ${stated} and holds ${held}`;
    return codeIsVouchedFor ? { flag: 'rebasing', token, detail } : { flag: 'untrusted', token: null, detail };
  }
  if (amount === 0n) return null;
  if (out === 'refused') return { flag: 'paused', token, detail: `a transfer of ${amount} out of the pool is refused` };
  const leaving = judgeMove(out, amount, 'out of the pool');
  if (leaving !== null) return { token, ...leaving };
  if (back === 'refused')
    return { flag: 'untrusted', token, detail: `a transfer of ${amount} back into the pool is refused` };
  const returning = judgeMove(back, amount, 'back into the pool');
  return returning === null ? null : { token, ...returning };
}

function judgeMove({ sent, received }: Moved, amount: bigint, way: string): Omit<Suspicion, 'token'> | null {
  if (sent === amount && received === amount) return null;
  const detail = `a transfer of ${amount} ${way} took ${sent} and brought ${received}`;
  const off = (value: bigint): bigint => (value > amount ? value - amount : amount - value);
  // Of a handful of units nothing can be told from a rounding.
  if (amount > 100n * rounding && off(sent) <= rounding && off(received) <= rounding)
    return { flag: 'rebasing', detail };
  if (received <= 0n || received > amount || sent < received) return { flag: 'untrusted', detail };
  return { flag: 'feeOnTransfer', detail };
}
