import { type RivalStrength, rivalStrengths } from '../../app/devnet/rival.ts';
import { type Account, accountNamed } from './account.ts';

/** Everybody who lives on the devnet. */
export interface People {
  readonly deployer: Account;
  readonly traders: readonly Account[];
  readonly liquidityProviders: readonly Account[];
  readonly rivals: Readonly<Record<RivalStrength, Account>>;
  readonly blockSpace: Account;
  /** Of the tokens that do not move as asked. */
  readonly issuer: Account;
  /** Keeps the pairs that lie. */
  readonly liar: Account;
  readonly launcher: Account;
  /** Who buy what is launched. */
  readonly buyers: readonly Account[];
}

export function devnetPeople(): People {
  const several = (count: number, name: string): readonly Account[] =>
    Array.from({ length: count }, (_, index) => accountNamed(`${name} ${index}`));
  return {
    deployer: accountNamed('deployer'),
    traders: several(6, 'trader'),
    liquidityProviders: several(2, 'liquidity provider'),
    rivals: {
      slow: accountNamed('slow rival'),
      competent: accountNamed('competent rival'),
      strong: accountNamed('strong rival'),
    },
    blockSpace: accountNamed('block space'),
    issuer: accountNamed('issuer'),
    liar: accountNamed('liar'),
    launcher: accountNamed('launcher'),
    buyers: several(3, 'buyer'),
  };
}

export function everybody(people: People): readonly Account[] {
  const { deployer, traders, liquidityProviders, rivals, blockSpace, issuer, liar, launcher, buyers } = people;
  const searchers = rivalStrengths.map((strength) => rivals[strength]);
  return [deployer, ...traders, ...liquidityProviders, ...searchers, blockSpace, issuer, liar, launcher, ...buyers];
}
