import { z } from 'zod';

const accountsSchema = z.record(z.string(), z.looseObject({ storage: z.record(z.string(), z.string()) }));
type Accounts = z.output<typeof accountsSchema>;

const zeroWord = /^0x0*$/;

/** The accounts of a node's state dump without storage slots that hold zero: to a contract they are as those never written. */
export function withoutEmptySlots(accounts: unknown): Accounts {
  return Object.fromEntries(
    Object.entries(accountsSchema.parse(accounts)).map(([address, account]) => [
      address,
      {
        ...account,
        storage: Object.fromEntries(Object.entries(account.storage).filter(([, value]) => !zeroWord.test(value))),
      },
    ]),
  );
}
