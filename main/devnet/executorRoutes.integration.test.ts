import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { seededRandom } from '../../app/domain/random.ts';
import { type ExecutorScene, executorScene } from './testing/executorScene.ts';
import { hopsOf, quotedOutput, shapeOf, tokenAddress } from './testing/routes.ts';

let scene: ExecutorScene;
beforeAll(async () => {
  scene = await executorScene();
});
afterAll(() => scene?.chain.stop());

describe('routes land what the published contracts quote, to the wei', () => {
  const shapes = [
    'V2-V2',
    'V2-V3',
    'V3-V2',
    'V3-V3',
    'V2-V2-V2',
    'V2-V2-V3',
    'V2-V3-V2',
    'V2-V3-V3',
    'V3-V2-V2',
    'V3-V2-V3',
    'V3-V3-V2',
    'V3-V3-V3',
  ];
  it.each(shapes)('%s', async (shape) => {
    await scene.disturb(shapes.indexOf(shape));
    const { cycle, amountIn, token, profit } = await scene.bestRoute(
      (candidate) => shapeOf(scene.chain, candidate) === shape,
    );
    const before = await scene.balanceOf(token, scene.owner.address);
    const mined = await scene.execute(scene.owner, hopsOf(scene.chain, cycle), token, amountIn, profit);
    expect(mined.error).toBeNull();
    expect(mined.succeeded).toBe(true);
    expect((await scene.balanceOf(token, scene.owner.address)) - before).toBe(profit);
    const event = mined.logs
      .map((log) => (log.address === scene.executor ? scene.chain.artifacts.Executor.abi.parseLog(log) : null))
      .find((log) => log !== null);
    expect(
      event?.args
        .toArray()
        .map(String)
        .map((text) => text.toLowerCase()),
    ).toEqual([token, String(amountIn), String(profit)]);
    // Intrinsic 21,000 and calldata included: two hops stay under 260,000, three under 400,000.
    expect(mined.gasUsed).toBeLessThan(cycle.hops.length === 2 ? 260_000n : 400_000n);
    await scene.expectEmpty();
  });

  it.each(['USDT', 'USDC', 'WBTC'])('profit in %s', async (symbol) => {
    await scene.disturb(100 + symbol.length);
    const { cycle, amountIn, token, profit } = await scene.bestRoute((candidate) => candidate.start.symbol === symbol);
    const before = await scene.balanceOf(token, scene.owner.address);
    expect((await scene.execute(scene.owner, hopsOf(scene.chain, cycle), token, amountIn, profit)).succeeded).toBe(
      true,
    );
    expect((await scene.balanceOf(token, scene.owner.address)) - before).toBe(profit);
  });

  it('through a token that answers nothing on transfer', async () => {
    await scene.disturb(31);
    const { cycle, amountIn, token, profit } = await scene.bestRoute(
      (candidate) =>
        candidate.hops.length === 3 &&
        candidate.start.symbol === 'WETH' &&
        candidate.hops.some(
          (hop) =>
            scene.chain.pools[hop.pool]?.token0.symbol === 'USDT' ||
            scene.chain.pools[hop.pool]?.token1.symbol === 'USDT',
        ),
    );
    expect((await scene.execute(scene.owner, hopsOf(scene.chain, cycle), token, amountIn, profit)).succeeded).toBe(
      true,
    );
  });

  it('random amounts, profitable or not, agree with the quoters', async () => {
    const random = seededRandom(5);
    let landed = 0;
    for (const { cycle, amountIn } of (await scene.paying()).filter((_, index) => index % 40 === 0).slice(0, 25)) {
      const amount = BigInt(Math.floor(amountIn * (0.2 + 1.2 * random.next()))) + 1n;
      const profit = (await quotedOutput(scene.chain, cycle, amount)) - amount;
      const token = tokenAddress(scene.chain, cycle.start);
      const before = await scene.balanceOf(token, scene.owner.address);
      const mined = await scene.execute(scene.owner, hopsOf(scene.chain, cycle), token, amount, 0n);
      expect(mined.succeeded).toBe(profit >= 0n);
      if (!mined.succeeded) continue;
      landed += 1;
      expect((await scene.balanceOf(token, scene.owner.address)) - before).toBe(profit);
    }
    expect(landed).toBeGreaterThan(5);
  });
});
