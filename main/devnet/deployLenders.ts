import { amountWorth } from '../../app/devnet/startingPrice.ts';
import { devnetTokens, profitSymbols } from '../../app/devnet/token.ts';
import { present } from '../../app/domain/errors.ts';
import { type Address, parseAddress, zeroAddress } from '../../app/domain/hex.ts';
import type { Deployment } from './deployment.ts';
import type { Site } from './site.ts';

/** As on Ethereum: 90 days in which Balancer's vault can be paused, and 30 more. */
const pauseWindowS = 7_776_000;
const bufferPeriodS = 2_592_000;
/** 0.05 %, as Aave's markets ask; the contract's own beginning is 0. */
const flashLoanPremiumBps = 5;
/** What lies in each lender, of each profit token, in dollars. */
const balancerDepthUsd = 10_000_000;
const aaveDepthUsd = 50_000_000;
/** Of UserBalanceOpKind. */
const depositInternal = 0;
const percent = 10n ** 25n;
/**
 * Aave's curve for volatile assets, in ray: optimal usage; variable base, slope 1, slope 2; stable slope 1, slope 2, offset,
 * excess offset; optimal share of stable debt.
 */
const rates = [80n, 0n, 4n, 80n, 2n, 80n, 2n, 5n, 20n].map((share) => share * percent);

type Lenders = Pick<Deployment, 'balancerV2' | 'aaveV3'>;

/** Balancer's Vault (which makes its fee collector itself) and an Aave v3 market without reserves. Mines what is queued. */
export async function deployLenders(site: Site, weth: Address): Promise<Lenders> {
  const { deployer } = site.people;
  const authorizer = site.create('BalancerAuthorizer', [deployer.address]);
  const vault = site.create('BalancerVault', [authorizer, weth, pauseWindowS, bufferPeriodS]);

  const provider = site.create('AavePoolAddressesProvider', ['Devnet', deployer.address]);
  const configure = (method: string, address: Address): void =>
    site.call(deployer, provider, 'AavePoolAddressesProvider', method, [address]);
  configure('setACLAdmin', deployer.address);
  const roles = site.create('AaveACLManager', [provider]);
  configure('setACLManager', roles);
  site.call(deployer, roles, 'AaveACLManager', 'addPoolAdmin', [deployer.address]);
  const AaveBorrowLogic = site.create('AaveBorrowLogic');
  configure(
    'setPoolImpl',
    site.create('AavePool', [provider], {
      AaveBorrowLogic,
      AaveBridgeLogic: site.create('AaveBridgeLogic'),
      AaveEModeLogic: site.create('AaveEModeLogic'),
      AaveFlashLoanLogic: site.create('AaveFlashLoanLogic', [], { AaveBorrowLogic }),
      AaveLiquidationLogic: site.create('AaveLiquidationLogic'),
      AavePoolLogic: site.create('AavePoolLogic'),
      AaveSupplyLogic: site.create('AaveSupplyLogic'),
    }),
  );
  configure(
    'setPoolConfiguratorImpl',
    site.create('AavePoolConfigurator', [], { AaveConfiguratorLogic: site.create('AaveConfiguratorLogic') }),
  );
  await site.mine();
  const proxy = async (method: string): Promise<Address> =>
    parseAddress(String(await site.read(provider, 'AavePoolAddressesProvider', method, [])));
  const aaveV3 = {
    addressesProvider: provider,
    pool: await proxy('getPool'),
    poolConfigurator: await proxy('getPoolConfigurator'),
  };
  return { balancerV2: { vault, authorizer }, aaveV3 };
}

/**
 * Lists the profit tokens on Aave, with flash loans and without borrowing (so no price is ever asked for), and puts the
 * deployer's tokens in: as internal balance into Balancer's vault, as supply into Aave. Queues only.
 */
export function fundLenders(site: Site, { balancerV2, aaveV3, tokens }: Deployment): void {
  const { deployer } = site.people;
  const { pool, poolConfigurator } = aaveV3;
  const strategy = site.create('AaveDefaultReserveInterestRateStrategy', [aaveV3.addressesProvider, ...rates]);
  const implementations = [
    site.create('AaveAToken', [pool]),
    site.create('AaveStableDebtToken', [pool]),
    site.create('AaveVariableDebtToken', [pool]),
  ];
  const configure = (method: string, parameters: readonly unknown[]): void =>
    site.call(deployer, poolConfigurator, 'AavePoolConfigurator', method, parameters);
  const listed = profitSymbols.map((symbol) => ({
    token: present(
      devnetTokens.find((token) => token.symbol === symbol),
      symbol,
    ),
    address: present(tokens[symbol], symbol),
  }));
  configure('updateFlashloanPremiumTotal', [flashLoanPremiumBps]);
  const deposits = listed.map(({ token, address }) => {
    const { symbol, decimals } = token;
    const names = [`Aave ${symbol}`, `a${symbol}`, `Aave Variable Debt ${symbol}`, `variableDebt${symbol}`];
    const stableNames = [`Aave Stable Debt ${symbol}`, `stableDebt${symbol}`];
    configure('initReserves', [
      [
        [
          ...implementations,
          decimals,
          strategy,
          address,
          deployer.address,
          zeroAddress,
          ...names,
          ...stableNames,
          '0x',
        ],
      ],
    ]);
    configure('setReserveFlashLoaning', [address, true]);
    const [intoBalancer, intoAave] = [amountWorth(balancerDepthUsd, token), amountWorth(aaveDepthUsd, token)];
    site.call(deployer, address, 'Token', 'approve', [balancerV2.vault, intoBalancer]);
    site.call(deployer, address, 'Token', 'approve', [pool, intoAave]);
    site.call(deployer, pool, 'AavePool', 'supply', [address, intoAave, deployer.address, 0]);
    return [depositInternal, address, intoBalancer, deployer.address, deployer.address];
  });
  site.call(deployer, balancerV2.vault, 'BalancerVault', 'manageUserBalance', [deposits]);
}
