/** The only pages outside that the terminal opens, in the person's own browser: notices that licences ask for. */
const allowedOrigins: readonly string[] = ['https://www.tradingview.com', 'https://github.com'];

export function isAllowedLink(url: string): boolean {
  try {
    const parsed = new URL(url);
    return allowedOrigins.includes(parsed.origin) && parsed.username === '' && parsed.password === '';
  } catch {
    return false;
  }
}
