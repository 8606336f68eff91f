import assert from 'node:assert/strict';
import type { IssueAct } from '../../../../src/model/issueCommand.ts';
import type { OutboxOutcome, SendOptions } from '../../../../src/sync/writes/outbox.ts';
import type { Fault } from '../../../gitlab/http/fault.ts';
import { OutboxWorld, projectId } from './outboxWorld.ts';
import type { Kill } from './windowLife.ts';

/** A change of a kind, and what the server has of it. */
interface Change {
  readonly act: IssueAct;
  readonly iid?: number;
  readonly options?: SendOptions;
  /** How often the server has it. */
  readonly count: (world: OutboxWorld) => number;
}

const iid = 7;
const placeholder = '![Uploading picture.png…]()';

export const changes: Readonly<Record<string, Change>> = {
  create: {
    act: { kind: 'create', draft: { title: 'Sent once', description: 'A long description' } },
    count: ({ gitlab }) => gitlab.world.issues(projectId).filter(({ title }) => title === 'Sent once').length,
  },
  comment: {
    act: { kind: 'comment', body: 'A long comment', internal: false, thread: false },
    iid,
    count: (world) => notesOf(world).filter((body) => body === 'A long comment').length,
  },
  edit: {
    act: { kind: 'description', body: 'The new description', base: 'The old description' },
    iid,
    count: (world) => Number(issueOf(world).description === 'The new description'),
  },
  upload: {
    act: { kind: 'comment', body: `See ${placeholder} here`, internal: false, thread: false },
    iid,
    options: { uploads: [{ placeholder, fileName: 'picture.png', bytes: new Uint8Array([137, 80, 78, 71]) }] },
    count: (world) => notesOf(world).filter((body) => /^See !\[picture\]\(\/uploads\/.*\) here$/.test(body)).length,
  },
  close: {
    act: { kind: 'change', change: { state: 'closed' } },
    iid,
    count: (world) => Number(issueOf(world).state === 'closed'),
  },
};

/** A failure of the server or the network. It ends after a while. */
const write = { path: '/api/v4/projects/*' };
const serverFaults: Readonly<Record<string, readonly Fault[]>> = {
  'the server fails before it': post({ kind: 'error', case: 'internal' }),
  'a proxy responds with 502': post({ kind: 'html', page: 'badGateway' }),
  'a deployment': post({ kind: 'html', page: 'deploy' }),
  maintenance: post({ kind: 'error', case: 'maintenance' }),
  'the rate limit': post({ kind: 'throttled', retryAfter: 45 }),
  'the limit of the endpoint': post({ kind: 'applicationLimit', retryAfter: 60 }),
  'a dropped request': post({ kind: 'drop', when: 'before' }),
  'a dropped response': post({ kind: 'drop', when: 'headers' }),
  'half a response': post({ kind: 'drop', when: 'body' }),
  'half a JSON': post({ kind: 'truncate' }),
  'no body': post({ kind: 'emptyBody' }),
  'an expired token': [{ ...write, count: 2, do: { kind: 'error', case: 'expired' } }],
  'everything fails for a while': [{ count: 6, do: { kind: 'drop', when: 'before' } }],
  'a sign-in page for a while': [{ count: 3, do: { kind: 'html', page: 'signIn' } }],
};

function post(fault: Fault['do']): readonly Fault[] {
  return ['POST', 'PUT'].map((method) => ({ ...write, method, count: 1, do: fault }));
}

/** One fault while one change is sent. */
export interface FaultCase {
  readonly name: string;
  readonly change: string;
  readonly kill?: Kill;
  readonly faults?: readonly Fault[];
  /** Whether the server processes the write, but its response is replaced by this one or never arrives. */
  readonly answer?: 502 | 'never';
  /** Whether another window is open, which takes over what a killed one left. */
  readonly hasOther: boolean;
}

/** The number of steps that each change takes, or more. A kill after the last step is one of a window that did it all. */
const steps: Readonly<Record<string, number>> = { create: 6, comment: 6, edit: 5, upload: 9, close: 4 };

