import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { inspect } from 'node:util';
import * as vscode from 'vscode';
import { commands } from '../../src/manifest.ts';
import { canary } from '../gitlab/canary.ts';
import { StandInClient } from '../gitlab/standInClient.ts';
import { waitUntil } from '../host/waitUntil.ts';
import { share } from '../unit/testRuns.ts';
import { AbsentPerson } from './absentPerson.ts';
import { extensionApi } from './extensionApi.ts';
import { testEnvironment } from './testEnvironment.ts';

/** An object from another extension that looks like one of our rows. */
class ForeignRow {
  readonly kind = 'issue';
  readonly tracker = 'https://gitlab.example.com/a/b';
  readonly issueId = 1;
}

/** Invalid arguments that a keyboard shortcut, a menu, or another extension could pass to a command. */
function hostileArguments(foreign: string): Readonly<Record<string, readonly unknown[]>> {
  const project = `${foreign}/tanuki-tools/web-shop`;
  const circle: Record<string, unknown> = { url: foreign };
  circle['project'] = circle;
  const polluting = JSON.stringify({ url: foreign, token: 'x', project, iid: 1 });
  return {
    nothing: [],
    null: [null, null],
    'a number': [Number.NaN],
    'a text': [`${foreign}/x`],
    'a list': [[null, { url: foreign }]],
    'a Uri': [vscode.Uri.parse(project), [vscode.Uri.parse(project)]],
    'a row that is not ours': [new ForeignRow(), [new ForeignRow(), null]],
    'answers of other types': [{ url: 5, token: {}, project: [], iid: 'x', title: 7, confirm: 'yes', account: null }],
    'the address of a stranger': [{ url: foreign }],
    'the project of a stranger': [{ project, iid: 1 }],
    'a polluted object': [JSON.parse(`{"__proto__":${polluting},"constructor":{"prototype":${polluting}}}`)],
    'an object that inherits answers': [Object.create({ url: foreign, project, iid: 1 })],
    'many arguments': [1, undefined, { url: foreign }, null, 'x'],
    'an argument in the second place': [undefined, { url: foreign, project, iid: 1 }],
    'a function': [() => ({ url: foreign })],
    'a promise': [Promise.resolve({ url: foreign })],
    'a map': [new Map([['url', foreign]])],
    'an invalid date': [new Date(Number.NaN)],
    'a circle': [circle],
    'long texts': [{ url: 'x'.repeat(100_000), project: 'x/'.repeat(50_000), iid: 1, token: 'x'.repeat(100_000) }],
    'control characters': [{ url: `${foreign}\0\n`, project: 'a/b\u202e', iid: 1, title: '\u2066' }],
    'numbers that no issue has': [{ project, iid: [1e308, -1, 0, Number.NaN, 2 ** 53] }],
    'an object that throws': [
      {
        get url(): string {
          throw new TypeError(`<b>${foreign}</b>`);
        },
      },
    ],
  };
}

