/** The passphrase from the environment, taken out of it so that no child inherits it; null if there is none. */
export function takePassphrase(env: NodeJS.ProcessEnv): string | null {
  const passphrase = env.SYNDICATE_PASSPHRASE;
  delete env.SYNDICATE_PASSPHRASE;
  return passphrase === undefined || passphrase === '' ? null : passphrase;
}
