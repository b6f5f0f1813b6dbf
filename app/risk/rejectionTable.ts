import { rejections } from '../domain/rejection.ts';

const categories: Readonly<Record<string, string>> = {
  DETECT: 'Detection',
  POLICY: 'Strategy policy',
  RISK: 'Pre-trade checks',
  TOKEN: 'Tokens and pools that are not what they say',
  GRANT: 'Grants',
  SIMULATION: 'Simulation',
  STATE: 'Pending state',
  APPROVAL: 'Approval',
  SIGNER: 'Signer',
  SUBMIT: 'Submission',
  LANDING: 'Landing',
};

/** docs/rejections.md: every rejection code, by category, in the order of the table in the domain. */
export function rejectionTable(): string {
  const byCategory = new Map<string, string[]>();
  for (const [code, meaning] of Object.entries(rejections)) {
    const category = code.slice(0, code.indexOf('_'));
    const rows = byCategory.get(category) ?? [];
    rows.push(`| \`${code}\` | ${meaning.replaceAll('|', '\\|')} |`);
    byCategory.set(category, rows);
  }
  const sections = [...byCategory].map(
    ([category, rows]) =>
      `## ${categories[category] ?? category}\n\n| code | meaning and what to do |\n|---|---|\n${rows.join('\n')}\n`,
  );
  return `# Rejections\n\nEvery reason for which an opportunity is not traded, or a trade ended otherwise than planned.\nGenerated from \`app/domain/rejection.ts\`; a test fails when it is out of date (\`UPDATE_DOCS=1\` writes it anew).\n\n${sections.join('\n')}`;
}
