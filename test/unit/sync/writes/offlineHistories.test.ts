import assert from 'node:assert/strict';
import fc from 'fast-check';
import type { IssueAct } from '../../../../src/model/issueCommand.ts';
import { runs } from '../../testRuns.ts';
import { MemoryFiles } from '../memoryFiles.ts';
import { type OutboxWindow, OutboxWorld, projectId } from './outboxWorld.ts';

/** `npm run test:nightly` runs all of them. */
const histories = { few: 40, all: 1_000 };
const issues = 20;

const window = fc.constantFrom(0, 1);
const iid = fc.integer({ min: 1, max: issues });
const step = fc.oneof(
  { weight: 8, arbitrary: fc.record({ kind: fc.constantFrom('comment', 'title', 'label', 'close'), window, iid }) },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('create'), window }) },
  { weight: 4, arbitrary: fc.record({ kind: fc.constantFrom('theirComment', 'theirTitle', 'theirClose'), iid }) },
  { weight: 2, arbitrary: fc.record({ kind: fc.constantFrom('crash', 'closeWindow', 'refresh'), window }) },
  { weight: 2, arbitrary: fc.record({ kind: fc.constantFrom('online', 'offline', 'drop') }) },
  { weight: 3, arbitrary: fc.record({ kind: fc.constant('pass'), ms: fc.constantFrom(1_000, 10_000, 120_000) }) },
);
type Step = typeof step extends fc.Arbitrary<infer T> ? T : never;

/** What the user did, and in which window. After a crash or a restart, it's another window. */
interface Made {
  readonly id: string;
  readonly act: IssueAct;
  readonly iid?: number;
  readonly window: OutboxWindow;
}

/** Two windows, one user, and another person on the server. */
class History {
  private readonly windows: OutboxWindow[];
  /** The titles that each window shows. */
  private readonly shown: Map<number, string>[];
  readonly made: Made[] = [];
  private number = 0;

  constructor(readonly world: OutboxWorld) {
    this.windows = [world.open(), world.open()];
    this.shown = [new Map<number, string>(), new Map<number, string>()];
    for (const index of [0, 1]) this.refresh(index);
  }

  async play(step: Step): Promise<void> {
    const { world, number } = this;
    this.number += 1;
    const { gitlab } = world;
    switch (step.kind) {
      case 'create':
        this.do(step.window, { kind: 'create', draft: { title: `New ${number}` } });
        break;
      case 'comment':
        this.do(step.window, { kind: 'comment', body: `Comment ${number}`, internal: false, thread: false }, step.iid);
        break;
      case 'title': {
        const base = this.shown[step.window]!.get(step.iid)!;
        this.shown[step.window]!.set(step.iid, `Title ${number}`);
        this.do(step.window, { kind: 'title', title: `Title ${number}`, base }, step.iid);
        break;
      }
      case 'label':
        this.do(step.window, { kind: 'change', change: { addLabels: [`label-${number}`] } }, step.iid);
        break;
      case 'close':
        this.do(step.window, { kind: 'change', change: { state: 'closed' } }, step.iid);
        break;
      case 'theirComment':
        gitlab.world.addNote(projectId, step.iid, { body: `Theirs ${number}`, authorId: 2 });
        break;
      case 'theirTitle':
        gitlab.world.updateIssue(projectId, step.iid, { title: `Theirs ${number}` }, 2);
        break;
      case 'theirClose':
        gitlab.world.updateIssue(projectId, step.iid, { state: 'closed' }, 2);
        break;
      case 'crash':
        // A command that isn't stored yet is still in its text box.
        await world.settle();
        this.windows[step.window]!.life.isDead = true;
        this.reopen(step.window);
        break;
      case 'closeWindow': {
        const { outbox, life } = this.windows[step.window]!;
        void outbox.leave();
        await world.pass(4_000);
        life.isDead = true;
        this.reopen(step.window);
        break;
      }
      case 'refresh':
        if (this.isOnline) this.refresh(step.window);
        break;
      case 'online':
        this.goOnline();
        break;
      case 'offline':
        world.respond = () => Promise.reject(failure('ENOTFOUND'));
        break;
      case 'drop':
        // The server gets the request, and its response is lost.
        world.respond = async (request) => {
          await request();
          throw failure('ECONNRESET');
        };
        break;
      case 'pass':
        await world.pass(step.ms);
    }
    await world.settle();
  }

