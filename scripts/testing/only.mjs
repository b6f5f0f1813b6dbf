/**
 * Reads `--only a,b`, which narrows `npm test` to some of its steps.
 * @param {readonly string[]} args
 * @param {readonly string[]} names of all steps
 * @returns {{ ok: true, names: readonly string[] } | { ok: false, message: string }}
 */
export function parseOnly(args, names) {
  if (args.length === 0) return { ok: true, names };
  const [option, list, ...rest] = args;
  if (option !== '--only' || list === undefined || rest.length > 0) {
    return {
      ok: false,
      message: `Unknown argument ${rest[0] ?? option}.\nUsage: npm test [-- --only ${names.join(',')}]`,
    };
  }
  const wanted = list.split(',');
  const unknown = wanted.filter((name) => !names.includes(name));
  if (unknown.length > 0)
    return { ok: false, message: `There is no step ${unknown.join(', ')}; there are: ${names.join(', ')}.` };
  return { ok: true, names: wanted };
}
