import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Interface } from 'ethers';
import { z } from 'zod';
import { ExpectedError } from '../../app/domain/errors.ts';

export const contractNames = [
  'AaveACLManager',
  'AaveAToken',
  'AaveBorrowLogic',
  'AaveBridgeLogic',
  'AaveConfiguratorLogic',
  'AaveDefaultReserveInterestRateStrategy',
  'AaveEModeLogic',
  'AaveFlashLoanLogic',
  'AaveLiquidationLogic',
  'AavePool',
  'AavePoolAddressesProvider',
  'AavePoolConfigurator',
  'AavePoolLogic',
  'AaveStableDebtToken',
  'AaveSupplyLogic',
  'AaveVariableDebtToken',
  'BalancerAuthorizer',
  'BalancerVault',
  'BlockSpace',
  'Executor',
  'FeeToken',
  'LaunchToken',
  'LegacyToken',
  'LyingFactory',
  'LyingPair',
  'Multicall3',
  'NonfungiblePositionManager',
  'PausableToken',
  'QuoterV2',
  'RebasingToken',
  'SwapRouter',
  'Token',
  'UniswapV2Factory',
  'UniswapV2Pair',
  'UniswapV2Router02',
  'UniswapV3Factory',
  'UniswapV3Pool',
  'WETH9',
] as const;
export type ContractName = (typeof contractNames)[number];

export interface Artifact {
  readonly name: ContractName;
  readonly abi: Interface;
  /** Creation bytecode, without constructor arguments. */
  readonly bytecode: string;
  /** Libraries by name, with the byte offsets at which the bytecode holds their addresses (zeros until linked). */
  readonly links: Readonly<Record<string, readonly number[]>>;
}
export type Artifacts = Readonly<Record<ContractName, Artifact>>;

const artifactSchema = z.object({
  abi: z.array(z.unknown()),
  bytecode: z.string().regex(/^0x[0-9a-fA-F]+$/),
  links: z.record(z.string(), z.array(z.int().nonnegative())),
});

/** Reads what scripts/contracts.mjs built. @throws ExpectedError CONTRACTS_NOT_BUILT */
export function readArtifacts(root: string): Artifacts {
  const entries = contractNames.map((name) => {
    const path = join(root, 'resources/contracts/out', `${name}.json`);
    try {
      const { abi, bytecode, links } = artifactSchema.parse(JSON.parse(readFileSync(path, 'utf8')));
      return [name, { name, abi: new Interface(JSON.stringify(abi)), bytecode, links }] as const;
    } catch (cause) {
      throw new ExpectedError('CONTRACTS_NOT_BUILT', `the contract ${name} is not built`, {
        advice: 'Run: node scripts/contracts.mjs',
        facts: { path },
        cause,
      });
    }
  });
  return Object.fromEntries(entries) as unknown as Artifacts;
}
