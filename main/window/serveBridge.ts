import { ipcMain, type WebContents } from 'electron';
import { z } from 'zod';
import { answerRequest, type RequestHandlers, type RequestTable } from '../../app/contract/requests.ts';
import { failure, type Result } from '../../app/domain/result.ts';

const envelopeSchema = z.strictObject({ name: z.string().max(64), body: z.unknown() });

/** The one page that may use a channel. */
export interface BridgeOwner {
  readonly contents: WebContents;
  /** Its address must begin with this. */
  readonly origin: string;
}

/**
 * Answers a page's requests on a channel: only from the main frame of the page that owns it, only requests of the table,
 * each checked against its schema.
 */
export function serveBridge<T extends RequestTable>(
  channel: string,
  table: T,
  handlers: RequestHandlers<T>,
  owner: BridgeOwner,
): void {
  ipcMain.handle(channel, async (event, message: unknown): Promise<Result<unknown>> => {
    const { senderFrame, sender } = event;
    const isOwner = sender === owner.contents && senderFrame !== null && senderFrame === owner.contents.mainFrame;
    if (!isOwner || !senderFrame.url.startsWith(owner.origin))
      return failure('REQUEST_FORBIDDEN', 'this page may not ask that', 'This is a bug or an attack.');
    const envelope = envelopeSchema.safeParse(message);
    if (!envelope.success)
      return failure('REQUEST_MALFORMED', 'malformed request', 'This is a bug: both sides must be of one version.');
    return answerRequest(table, handlers, envelope.data.name, envelope.data.body);
  });
}
