import { strategies } from './registry.ts';

/** docs/strategies.md: every strategy with its settings and their defaults. */
export function strategyTable(): string {
  const sections = Object.values(strategies).map(({ id, name, description, defaults, settingTexts }) => {
    const texts: Readonly<Record<string, string>> = settingTexts;
    const rows = Object.entries(defaults).map(
      ([key, value]) => `| \`${key}\` | ${Array.isArray(value) ? value.join(', ') : value} | ${texts[key] ?? ''} |`,
    );
    return `## ${name}\n\n\`${id}\`. ${description}\n\n| setting | default | meaning |\n|---|---|---|\n${rows.join('\n')}\n`;
  });
  return `# Strategies\n\nWhat can be traded, and by which dials.\nGenerated from \`app/strategies/registry.ts\`; a test fails when it is out of date (\`UPDATE_DOCS=1\` writes it anew).\n\n${sections.join('\n')}`;
}
