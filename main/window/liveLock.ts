/** What decides whether this build may ever sign for a public network. */
export interface BuildFacts {
  readonly packaged: boolean;
  /** Electron is the official build, as the package itself says; nothing from outside can say it. */
  readonly officialElectron: boolean;
  readonly sandboxed: boolean;
  readonly root: boolean;
}

/** Why LIVE is locked, in words; empty when it is not. */
export function liveLockReasons(facts: BuildFacts): string[] {
  return [
    facts.packaged ? '' : 'It runs from source, not from a package.',
    facts.officialElectron ? '' : 'Its Electron is not known to be the official build.',
    facts.sandboxed ? '' : 'The renderer sandbox is off.',
    facts.root ? 'It runs as root.' : '',
  ].filter((reason) => reason !== '');
}
