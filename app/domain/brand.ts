declare const brand: unique symbol;

/** A nominal type: `Brand<bigint, 'Wei'>` is a bigint that only `wei()` hands out. */
export type Brand<Base, Name extends string> = Base & { readonly [brand]: Name };