  /** GitLab can be reached, and all has been sent. */
  async end(): Promise<void> {
    this.goOnline();
    for (let minute = 0; minute < 10; minute++) {
      for (const { outbox } of this.windows) outbox.wake(this.world.account.key);
      await this.world.pass(60_000);
    }
  }

  get waiting() {
    return this.windows.flatMap(({ outbox }) => outbox.waiting);
  }

  private isOnline = true;

  private goOnline(): void {
    this.isOnline = true;
    this.world.respond = (request) => request();
  }

  private do(index: number, act: IssueAct, iid?: number): void {
    const command = this.world.command(act, iid);
    const window = this.windows[index]!;
    this.made.push({ id: command.id, act, ...(iid === undefined ? {} : { iid }), window });
    void window.outbox.send(command);
  }

  private reopen(index: number): void {
    this.windows[index] = this.world.open();
    void this.windows[index].outbox.adopt();
  }

  private refresh(index: number): void {
    for (const { iid, title } of this.world.gitlab.world.issues(projectId)) this.shown[index]!.set(iid, title);
  }
}

function failure(code: string): Error {
  return Object.assign(new TypeError('fetch failed'), { cause: Object.assign(new Error(), { code }) });
}

describe('Offline histories of two windows and another person', () => {
  it('end as if everything was done online, or in a conflict that shows both sides', async function () {
    this.timeout(15 * 60_000);
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 10, maxLength: 40 }), async (steps) => {
        const world = await OutboxWorld.start(new MemoryFiles(() => world.clock.now()));
        try {
          const history = new History(world);
          for (const each of steps) await history.play(each);
          await history.end();
          check(history);
        } finally {
          await world.end();
        }
      }),
      { numRuns: runs(histories.few, histories.all) },
    );
  });
});

function check({ world, made, waiting }: History): void {
  const server = world.gitlab.world;
  const notes = (iid: number) => server.notes(server.issue(projectId, iid)!.id);
  const stateOf = (id: string) => waiting.find(({ record }) => record.command.id === id)?.record.state;
  const titles = made.flatMap(({ act }) => (act.kind === 'title' ? [act.title] : []));
  for (const { id, act, iid = 0 } of made) {
    const state = stateOf(id);
    const what = JSON.stringify({ act, iid, state });
    if (act.kind === 'title') {
      // Nothing that the user didn't see was overwritten, except that of another window that sent it at the same moment.
      const before = [act.base, ...titles].map((title) => `changed title from **${title}** to **${act.title}**`);
      // GitLab marks the part of the title that changed.
      const set = notes(iid).filter(({ system, body }) => system && before.includes(body.replace(/[{}+-]/g, '')));
      if (state) assert.ok(state.is === 'conflict' && state.theirs !== act.base, what);
      assert.equal(set.length, state ? 0 : 1, what);
      continue;
    }
    assert.equal(state, undefined, what);
    if (act.kind === 'create')
      assert.equal(server.issues(projectId).filter(({ title }) => title === act.draft.title).length, 1, what);
    if (act.kind === 'comment') assert.equal(notes(iid).filter(({ body }) => body === act.body).length, 1, what);
    if (act.kind === 'change') {
      const issue = server.issue(projectId, iid)!;
      if (act.change.state) assert.equal(issue.state, 'closed', what);
      for (const label of act.change.addLabels ?? []) assert.ok(issue.labels.includes(label), what);
    }
  }
  // The comments of each window are in their order.
  for (let iid = 1; iid <= issues; iid++)
    for (const window of new Set(made.map((each) => each.window))) {
      const sent = made.flatMap(({ act, window: its, iid: on }) =>
        act.kind === 'comment' && its === window && on === iid ? [act.body] : [],
      );
      const found = notes(iid)
        .map(({ body }) => body)
        .filter((body) => sent.includes(body));
      assert.deepEqual(found, sent, `#${iid}`);
    }
}
