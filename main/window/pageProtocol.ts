import { readFile } from 'node:fs/promises';
import { extname, join, normalize, sep } from 'node:path';
import { protocol, type Session } from 'electron';

/** Our pages have an origin of their own each; a file: page could neither load modules nor be told from any other file. */
export const pageScheme = 'syndicate';
export const panelsUrl = `${pageScheme}://panels/index.html`;
export const detachedUrl = `${pageScheme}://panels/detached/index.html`;
export const approveUrl = `${pageScheme}://approve/approve/index.html`;

const contentTypes: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.json': 'application/json',
  '.map': 'application/json',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.woff2': 'font/woff2',
};

/** Said with every answer, besides what the page says of itself: the stricter of the two holds. */
const headers = {
  'content-security-policy':
    "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; font-src 'self'; img-src 'self' data:; connect-src 'none'; object-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
} as const;

/** Before the app is ready. */
export function registerPageScheme(): void {
  protocol.registerSchemesAsPrivileged([
    { scheme: pageScheme, privileges: { standard: true, secure: true, codeCache: true } },
  ]);
}

/** Serves the built pages to one session, and nothing outside their folder. */
export function servePages(session: Session, folder: string): void {
  session.protocol.handle(pageScheme, async (request) => {
    const { host, pathname } = new URL(request.url);
    const path = normalize(join(folder, decodeURIComponent(pathname)));
    const known = contentTypes[extname(path)];
    if (!['panels', 'approve'].includes(host) || !path.startsWith(folder + sep) || known === undefined)
      return notFound();
    try {
      return new Response(new Uint8Array(await readFile(path)), { headers: { ...headers, 'content-type': known } });
    } catch {
      return notFound();
    }
  });
}

function notFound(): Response {
  return new Response('not found', { status: 404, headers });
}
