/** Why a person rejects a ticket, in the order of the keys that say so. */
export const rejectReasons = ['tooLarge', 'tooLittle', 'notTrusted', 'movesTooFast', 'notNow'] as const;
export type RejectReason = (typeof rejectReasons)[number];

export const rejectReasonWords: Readonly<Record<RejectReason, string>> = {
  tooLarge: 'too large',
  tooLittle: 'brings too little',
  notTrusted: 'token or pool not trusted',
  movesTooFast: 'market moves too fast',
  notNow: 'not now',
};
