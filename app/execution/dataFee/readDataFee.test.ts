import { AbiCoder } from 'ethers';
import { expect, test } from 'vitest';
import { type Hash, parseAddress } from '../../domain/hex.ts';
import { multicall } from '../multicall.ts';
import { fakeRpc } from '../testing/fakeRpc.ts';
import { arbGasInfo, gasPriceOracle, readDataFee } from './readDataFee.ts';

const multicall3 = parseAddress(`0x${'9'.repeat(40)}`);
const block = { number: 7, hash: `0x${'1'.repeat(64)}` as Hash };

/** A node whose contracts answer these words, or nothing where it is null; `asked` is told who was asked. */
function nodeThatSays(answers: readonly (readonly bigint[] | null)[], asked: string[] = []) {
  return fakeRpc({
    eth_call: (call: unknown) => {
      const { data } = call as { readonly data: string };
      const calls = multicall.decodeFunctionData('aggregate3', data).toArray(true)[0] as [string][];
      asked.push(...calls.map(([target]) => target.toLowerCase()));
      const results = answers.map((words) => [
        words !== null,
        words === null
          ? '0x'
          : AbiCoder.defaultAbiCoder().encode(
              words.map(() => 'uint256'),
              [...words],
            ),
      ]);
      return multicall.encodeFunctionResult('aggregate3', [results]);
    },
  });
}

test('reads the prices of the OP Stack, before Fjord too', async () => {
  const asked: string[] = [];
  const query = { rule: 'opStack', multicall3, block } as const;
  const rest = [[30n], [2n], [5227n], [1_014_213n]];
  const prices = { rule: 'opStack', baseFee: 30n, blobBaseFee: 2n, baseFeeScalar: 5227, blobBaseFeeScalar: 1_014_213 };
  expect(await readDataFee(nodeThatSays([[1n], ...rest], asked), query)).toEqual({ ...prices, isFjord: true });
  expect(await readDataFee(nodeThatSays([null, ...rest]), query)).toEqual({ ...prices, isFjord: false });
  expect(new Set(asked)).toEqual(new Set([gasPriceOracle]));
});

test('reads the price of a unit on Arbitrum', async () => {
  const asked: string[] = [];
  const query = { rule: 'arbitrum', multicall3, block } as const;
  const rpc = nodeThatSays([[1n, 22n, 3n, 4n, 5n, 6n]], asked);
  expect(await readDataFee(rpc, query)).toEqual({ rule: 'arbitrum', perUnit: 22n });
  expect(asked).toEqual([arbGasInfo]);
});

test.each([
  ['opStack', [[1n], null, [2n], [3n], [4n]]],
  ['opStack', [[1n], [2n ** 200n], [2n], [3n], [4n]]],
  ['opStack', [[1n], [1n], [2n], [2n ** 32n], [4n]]],
  ['arbitrum', [null]],
  ['arbitrum', [[1n, 22n]]],
  ['arbitrum', [[1n, 2n ** 128n, 3n, 4n, 5n, 6n]]],
] as const)('takes nothing from a %s chain that answers otherwise than its kind does', async (rule, answers) => {
  expect(await readDataFee(nodeThatSays(answers), { rule, multicall3, block })).toBeNull();
});
