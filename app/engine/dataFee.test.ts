import { expect, test } from 'vitest';
import { wei } from '../domain/amount.ts';
import type { DataFeePrices } from '../domain/dataFee.ts';
import type { EngineInput } from '../domain/engineInput.ts';
import { worstCaseCost } from '../domain/plan.ts';
import { routeDataFee } from '../execution/dataFee/routeDataFee.ts';
import type { Effect } from './effect.ts';
import { mispricing, ScriptedWorld } from './testing/scriptedWorld.ts';

const fjord: DataFeePrices = {
  rule: 'opStack',
  isFjord: true,
  baseFee: wei(30_000_000_000n),
  blobBaseFee: wei(1_000_000_000n),
  baseFeeScalar: 5_227,
  blobBaseFeeScalar: 1_014_213,
};
const nitro: DataFeePrices = { rule: 'arbitrum', perUnit: wei(40_000_000_000n) };

/** A rollup whose node answers so when it is asked what data costs. */
function rollup(rule: DataFeePrices['rule'], answer: () => DataFeePrices | null): ScriptedWorld {
  const world = new ScriptedWorld();
  Object.assign(world.kernel.epoch, { chain: { ...world.kernel.epoch.chain, dataFee: rule } });
  world.on = (effect: Effect): readonly EngineInput[] | null =>
    effect.kind === 'readDataFee'
      ? [{ kind: 'dataFee', atMs: world.now(), block: effect.block, prices: answer() }]
      : null;
  return world.start();
}

const routeOf = ({ kernel }: ScriptedWorld) => [...kernel.routes.values()][0];
const feeOf = (prices: DataFeePrices): bigint => routeDataFee(prices).base + 2n * routeDataFee(prices).perHop;

test.each([
  ['opStack', fjord],
  ['arbitrum', nitro],
] as const)('a route on a rollup of the %s kind is priced with what its data costs', (rule, prices) => {
  const free = new ScriptedWorld().start();
  free.next({ move: mispricing });
  const world = rollup(rule, () => prices);
  world.next({ move: mispricing });
  const [plain, paying] = [routeOf(free), routeOf(world)];
  const fee = feeOf(prices);
  expect(fee).toBeGreaterThan(0n);
  expect(paying?.gasCost).toBe((plain?.gasCost ?? 0n) + fee);
  expect(paying?.net).toBe((plain?.net ?? 0n) - fee);
  const [order] = [...world.kernel.orders.values()];
  const [other] = [...free.kernel.orders.values()];
  const gasForData = (order?.plan.gasLimit ?? 0) - (other?.plan.gasLimit ?? 0);
  // Where the fee is taken as gas the limit holds twice of it.
  expect(gasForData * 10 ** 10 >= 2 * Number(fee) * 0.8).toBe(rule === 'arbitrum');
  // Where it is taken apart the plan says so, and a grant's budget and the limits count it.
  expect(order?.plan.dataFee).toBe(rule === 'opStack' ? 2n * fee : undefined);
  if (order === undefined) throw new TypeError('no order');
  const { gasLimit, maxFeePerGas } = order.plan;
  const apart = rule === 'opStack' ? 2n * fee : 0n;
  expect(worstCaseCost(order.plan)).toBe(BigInt(gasLimit) * maxFeePerGas + apart);
  if (rule === 'opStack') expect(gasForData).toBe(0);
});

test('nothing is priced before the rollup has said what data costs, and what it stops saying stays', () => {
  let prices: DataFeePrices | null = null;
  const world = rollup('opStack', () => prices);
  world.next({ move: mispricing });
  expect(world.kernel.routes.size).toBe(0);
  prices = fjord;
  // The answer comes with this block, and is of use from the next on.
  world.next();
  expect(world.kernel.dataFee.fee).toEqual(routeDataFee(fjord));
  world.next({ move: mispricing });
  expect(routeOf(world)?.dataFee).toBe(feeOf(fjord));
  prices = null;
  for (let block = 0; block < 10; block += 1) world.next();
  expect(world.kernel.dataFee.fee).toEqual(routeDataFee(fjord));
  expect(world.effects.filter(({ kind }) => kind === 'readDataFee').length).toBeLessThan(6);
});

test('an answer of another kind, or of a block that is no more, is no answer', () => {
  const world = rollup('opStack', () => nitro);
  world.next();
  expect(world.kernel.dataFee.fee).toBeNull();
  const block = { number: 5, hash: `0x${'7'.repeat(64)}` as never };
  world.push({ kind: 'dataFee', atMs: world.now(), block, prices: fjord });
  expect(world.kernel.dataFee.fee).toBeNull();
});

test('a route that its data fee eats up is shown as below its cost', () => {
  const dear = { ...fjord, baseFee: wei(30_000_000_000n * 10n ** 8n) };
  const world = rollup('opStack', () => dear);
  world.next({ move: mispricing });
  expect(routeOf(world)).toMatchObject({ state: 'rejected', reason: { code: 'DETECT_BELOW_COST' } });
  expect(world.kernel.orders.size).toBe(0);
});
