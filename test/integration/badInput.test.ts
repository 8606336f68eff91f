import assert from 'node:assert/strict';
import { inspect } from 'node:util';
import * as vscode from 'vscode';
import { commands } from '../../src/manifest.ts';
import type { Fault } from '../gitlab/http/fault.ts';
import { StandInClient } from '../gitlab/standInClient.ts';
import { extensionApi } from './extensionApi.ts';
import { testEnvironment } from './testEnvironment.ts';

const { url, tokens, tlsUrl } = testEnvironment();
const server = new StandInClient(url);
const canary = 'glpat-CANARY0123456789abcd';

/** Runs a command with answers that it must reject, and returns the error message. */
async function rejection(id: string, answers: object): Promise<string> {
  try {
    await vscode.commands.executeCommand(id, answers);
  } catch (error) {
    assert.ok(error instanceof Error);
    assert.ok(!`${error.message}${error.stack ?? ''}`.includes('CANARY'), 'the token is in the error');
    return error.message;
  }
  throw new Error(`${id} was expected to reject`);
}

describe('invalid input to Sign In is rejected with the cause and the next step, and nothing is stored', () => {
  const table: readonly (readonly [what: string, answers: object, sentence: RegExp, fault?: Fault['do']])[] = [
    ['an unknown token', { url, token: canary }, /rejected the access token\. Make sure you copied the whole token/],
    ['an expired token', { url, token: tokens['expired'] }, /has expired\. Create a new one/],
    ['a revoked token', { url, token: tokens['revoked'] }, /was revoked\. Create a new one/],
    ['a token of a blocked user', { url, token: tokens['blocked'] }, /blocked your account .*blocked/],
    [
      'a token with read_user only',
      { url, token: tokens['personalReadUser'] },
      /insufficient scope \(read_user\)\. Use a token with the 'api' scope/,
    ],
    ['a token that no header can hold', { url, token: 'glpat-\u200babc' }, /Copy the token again/],
    [
      'an answer that it does not know',
      { url, token: tokens['personal'], user: 'x' },
      /Invalid command argument: user/,
    ],
    [
      'a project token for another project',
      { url, token: tokens['project'], project: 'tanuki-tools/mobile-app' },
      /belongs to the project tanuki-tools\/web-shop and can't be used for tanuki-tools\/mobile-app/,
    ],
    [
      'a group token for a project elsewhere',
      { url, token: tokens['group'], project: 'no/such' },
      /project wasn't found on/,
    ],
    [
      'a project that the token cannot see',
      { url, token: tokens['personal'], project: 'tanuki-tools/secret' },
      /project wasn't found on/,
    ],
    [
      'a project of another instance',
      { url, token: tokens['personal'], project: 'https://gitlab.com/tanuki-tools/web-shop' },
      /gitlab\.com.* isn't a project on/,
    ],
    [
      'a user who is not a member',
      { url, token: tokens['project'], me: 'odile.outside' },
      /@odile\.outside isn't a member of tanuki-tools\/web-shop/,
    ],
    ['a name that no user has', { url, token: tokens['project'], me: '../mira' }, /isn't a valid username/],
    [
      'another user than the personal token’s owner',
      { url, token: tokens['personal'], me: 'gus.guest' },
      /belongs to @mira\.lindqvist, not to @gus\.guest/,
    ],
    [
      'a name that is no text',
      { url, token: tokens['project'], me: ['mira.lindqvist'] },
      /Invalid command argument: me/,
    ],
    ['an empty token', { url, token: '  ' }, /token is required/],
    ['a token that is no text', { url, token: 5 }, /Invalid command argument: token/],
    ['no URL', { url: 'nonsense at all', token: canary }, /isn't a valid GitLab address/],
    ['a URL without encryption', { url: 'http://gitlab.example.com', token: canary }, /wouldn't be encrypted/],
    [
      'a host that does not resolve',
      { url: 'https://gitlab.invalid', token: canary },
      /Couldn't find gitlab\.invalid\. Check the address/,
    ],
    ['a port that refuses', { url: 'http://127.0.0.1:1', token: canary }, /refused the connection|Couldn't reach/],
    ['an untrusted certificate', { url: tlsUrl, token: canary }, /certificate for .* isn't trusted .*trust store/],
    [
      'the wrong subpath',
      { url: `${url}/elsewhere`, token: canary },
      /didn't respond like a GitLab server\. Check the address, including any subpath/,
    ],
    ['a sign-in page', { url, token: canary }, /returned a sign-in page/, { kind: 'html', page: 'signIn' }],
    [
      'a redirect to a sign-in page',
      { url, token: canary },
      /returned a sign-in page/,
      { kind: 'redirect', location: '/users/sign_in' },
    ],
    ['half an answer', { url, token: tokens['personal'] }, /couldn't be read/, { kind: 'truncate' }],
    [
      'a server in trouble',
      { url, token: canary },
      /returned a server error \(500\)/,
      { kind: 'error', case: 'internal' },
    ],
    [
      'a server that asks to slow down',
      { url, token: canary },
      /rate limiting requests\. Requests are paused until/,
      { kind: 'throttled' },
    ],
  ];
  for (const [what, answers, sentence, fault] of table) {
    it(`${what}: ${sentence.source}`, async () => {
      if (fault) await server.addFault({ do: fault });
      try {
        assert.match(await rejection(commands.signIn, answers), sentence);
      } finally {
        await server.clearFaults();
      }
      assert.match(await rejection(commands.signOut, { url }), /aren't signed in/);
      assert.deepEqual((await extensionApi()).projects, []);
      assert.equal(vscode.workspace.getConfiguration('gitlabIssues').inspect('me')?.globalValue, undefined);
    });
  }
});

describe('the arguments of commands', () => {
  const webShop = 'tanuki-tools/web-shop';
  before(() => vscode.commands.executeCommand(commands.signIn, { url, token: tokens['personal'] }));
  after(() => vscode.commands.executeCommand(commands.signOut, { url }));

  it('name issues by project, as a path or a URL, and by numbers', async () => {
    const api = await extensionApi();
    await api.refresh();
    const [first, second] = api.issues(webShop);
    assert.ok(first && second);
    await vscode.commands.executeCommand(commands.copyIssueReference, { project: webShop, iid: first.iid });
    assert.equal(await vscode.env.clipboard.readText(), `${webShop}#${first.iid}`);
    await vscode.commands.executeCommand(commands.copyIssueLink, {
      project: `${url}/${webShop}`,
      iid: [first.iid, second.iid],
    });
    assert.equal(await vscode.env.clipboard.readText(), `${first.webUrl}\n${second.webUrl}`);
  });

  it('name closed issues too', async () => {
    const { iid } = await server.createIssue(webShop, { title: 'Closed at once' });
    await server.updateIssue(webShop, iid, { state: 'closed' });
    await vscode.commands.executeCommand(commands.copyIssueReference, { project: webShop, iid });
    assert.equal(await vscode.env.clipboard.readText(), `${webShop}#${iid}`);
  });

  it('are rejected by name if they are invalid', async () => {
    assert.match(
      await rejection(commands.copyIssueLink, { project: 'no/such', iid: 1 }),
      /'no\/such' isn't a project in this workspace/,
    );
    assert.match(await rejection(commands.copyIssueLink, { project: webShop, iid: 99_999 }), /issue wasn't found/);
    assert.match(
      await rejection(commands.copyIssueLink, { project: webShop, iid: 'x' }),
      /Invalid command argument: iid/,
    );
    assert.match(
      await rejection(commands.copyIssueLink, { project: webShop, iids: [1] }),
      /Invalid command argument: iids/,
    );
    assert.match(await rejection(commands.signOut, { url, acount: 'x' }), /Invalid command argument: acount/);
    assert.match(await rejection(commands.refresh, { project: 'no/such' }), /'no\/such' isn't a project/);
    assert.match(await rejection(commands.signOut, { url, account: 'nobody' }), /aren't signed in/);
  });

  it('A07: never reveal a token', async () => {
    const junk: unknown[] = [
      undefined,
      null,
      0,
      'text',
      [],
      new Date(),
      vscode.Uri.parse('https://example.com'),
      { __proto__: null },
      { project: {} },
    ];
    const returned: unknown[] = [];
    for (const id of [commands.refresh, commands.copyIssueLink, commands.copyIssueReference, commands.showMore]) {
      for (const argument of junk) {
        // Some of these commands show a list. No user selects anything, so the test closes it.
        const answer = Promise.resolve(vscode.commands.executeCommand(id, argument)).catch((error: unknown) =>
          String(error),
        );
        await vscode.commands.executeCommand('workbench.action.closeQuickOpen');
        returned.push(await Promise.race([answer, vscode.commands.executeCommand('workbench.action.closeQuickOpen')]));
      }
    }
    assert.ok(!JSON.stringify(returned).includes(tokens['personal'] ?? 'missing'));
    const api = await extensionApi();
    assert.ok(!inspect(api, { depth: 20, showHidden: true, getters: true }).includes(tokens['personal'] ?? 'missing'));
    assert.ok(!JSON.stringify([api.projects, api.issues(webShop)]).includes(tokens['personal'] ?? 'missing'));
  });
});
