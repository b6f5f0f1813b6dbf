/**
 * One function of the suite: arguments as the file has them, its series read, to its named results. Reads the arguments by a schema of its own and
 * throws where they do not fit.
 * @param expected what the file expects, for results of which it may ask a part; never for their values
 */
export type QuantFunction = (
  args: Readonly<Record<string, unknown>>,
  expected: Readonly<Record<string, unknown>>,
) => Readonly<Record<string, unknown>>;
