import * as v from 'valibot';
import { type Account, accountKey } from '../model/account.ts';
import { type InstanceUrl, parseInstanceUrl } from '../model/address/instanceUrl.ts';

const instance = v.pipe(
  v.string(),
  v.check((text) => parseInstanceUrl(text) === text),
  v.transform((text) => text as InstanceUrl),
);
/** Entries from versions before 0.1 lack it. */
const edition = v.optional(v.picklist(['ce', 'ee']));
const permission = v.object({
  access: v.string(),
  permissions: v.array(v.string()),
  projectId: v.exactOptional(v.number()),
  groupId: v.exactOptional(v.number()),
});
const account = v.pipe(
  v.object({
    key: v.string(),
    instance,
    webAddress: v.exactOptional(instance),
    kind: v.picklist(['personal', 'project', 'group']),
    boundTo: v.exactOptional(v.object({ id: v.number(), path: v.string() })),
    user: v.object({ id: v.number(), username: v.string(), name: v.string() }),
    scopes: v.array(v.string()),
    permissions: v.exactOptional(v.array(permission)),
    expiresOn: v.exactOptional(v.string()),
    serverVersion: v.string(),
    edition,
  }),
  // The key determines where the token is sent, so the rest of the value must match it.
  v.check((found) => accountKey(found) === found.key),
);
const storedAccount = v.object({ version: v.literal(1), token: v.pipe(v.string(), v.minLength(1)), account });

/** The secret of an account: its token, and the facts about it at the time it was stored. */
export interface StoredAccount {
  readonly version: 1;
  readonly token: string;
  readonly account: Account;
}

const storedVersion = v.object({ over: v.string(), version: v.string(), edition });

/** A server version reported after an account was stored. It overrides the stored one. */
export type StoredVersion = v.InferOutput<typeof storedVersion>;

/** Undefined if the text isn't an account, or its key doesn't match. */
export function parseStored(text: string | undefined): StoredAccount | undefined {
  try {
    const result = v.safeParse(storedAccount, JSON.parse(text ?? ''));
    return result.success ? result.output : undefined;
  } catch {
    return undefined;
  }
}

/** Reads accounts without their tokens. Empty if the value isn't a list of accounts. */
export function parseAccounts(value: unknown): readonly Account[] {
  const result = v.safeParse(v.array(account), value);
  return result.success ? result.output : [];
}

export function parseStoredVersion(text: string | undefined): StoredVersion | undefined {
  try {
    const result = v.safeParse(storedVersion, JSON.parse(text ?? ''));
    return result.success ? result.output : undefined;
  } catch {
    return undefined;
  }
}

/**
 * A stored account with the current version of its server. Signing in again or renewing the token stores a newer one.
 */
export function withVersion(stored: StoredAccount, learnt: StoredVersion | undefined): StoredAccount {
  return learnt?.over === stored.account.serverVersion
    ? { ...stored, account: { ...stored.account, serverVersion: learnt.version, edition: learnt.edition } }
    : stored;
}
