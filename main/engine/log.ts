/** One line on standard error: main keeps it in this process's log file. Values are JSON, so nothing hostile breaks a line. */
export function log(
  level: 'info' | 'warn' | 'error',
  message: string,
  facts: Readonly<Record<string, unknown>> = {},
): void {
  const text = JSON.stringify({ level, message, ...facts }, (_key, value: unknown) =>
    typeof value === 'bigint' ? value.toString() : value,
  );
  process.stderr.write(`${text.slice(0, 4096)}\n`);
}
