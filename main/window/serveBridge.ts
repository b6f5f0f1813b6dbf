import { ipcMain, type WebContents } from 'electron';
import { z } from 'zod';
import { answerRequest, type RequestHandlers, type RequestTable } from '../../app/contract/requests.ts';
import { failure, type Result } from '../../app/domain/result.ts';

const envelopeSchema = z.strictObject({ name: z.string().max(64), body: z.unknown() });

/** A page that may use a channel. */
export interface BridgeOwner {
  readonly contents: WebContents;
  /** Its address must begin with this. */
  readonly origin: string;
}

/** A page that may use a channel, and what answers it there. */
export interface ServedPage<T extends RequestTable> {
  readonly owner: BridgeOwner;
  readonly handlers: RequestHandlers<T>;
}

/**
 * Answers pages' requests on a channel: only from the main frame of a page that `pageOf` knows, only requests of the table,
 * each checked against its schema.
 */
export function serveBridges<T extends RequestTable>(
  channel: string,
  table: T,
  pageOf: (sender: WebContents) => ServedPage<T> | null,
): void {
  ipcMain.handle(channel, async (event, message: unknown): Promise<Result<unknown>> => {
    const { senderFrame, sender } = event;
    const page = pageOf(sender);
    const isOwner =
      page !== null && sender === page.owner.contents && senderFrame !== null && senderFrame === sender.mainFrame;
    if (!isOwner || !senderFrame.url.startsWith(page.owner.origin))
      return failure('REQUEST_FORBIDDEN', 'this page may not ask that', 'This is a bug or an attack.');
    const envelope = envelopeSchema.safeParse(message);
    if (!envelope.success)
      return failure('REQUEST_MALFORMED', 'malformed request', 'This is a bug: both sides must be of one version.');
    return answerRequest(table, page.handlers, envelope.data.name, envelope.data.body);
  });
}

/** A channel that one page owns. */
export function serveBridge<T extends RequestTable>(
  channel: string,
  table: T,
  handlers: RequestHandlers<T>,
  owner: BridgeOwner,
): void {
  serveBridges(channel, table, (sender) => (sender === owner.contents ? { owner, handlers } : null));
}
