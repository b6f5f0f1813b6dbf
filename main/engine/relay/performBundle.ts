import type { Clock } from '../../../app/domain/clock.ts';
import type { EngineInput } from '../../../app/domain/engineInput.ts';
import type { Effect } from '../../../app/engine/effect.ts';
import { bundleUuid, callBundle, cancelBundle, sendBundle } from '../../../app/execution/relayCalls.ts';
import { log } from '../log.ts';
import { relayHost } from './postJson.ts';
import type { RelayClient } from './relayClient.ts';

export type BundleEffect = Extract<Effect, { kind: 'simulateBundle' | 'sendBundle' | 'cancelBundle' }>;

/** Carries out what the kernel wants of a relay and brings its answer back. */
export async function performBundle(
  {
    client,
    epochId,
    clock,
    push,
  }: {
    readonly client: RelayClient;
    readonly epochId: string;
    readonly clock: Clock;
    readonly push: (input: EngineInput) => void;
  },
  effect: BundleEffect,
): Promise<void> {
  const { relay } = effect;
  const report = (result: { readonly kind: string; readonly code?: string; readonly error?: string }): void => {
    if (result.kind !== 'failed') return;
    log('warn', `relay ${effect.kind}: ${result.error ?? ''}`, { code: result.code, host: relayHost(relay.url) });
  };
  if (effect.kind === 'cancelBundle') {
    const uuid = bundleUuid(epochId, relay.id, effect.targetBlock);
    if (!(await client.cancel(relay, cancelBundle(uuid))))
      log('warn', 'the relay did not take a bundle back', { host: relayHost(relay.url) });
    return;
  }
  const { block, members } = effect;
  const targetBlock = block.number + 1;
  const transactions = members.map(({ rawTransaction }) => rawTransaction);
  const answered = { relayId: relay.id, targetBlock, orderIds: members.map(({ orderId }) => orderId) };
  if (effect.kind === 'simulateBundle') {
    const result = await client.simulate(relay, callBundle(transactions, targetBlock, block.number));
    report(result);
    return push({ kind: 'bundleSimulated', atMs: clock.epochMs(), ...answered, result });
  }
  const { reverting, maxTimestampS } = effect;
  const uuid = bundleUuid(epochId, relay.id, targetBlock);
  const result = await client.send(relay, sendBundle({ transactions, targetBlock, reverting, maxTimestampS, uuid }));
  report(result);
  push({ kind: 'bundleSent', atMs: clock.epochMs(), ...answered, result });
}