/** Every fault with every change. */
export const faultCases: readonly FaultCase[] = Object.keys(changes).flatMap((change) => {
  const kills = Array.from({ length: steps[change] ?? 0 }, (_, step) => step).flatMap((step) =>
    (['before', 'while', 'after'] as const).flatMap((when) =>
      [false, true].map((hasOther) => ({
        name: `${change}: killed ${when} step ${step}${hasOther ? ', beside another window' : ''}`,
        change,
        kill: { step, when },
        hasOther,
      })),
    ),
  );
  const faults = Object.entries(serverFaults).map(([name, list]) => ({
    name: `${change}: ${name}`,
    change,
    faults: list,
    hasOther: false,
  }));
  const answers = ([502, 'never'] as const).map((answer) => ({
    name: `${change}: done, but the response is ${answer}`,
    change,
    answer,
    hasOther: false,
  }));
  return [...kills, ...faults, ...answers];
});

/** Runs a case, and fails if the change is lost, done twice, or waits without being shown. */
export async function runFaultCase({ change: name, kill, faults, answer, hasOther }: FaultCase): Promise<void> {
  const change = changes[name]!;
  const world = await OutboxWorld.start();
  try {
    world.gitlab.world.updateIssue(projectId, iid, { description: 'The old description', state: 'opened' });
    const other = hasOther ? world.open() : undefined;
    const window = world.open(kill);
    for (const fault of faults ?? []) world.gitlab.addFault(fault);
    if (answer !== undefined) replaceOneAnswer(world, answer);

    const command = world.command(change.act, change.iid);
    let outcome: OutboxOutcome | undefined;
    void window.outbox.send(command, change.options).then((first) => {
      outcome = first;
    });
    await world.pass(1_000);
    const isStored = kill === undefined || (await isOnDisk(world, command.id)) || change.count(world) > 0;
    const last = window.life.isDead ? (other ?? world.open()) : window;
    // The account is polled.
    for (let minute = 0; minute < 8; minute++) {
      last.outbox.wake(command.account);
      await world.pass(60_000);
    }

    const count = change.count(world);
    const waiting = last.outbox.waiting.filter(({ record }) => record.command.id === command.id);
    const facts = JSON.stringify({ count, outcome, waiting, log: last.log.lines, steps: window.life.log });
    assert.ok(count <= 1, `sent ${count} times: ${facts}`);
    if (isStored) assert.ok(count === 1 || waiting.length === 1, `lost: ${facts}`);
    // The text box still has it.
    else assert.equal(outcome, undefined, `lost: ${facts}`);
    if (isStored && waiting.length === 0) assert.equal(count, 1, facts);
    const isExpected = waiting.every(({ record: { state } }) => state.is === 'question' || state.is === 'refused');
    assert.ok(isExpected, `stuck: ${facts}`);
    if (!kill) assert.ok(outcome, `no outcome: ${facts}`);
    if (waiting.length === 0) assert.deepEqual(await world.files.list(), [], facts);
  } finally {
    await world.end();
  }
}

/** The server carries out one write. Then its response is another one, or none. */
function replaceOneAnswer(world: OutboxWorld, answer: 502 | 'never'): void {
  let isDone = false;
  world.respond = async (request, method) => {
    if (method === 'GET' || isDone) return request();
    isDone = true;
    await request();
    if (answer === 502) return new Response('', { status: 502 });
    throw Object.assign(new TypeError('fetch failed'), { cause: Object.assign(new Error(), { code: 'ECONNRESET' }) });
  };
}

async function isOnDisk({ files }: OutboxWorld, id: string): Promise<boolean> {
  return (await files.list()).some(({ path }) => path.endsWith(`${id}.json`));
}

function issueOf({ gitlab }: OutboxWorld) {
  return gitlab.world.issue(projectId, iid)!;
}

function notesOf(world: OutboxWorld): readonly string[] {
  return world.gitlab.world.notes(issueOf(world).id).map(({ body }) => body);
}
