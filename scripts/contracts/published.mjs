// The contracts whose creation bytecode their authors published on npm, by the name that they have here.
const uniswapV3 = '@uniswap/v3-core/artifacts/contracts';
const periphery = '@uniswap/v3-periphery/artifacts/contracts';
const aave = '@aave/core-v3/artifacts/contracts/protocol';

/** Aave's own names are bare (Pool, ACLManager): here they carry its name, and so do the libraries they are linked with. */
const aaveContracts = [
  'configuration/PoolAddressesProvider',
  'configuration/ACLManager',
  'pool/Pool',
  'pool/PoolConfigurator',
  'pool/DefaultReserveInterestRateStrategy',
  'tokenization/AToken',
  'tokenization/StableDebtToken',
  'tokenization/VariableDebtToken',
  'libraries/logic/BorrowLogic',
  'libraries/logic/BridgeLogic',
  'libraries/logic/ConfiguratorLogic',
  'libraries/logic/EModeLogic',
  'libraries/logic/FlashLoanLogic',
  'libraries/logic/LiquidationLogic',
  'libraries/logic/PoolLogic',
  'libraries/logic/SupplyLogic',
];

/** @param {string} path */
function lastPart(path) {
  return path.slice(path.lastIndexOf('/') + 1);
}

/** @type {Readonly<Record<string, string>>} name -> file below node_modules */
export const published = {
  WETH9: 'canonical-weth/build/contracts/WETH9.json',
  UniswapV2Factory: '@uniswap/v2-core/build/UniswapV2Factory.json',
  UniswapV2Pair: '@uniswap/v2-core/build/UniswapV2Pair.json',
  UniswapV2Router02: '@uniswap/v2-periphery/build/UniswapV2Router02.json',
  UniswapV3Factory: `${uniswapV3}/UniswapV3Factory.sol/UniswapV3Factory.json`,
  UniswapV3Pool: `${uniswapV3}/UniswapV3Pool.sol/UniswapV3Pool.json`,
  NonfungiblePositionManager: `${periphery}/NonfungiblePositionManager.sol/NonfungiblePositionManager.json`,
  SwapRouter: `${periphery}/SwapRouter.sol/SwapRouter.json`,
  QuoterV2: `${periphery}/lens/QuoterV2.sol/QuoterV2.json`,
  // What runs on Ethereum at 0xBA12222222228d8Ba445958a75a0704d566BF2C8; newer versions of the package ask for hardhat.
  BalancerAuthorizer: '@balancer-labs/v2-deployments/deployed/mainnet/Authorizer.json',
  BalancerVault: '@balancer-labs/v2-deployments/deployed/mainnet/Vault.json',
  ...Object.fromEntries(
    aaveContracts.map((path) => [`Aave${lastPart(path)}`, `${aave}/${path}.sol/${lastPart(path)}.json`]),
  ),
};

/**
 * Creation bytecode whose libraries are still to be linked: zeros where their addresses belong, and where that is.
 * @param {string} bytecode hex with or without 0x, with placeholders such as `__$8fab…$__`
 * @param {Record<string, Record<string, { start: number, length: number }[]>>} linkReferences as solc writes them
 * @returns {{ bytecode: string, links: Record<string, number[]> }} byte offsets by the library's name here
 */
export function openLinks(bytecode, linkReferences) {
  /** @type {Record<string, number[]>} */
  const links = {};
  let hex = bytecode.replace(/^0x/, '');
  for (const [library, places] of Object.values(linkReferences).flatMap((file) => Object.entries(file))) {
    links[`Aave${library}`] = places.map(({ start }) => start);
    for (const { start, length } of places)
      hex = `${hex.slice(0, 2 * start)}${'0'.repeat(2 * length)}${hex.slice(2 * (start + length))}`;
  }
  return { bytecode: `0x${hex}`, links };
}
