/**
 * How a transaction reaches a block:
 * - public: the pool that everybody reads
 * - relay: bundles of one private relay (`Chain.relays`), seen by nobody else before they are in a block
 */
export type Submission = { readonly kind: 'public' } | { readonly kind: 'relay'; readonly relayId: string };

export const submissionKinds = ['public', 'relay'] as const;
export type SubmissionKind = Submission['kind'];

export const publicSubmission: Submission = { kind: 'public' };

/** "public", or "relay" and the relay's id. */
export function submissionText(submission: Submission): string {
  return submission.kind === 'public' ? 'public' : `relay ${submission.relayId}`;
}
