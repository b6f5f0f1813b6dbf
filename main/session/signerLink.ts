import type { z } from 'zod';
import { type Requester, requesterOn } from '../../app/contract/requests.ts';
import { type SignerLimits, signerControlRequests, signingRequests } from '../../app/contract/signer.ts';
import { ExpectedError } from '../../app/domain/errors.ts';
import type { Epoch } from '../../app/domain/run.ts';
import type { SignerPolicy } from '../../app/signing/signingState.ts';
import type { KeyVault } from '../keys/keyVault.ts';
import { type ChildHandle, entryName } from '../process/processHost.ts';
import { Readiness } from '../process/readiness.ts';
import { Supervisor } from '../process/supervisor.ts';
import type { LinkContext } from './link.ts';
import type { Permissions } from './permissions.ts';

type ControlTable = typeof signerControlRequests;
type SigningTable = typeof signingRequests;
type Control = Requester<ControlTable>;
interface Connection {
  readonly control: Control;
  readonly signing: Requester<typeof signingRequests>;
}

/** How long the engine's request waits for a signer that is being restarted. Asking again is safe: answers are by order. */
const signWaitMs = 10_000;
const setUpWaitMs = 30_000;

/** Failures that mean "not there yet": what was to be told is in the permissions and is told when it is. */
const notThereCodes = ['REQUEST_CLOSED', 'SIGNER_NOT_CONFIGURED', 'SIGNER_LOCKED'];

/** The signer process: told again, after each start, all that main has allowed. */
export class SignerLink {
  readonly supervisor: Supervisor;
  readonly #context: LinkContext;
  readonly #vault: KeyVault;
  readonly #permissions: Permissions;
  readonly #policyOf: (epoch: Epoch) => SignerPolicy;
  readonly #limitsOf: (epoch: Epoch) => SignerLimits;
  readonly #epoch = new Readiness<Epoch>('the epoch');
  readonly #ready = new Readiness<Connection>('the signer');
  #connection: Connection | null = null;
  /** Set-ups run one after the other: a new epoch may begin while the last is being set up. */
  #setUps: Promise<unknown> = Promise.resolve();

  constructor(
    context: LinkContext,
    vault: KeyVault,
    permissions: Permissions,
    policyOf: (epoch: Epoch) => SignerPolicy,
    limitsOf: (epoch: Epoch) => SignerLimits,
  ) {
    this.#context = context;
    this.#vault = vault;
    this.#permissions = permissions;
    this.#policyOf = policyOf;
    this.#limitsOf = limitsOf;
    this.supervisor = new Supervisor({
      name: 'signer',
      host: context.host,
      timers: context.timers,
      prepare: (child) => this.#prepare(child),
      onGone: (cause, onPurpose) => {
        context.log[onPurpose ? 'info' : 'warn']({ cause }, 'signer process gone');
        this.#connection?.control.close();
        this.#connection?.signing.close();
        this.#connection = null;
        this.#ready.clear();
      },
      onGivenUp: (error) => {
        this.#ready.fail(error);
        context.onGivenUp('signer', error);
      },
    });
  }

  /** Moves the signer to a new epoch: new policy, new key, no approvals. Resolves when it can sign. */
  async setEpoch(epoch: Epoch): Promise<void> {
    this.#epoch.set(epoch);
    this.#ready.clear();
    const connection = this.#connection;
    if (connection !== null) {
      await this.#setUp(connection).catch((error: unknown) => {
        if (!isNotThere(error)) throw error;
      });
    }
    await this.#ready.wait(setUpWaitMs);
  }

  /** Tells a signer that is there; one that is not will be told by its next set-up. */
  async tell<N extends keyof ControlTable & string>(
    name: N,
    request: z.input<ControlTable[N]['request']>,
  ): Promise<void> {
    try {
      await this.#connection?.control.call(name, request);
    } catch (error) {
      if (!isNotThere(error)) throw error;
    }
  }

  /** Passes a request of the engine's on. @throws ExpectedError SIGNER_* or PROCESS_NOT_READY */
  async ask<N extends keyof SigningTable & string>(
    name: N,
    request: z.input<SigningTable[N]['request']>,
  ): Promise<z.output<SigningTable[N]['response']>> {
    const deadlineMs = this.#context.timers.nowMs() + signWaitMs;
    for (;;) {
      const leftMs = Math.max(1, deadlineMs - this.#context.timers.nowMs());
      const { signing } = await this.#ready.wait(leftMs);
      try {
        return await signing.call(name, request, leftMs);
      } catch (error) {
        if (!isNotThere(error)) throw error;
      }
    }
  }

  async #prepare(child: ChildHandle): Promise<void> {
    this.#context.record.add(child.pid, entryName('signer'));
    child.onExit(() => this.#context.record.remove(child.pid));
    const connection: Connection = {
      control: requesterOn(child.port, 'signer-control', signerControlRequests),
      signing: requesterOn(child.port, 'signing', signingRequests),
    };
    this.#connection = connection;
    await this.#epoch.wait(2 ** 31 - 1);
    await this.#setUp(connection);
  }

  #setUp(connection: Connection): Promise<void> {
    const next = this.#setUps.then(() => this.#tellAll(connection));
    this.#setUps = next.catch(() => undefined);
    return next;
  }

  async #tellAll(connection: Connection): Promise<void> {
    const { control } = connection;
    const epoch = this.#epoch.current;
    if (epoch === null || this.#connection !== connection) return;
    await control.call('configure', this.#policyOf(epoch));
    await control.call('unlock', {
      privateKey: await this.#vault.unseal(epoch.id, 'wallet'),
      relayKey: await this.#vault.unseal(epoch.id, 'relay'),
    });
    const nowMs = this.#context.nowMs();
    for (const grant of this.#permissions.grantsInForce(nowMs)) {
      // It may have been taken back while the one before it was told.
      if (this.#permissions.hasGrant(grant.id)) await control.call('addGrant', grant);
    }
    for (const approval of this.#permissions.approvalsInForce(nowMs)) {
      await control.call('addApproval', approval).catch((error: unknown) => {
        if (!hasCode(error, ['SIGNER_APPROVAL_USED'])) throw error;
      });
    }
    await control.call('setLimits', this.#limitsOf(epoch));
    await control.call('setTradingState', { state: this.#permissions.tradingState });
    if (this.#epoch.current === epoch && this.#connection === connection) this.#ready.set(connection);
  }
}

function isNotThere(error: unknown): boolean {
  return hasCode(error, notThereCodes);
}

function hasCode(error: unknown, codes: readonly string[]): boolean {
  return error instanceof ExpectedError && codes.includes(error.code);
}