describe('every command with meaningless arguments', () => {
  const { url, tokens } = testEnvironment();
  const server = new StandInClient(url);
  const heard: string[] = [];
  const unhandled: string[] = [];
  let stranger: Server;
  let foreign: string;
  let person: AbsentPerson;

  const onUnhandled = (reason: unknown): void => {
    const text = reason instanceof Error ? `${reason.name} ${reason.stack ?? ''}` : inspect(reason);
    // Ignores the rejections of other extensions.
    if (/GitLabError|dist[\\/]extension\.js/.test(text)) unhandled.push(text);
  };

  before(async () => {
    stranger = createServer((request, response) => {
      heard.push(`${request.method ?? ''} ${request.url ?? ''} ${JSON.stringify(request.rawHeaders)}`);
      request.on('data', (part: Buffer) => heard.push(part.toString()));
      response.end('Hello');
    }).listen(0, '127.0.0.1');
    await once(stranger, 'listening');
    foreign = `http://127.0.0.1:${(stranger.address() as AddressInfo).port}`;
    await vscode.commands.executeCommand(commands.signIn, { url, token: tokens['personal'] });
    await (await extensionApi()).refresh();
    await server.clearRequests();
    process.on('unhandledRejection', onUnhandled);
    person = new AbsentPerson();
  });
  after(async () => {
    person.leave();
    process.off('unhandledRejection', onUnhandled);
    stranger.close();
    await vscode.commands.executeCommand('workbench.action.closeAllEditors');
    await vscode.commands.executeCommand('workbench.view.explorer');
    await vscode.commands.executeCommand(commands.signOut, { url });
  });

  for (const id of Object.values(commands)) {
    it(`A07: ${id} rejects or shows one sentence, and reveals nothing`, async () => {
      const shownBefore = person.messages.length;
      // Runs all calls at once, because no user sees the result.
      const all = Object.entries(hostileArguments(foreign));
      const isControl = ([what]: (typeof all)[number]) => what === 'the address of a stranger';
      const calls = [...all.filter(isControl), ...share(all, 13).filter((call) => !isControl(call))];
      const outcomes = await outcomesOf(id, calls);
      const shown = person.messages.slice(shownBefore).map(({ text }) => text);
      const rejections = outcomes.flatMap(({ message }) => (message === undefined ? [] : [message]));
      assert.ok(shown.length + rejections.length <= calls.length, [...shown, ...rejections].join('\n'));
      for (const text of [...shown, ...rejections]) assertSentence(text);
      const returned = outcomes.map((each) => each.returned).filter((value) => value !== undefined);
      const given = inspect([returned, person.opened], { depth: 12, showHidden: true, getters: true });
      assert.ok(!given.includes(canary), 'a token came out');
    });
  }

  it('A07: sends no token to another server, changes nothing, leaves no unhandled error, and keeps everything working', async () => {
    assert.notEqual(heard.length, 0);
    assert.deepEqual(
      heard.filter((text) => text.includes(canary)),
      [],
    );
    const written = (await server.requests()).filter(({ method }) => method !== 'GET');
    assert.deepEqual(written, []);
    // Node reports an unhandled rejection in the next turn of the event loop.
    await new Promise((resolve) => setImmediate(resolve));
    assert.deepEqual(unhandled, []);
    const api = await extensionApi();
    await api.refresh();
    assert.ok(api.projects.some(({ path }) => path === 'tanuki-tools/web-shop'));
  });
});

interface Outcome {
  readonly returned?: unknown;
  readonly message?: string;
}

/** Runs a command with each of these arguments, and closes every input that it opens until all calls have ended. */
async function outcomesOf(
  id: string,
  calls: readonly (readonly [what: string, args: readonly unknown[]])[],
): Promise<Outcome[]> {
  const ended: Outcome[] = [];
  const open = new Set(calls.map(([what]) => what));
  for (const [what, args] of calls) {
    const end = (outcome: Outcome): void => {
      open.delete(what);
      ended.push(outcome);
    };
    vscode.commands.executeCommand(id, ...args).then(
      (returned) => {
        end({ returned });
      },
      (error: unknown) => {
        end({ message: error instanceof Error ? error.message : inspect(error) });
      },
    );
  }
  await waitUntil(
    `${id} to end`,
    async () => {
      if (open.size > 0) await vscode.commands.executeCommand('workbench.action.closeQuickOpen');
      return open.size === 0;
    },
    { every: 20, seen: () => [...open] },
  );
  return ended;
}

/** Checks that a text is one or two readable sentences, without a stack, markup, a token, or implementation details. */
function assertSentence(text: string): void {
  assert.match(text, /^\S[^\n]{8,300}[.?!:]$|^\S[^\n]{8,300}: [\w.]+\.?$/, text);
  assert.doesNotMatch(text, /<\/?[a-z!]|\bat \S+:\d+|\[object |undefined|\bTypeError\b|Cannot read|valibot/i, text);
  assert.ok(!text.includes(canary), 'a token is in what is said');
}
