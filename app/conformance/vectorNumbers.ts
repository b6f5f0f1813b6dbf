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

/** A token's index in its pool. One that no pool has is an answer's matter, not a malformed file's. */
export const side = z.union([
  z.number().int(),
  z
    .string()
    .regex(/^-?\d{1,9}$/)
    .transform(Number),
]);

/** A field that is null is one that is not given: many a JSON writer puts it so. */
export function withoutNulls(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutNulls);
  if (typeof value !== 'object' || value === null) return value;
  const given = Object.entries(value).filter(([, each]) => each !== null);
  return Object.fromEntries(given.map(([key, each]) => [key, withoutNulls(each)]));
}
