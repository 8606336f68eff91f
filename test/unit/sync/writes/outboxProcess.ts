import { CacheFolder } from '../../../../src/host/node/cacheFolder.ts';
import { FileLocks } from '../../../../src/host/node/fileLocks.ts';
import { GitLabClient } from '../../../../src/gitlab/gitLabClient.ts';
import { KnownServer } from '../../../../src/gitlab/knownServer.ts';
import type { Account } from '../../../../src/model/account.ts';
import type { IssueCommand } from '../../../../src/model/issueCommand.ts';
import { type Clock, systemClock } from '../../../../src/model/time/clock.ts';
import { IssueStore } from '../../../../src/sync/store/issueStore.ts';
import { IssueSender } from '../../../../src/sync/writes/issueSender.ts';
import { Outbox } from '../../../../src/sync/writes/outbox.ts';
import { LogLines, transportTo } from '../../gitlab/startTransport.ts';

/** Passes time quicker, so that a test doesn't wait for a minute. */
const pace = 15;
const quickClock: Clock = {
  now: () => systemClock.now(),
  elapsed: () => systemClock.elapsed() * pace,
  after: (ms, callback) => systemClock.after(ms / pace, callback),
};

export interface OutboxSetup {
  readonly account: Account;
  readonly token: string;
  /** The folder that all windows share. */
  readonly fsPath: string;
}

/**
 * An outbox as in a window of VS Code, with real files, locks, and requests.
 * @param onStep called before each request and each change of a record.
 */
export function openOutbox({ account, token, fsPath }: OutboxSetup, onStep: (name: string) => Promise<void>): Outbox {
  const log = new LogLines();
  const folder = new CacheFolder({ fsPath }, 'outbox');
  const files = {
    readPart: folder.readPart.bind(folder),
    size: folder.size.bind(folder),
    list: folder.list.bind(folder),
    append: folder.append.bind(folder),
    write: (path: string, content: string | Uint8Array) => onStep('write').then(() => folder.write(path, content)),
    remove: (path: string) => onStep('remove').then(() => folder.remove(path)),
  };
  const request: typeof fetch = (input, init) => onStep(init?.method ?? 'GET').then(() => fetch(input, init));
  const client = new GitLabClient(
    transportTo(account.instance, { token, clock: quickClock, log, fetch: request }),
    new KnownServer(account),
  );
  const sender = new IssueSender({
    account: () => account,
    gatewayFor: () => client,
    mirrors: () => [],
    store: new IssueStore(() => 100),
    onDidWrite: () => undefined,
    log,
  });
  return new Outbox({ files, locks: new FileLocks({ fsPath }, quickClock, log), sender, clock: quickClock, log });
}

/** Run as a program, it sends a command, and stops at a step until it's killed. */
const [, , setup, command, last] = process.argv;
if (setup !== undefined && command !== undefined && import.meta.filename === process.argv[1]) {
  const outbox = openOutbox(JSON.parse(setup) as OutboxSetup, async (name) => {
    process.stdout.write(`${name} `);
    taken.push(name);
    if (taken.join(' ') === last) await new Promise(() => setInterval(() => undefined, 1_000));
  });
  const taken: string[] = [];
  void outbox.send(JSON.parse(command) as IssueCommand);
}
