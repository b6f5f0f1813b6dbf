import packageFacts from '../../package.json' with { type: 'json' };

/** Put in by the bundler: a digest of all that decides. */
declare const SYNDICATE_BUILD: string | undefined;

/** Which program this is: builds of one version may decide otherwise, and a journal says whose decisions it holds. */
export const program = `${packageFacts.version} build ${typeof SYNDICATE_BUILD === 'undefined' ? 'unbundled' : SYNDICATE_BUILD}`;
