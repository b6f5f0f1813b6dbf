import { type Account, accountNamed } from './account.ts';

/** Everybody who lives on the devnet. */
export interface People {
  readonly deployer: Account;
  readonly traders: readonly Account[];
  readonly liquidityProvider: Account;
  readonly rival: Account;
  readonly blockSpace: Account;
}

export function devnetPeople(): People {
  return {
    deployer: accountNamed('deployer'),
    traders: Array.from({ length: 6 }, (_, index) => accountNamed(`trader ${index}`)),
    liquidityProvider: accountNamed('liquidity provider'),
    rival: accountNamed('rival'),
    blockSpace: accountNamed('block space'),
  };
}

export function everybody(people: People): readonly Account[] {
  return [people.deployer, ...people.traders, people.liquidityProvider, people.rival, people.blockSpace];
}
