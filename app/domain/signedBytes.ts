import type { Brand } from './brand.ts';
import type { Bytes } from './hex.ts';
import type { Order } from './order.ts';

declare const forEverybody: unique symbol;

/** A signed transaction that may be handed to the public pool. Made by `publicBytes` alone. */
export type PublicBytes = Bytes & { readonly [forEverybody]: true };
/** A signed transaction that may be handed to one private relay and to nobody else; no `Bytes`, so nothing public takes it. Made by `relayBytes` alone. */
export type RelayBytes = Brand<`0x${string}`, 'RelayBytes'>;

type Signed = Pick<Order, 'rawTransaction' | 'plan'>;

/** The bytes of an order for the public pool; null where it is not signed or is for a relay. */
export function publicBytes({ rawTransaction, plan }: Signed): PublicBytes | null {
  return plan.submission.kind === 'public' ? (rawTransaction as PublicBytes | null) : null;
}

/** The bytes of an order for this relay; null where it is not signed or is for another way. */
export function relayBytes({ rawTransaction, plan }: Signed, relayId: string): RelayBytes | null {
  const { submission } = plan;
  return submission.kind === 'relay' && submission.relayId === relayId
    ? (rawTransaction as unknown as RelayBytes | null)
    : null;
}
