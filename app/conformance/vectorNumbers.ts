import { z } from 'zod';

/** An integer as decimal text, or a JSON number that is exact. */
export const integer = z
  .union([z.string().regex(/^-?\d+$/), z.number().int().refine(Number.isSafeInteger)])
  .transform((value) => BigInt(value));

/** A uint256. */
export const natural = integer.refine((value) => value >= 0n && value < 2n ** 256n, 'must be a uint256');

export const small = z.union([
  z.number().int(),
  z
    .string()
    .regex(/^-?\d{1,15}$/)
    .transform(Number),
]);

export const id = z.union([z.string(), z.number()]).transform(String);

/** A token's index in its pool. */
export const side = z
  .union([
    z.number().int(),
    z
      .string()
      .regex(/^\d{1,3}$/)
      .transform(Number),
  ])
  .refine((value) => value >= 0 && value < 256, 'must be a place in the pool');
