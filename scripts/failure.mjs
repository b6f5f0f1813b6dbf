/** Something a person has to mend: one sentence, and the command that mends it. */
export class SetupFailure extends Error {
  /**
   * @param {string} message one clear sentence
   * @param {string} [command] the command that mends it
   * @param {ErrorOptions} [options]
   */
  constructor(message, command, options) {
    super(message, options);
    this.name = 'SetupFailure';
    this.command = command;
  }
}

/**
 * Runs a command-line entry and ends the process with its exit code; a failure becomes a sentence and a command, not a stack.
 * @param {() => Promise<number>} main returns the exit code
 */
export async function runToExit(main) {
  try {
    process.exitCode = await main();
  } catch (error) {
    if (!(error instanceof SetupFailure)) throw error;
    process.stderr.write(`\n${describeFailure(error)}\n`);
    process.exitCode = 1;
  }
}

/**
 * @param {SetupFailure} failure
 * @returns {string}
 */
export function describeFailure(failure) {
  return failure.command === undefined
    ? `syndicate: ${failure.message}`
    : `syndicate: ${failure.message}\nTo mend it, run:\n  ${failure.command}`;
}
