import { Interface } from 'ethers';
import { expect } from 'vitest';
import type { LenderKind } from '../../../app/domain/chain.ts';
import { present } from '../../../app/domain/errors.ts';
import { type Address, parseAddress } from '../../../app/domain/hex.ts';
import type { ContractChain } from './contractChain.ts';

/** Of Balancer's ProtocolFeesCollector and its Authentication, whose interfaces the package does not carry. */
const collectorAbi = new Interface([
  'function getActionId(bytes4 selector) view returns (bytes32)',
  'function setFlashLoanFeePercentage(uint256 newFlashLoanFeePercentage)',
]);

export async function feesCollector({ read, deployment, artifacts }: ContractChain): Promise<Address> {
  const { vault } = deployment.balancerV2;
  return parseAddress(String(await read(vault, artifacts.BalancerVault.abi, 'getProtocolFeesCollector')));
}

/** Whose balance a lender lends from. */
export async function treasuryOf(chain: ContractChain, kind: LenderKind, token: Address): Promise<Address> {
  const { balancerV2, aaveV3 } = chain.deployment;
  if (kind === 'balancerV2') return balancerV2.vault;
  const reserve = await chain.read(aaveV3.pool, chain.artifacts.AavePool.abi, 'getReserveData', [token]);
  return parseAddress((reserve as { readonly aTokenAddress: string }).aTokenAddress);
}

/** Sets Balancer's fee for flash loans as its governance would; 10^18 is all. */
export async function setBalancerFee(chain: ContractChain, percentage: bigint): Promise<void> {
  const { deployer } = chain.people;
  const collector = await feesCollector(chain);
  const { selector } = present(collectorAbi.getFunction('setFlashLoanFeePercentage'), 'the method');
  const role = await chain.read(collector, collectorAbi, 'getActionId', [selector]);
  const { authorizer } = chain.deployment.balancerV2;
  await chain.send(deployer, authorizer, chain.artifacts.BalancerAuthorizer.abi, 'grantRole', [role, deployer.address]);
  const set = await chain.send(deployer, collector, collectorAbi, 'setFlashLoanFeePercentage', [percentage]);
  expect(set).toMatchObject({ error: null, succeeded: true });
}

/** The `Loan[]` argument of `execute`: an input, or a part of one, from a lender of the devnet. */
export function loanOf(chain: ContractChain, kind: LenderKind, amount: bigint): readonly unknown[] {
  const { balancerV2, aaveV3 } = chain.deployment;
  return kind === 'balancerV2' ? [0, balancerV2.vault, amount] : [1, aaveV3.pool, amount];
}
