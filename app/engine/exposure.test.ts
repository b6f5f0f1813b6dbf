import { expect, test } from 'vitest';
import { exposureSchema } from '../contract/exposure.ts';
import { present } from '../domain/errors.ts';
import { exposureOf } from './exposure.ts';
import { dai, mispricing, ScriptedWorld, weth } from './testing/scriptedWorld.ts';

const ether = 10n ** 18n;

function worldWithGain(): ScriptedWorld {
  const world = new ScriptedWorld();
  Object.assign(world.kernel.epoch, { chain: { ...world.kernel.epoch.chain, dollarToken: dai } });
  world.balances.set(dai, 600n * ether);
  world.start();
  world.next({ move: mispricing });
  return world;
}

test('what a strategy earned stands apart from what was there before, and parts add up to the wei', () => {
  const world = worldWithGain();
  world.next({ include: 'landed' });
  const exposure = exposureSchema.parse(exposureOf(world.kernel));
  for (const { asset, amount, parts } of exposure.holdings) {
    expect(parts.reduce((sum, part) => sum + part.amount, 0n)).toBe(amount);
    expect(world.kernel.ledger.balance('wallet', asset) + world.kernel.ledger.balance('executor', asset)).toBe(amount);
  }
  const of = (asset: string) =>
    present(
      exposure.holdings.find((held) => held.asset === asset),
      'it is held',
    );
  const { gross, gas } = present(world.kernel.breakdown.rows('strategy').get('flash-arbitrage'), 'it traded');
  expect(of(weth).parts).toEqual([{ strategy: 'flash-arbitrage', amount: gross.get(weth), value: gross.get(weth) }]);
  expect(of('native').parts).toContainEqual({ strategy: 'flash-arbitrage', amount: -gas, value: -gas });
  expect(of('native').parts).toContainEqual({ strategy: null, amount: 100n * ether, value: 100n * ether });
  expect(of(dai)).toMatchObject({ isCash: true, parts: [{ strategy: null, amount: 600n * ether }] });
  expect(exposure).toMatchObject({ group: 'mainnet', dollar: { symbol: 'DAI' }, resting: [], more: 0 });
  expect(exposure.capital).not.toBeNull();
});

test('an open order is shown at its worst and at what it was predicted to bring', () => {
  const world = worldWithGain();
  const order = present([...world.kernel.orders.values()][0], 'it was sent');
  const [resting] = exposureOf(world.kernel).resting;
  expect(resting).toMatchObject({
    id: order.id,
    kind: 'order',
    worst: BigInt(order.plan.gasLimit) * order.plan.maxFeePerGas,
    gross: order.predicted.gross,
    strategy: 'flash-arbitrage',
  });
  expect(resting?.gasUnits).toBeGreaterThan(0);
});

test('before the first block there is nothing, and no figure is made up', () => {
  expect(exposureSchema.parse(exposureOf(new ScriptedWorld().kernel))).toMatchObject({
    holdings: [],
    resting: [],
    capital: null,
    dollar: null,
    baseFeePerGas: null,
  });
});
