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

/** Runs a command with answers; the sentence that it rejects with. */
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

describe('bad input to Sign In: one sentence with the cause and the next step, and nothing is kept', () => {
  const table: readonly (readonly [what: string, answers: object, sentence: RegExp, fault?: Fault['do']])[] = [
    ['an unknown token', { url, token: canary }, /does not accept the access token: check that it was copied whole/],
    ['an expired token', { url, token: tokens['expired'] }, /has expired: create a new one/],
    ['a revoked token', { url, token: tokens['revoked'] }, /was revoked: create a new one/],
    ['a token of a blocked user', { url, token: tokens['blocked'] }, /refuses your account .*blocked/],
    [
      'a token with read_user only',
      { url, token: tokens['personalReadUser'] },
      /only the scope read_user: use one with the scope "api"/,
    ],
    ['a token that no header can hold', { url, token: 'glpat-\u200babc' }, /Copy the token again/],
    ['an answer that it does not know', { url, token: tokens['personal'], user: 'x' }, /does not know: user/],
    [
      'a project token for another project',
      { url, token: tokens['project'], project: 'tanuki-tools/mobile-app' },
      /token of the project tanuki-tools\/web-shop, which is of no use for tanuki-tools\/mobile-app/,
    ],
    [
      'a group token for a project elsewhere',
      { url, token: tokens['group'], project: 'no/such' },
      /project was not found on/,
    ],
    [
      'a project that the token cannot see',
      { url, token: tokens['personal'], project: 'tanuki-tools/secret' },
      /project was not found on/,
    ],
    [
      'a project of another instance',
      { url, token: tokens['personal'], project: 'https://gitlab.com/tanuki-tools/web-shop' },
      /gitlab\.com.* is no project on/,
    ],
    [
      'somebody who is no member',
      { url, token: tokens['project'], me: 'odile.outside' },
      /@odile\.outside is not a member of tanuki-tools\/web-shop/,
    ],
    ['a name that no user has', { url, token: tokens['project'], me: '../mira' }, /no GitLab user name of a person/],
    [
      'somebody else than the personal token’s owner',
      { url, token: tokens['personal'], me: 'gus.guest' },
      /belongs to @mira\.lindqvist, not to @gus\.guest/,
    ],
    ['a name that is no text', { url, token: tokens['project'], me: ['mira.lindqvist'] }, /does not know: me/],
    ['an empty token', { url, token: '  ' }, /token is needed/],
    ['a token that is no text', { url, token: 5 }, /argument it does not know: token/],
    ['no URL', { url: 'nonsense at all', token: canary }, /no address of a GitLab instance/],
    ['a URL without encryption', { url: 'http://gitlab.example.com', token: canary }, /without encryption/],
    [
      'a host that does not resolve',
      { url: 'https://gitlab.invalid', token: canary },
      /gitlab\.invalid could not be found: check the address/,
    ],
    ['a port that refuses', { url: 'http://127.0.0.1:1', token: canary }, /refuses connections|could not be reached/],
    [
      'a certificate that nobody vouches for',
      { url: tlsUrl, token: canary },
      /certificate of .* is not trusted .*trust store/,
    ],
    [
      'the wrong sub-path',
      { url: `${url}/elsewhere`, token: canary },
      /not as GitLab does: check the address, with the sub-path/,
    ],
    ['a sign-in page', { url, token: canary }, /web page to sign in on/, { kind: 'html', page: 'signIn' }],
    [
      'a redirect to a sign-in page',
      { url, token: canary },
      /web page to sign in on/,
      { kind: 'redirect', location: '/users/sign_in' },
    ],
    ['half an answer', { url, token: tokens['personal'] }, /could not be read/, { kind: 'truncate' }],
    ['a server in trouble', { url, token: canary }, /problem of its own \(500\)/, { kind: 'error', case: 'internal' }],
    [
      'a server that asks to slow down',
      { url, token: canary },
      /slow down: requests are paused until/,
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
      assert.match(await rejection(commands.signOut, { url }), /not signed in/);
      assert.deepEqual((await extensionApi()).projects, []);
      assert.equal(vscode.workspace.getConfiguration('gitlabIssues').inspect('me')?.globalValue, undefined);
    });
  }
});

describe('the arguments of commands', () => {
  const webShop = 'tanuki-tools/web-shop';
  before(() => vscode.commands.executeCommand(commands.signIn, { url, token: tokens['personal'] }));
  after(() => vscode.commands.executeCommand(commands.signOut, { url }));

  it('name issues by project, as a path or a URL, and numbers', async () => {
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

  it('that are wrong are refused by name', async () => {
    assert.match(
      await rejection(commands.copyIssueLink, { project: 'no/such', iid: 1 }),
      /no\/such is not a project of this workspace/,
    );
    assert.match(await rejection(commands.copyIssueLink, { project: webShop, iid: 99_999 }), /issue was not found/);
    assert.match(await rejection(commands.copyIssueLink, { project: webShop, iid: 'x' }), /does not know: iid/);
    assert.match(await rejection(commands.copyIssueLink, { project: webShop, iids: [1] }), /does not know: iids/);
    assert.match(await rejection(commands.signOut, { url, acount: 'x' }), /does not know: acount/);
    assert.match(await rejection(commands.refresh, { project: 'no/such' }), /no\/such is not a project/);
    assert.match(await rejection(commands.signOut, { url, account: 'nobody' }), /not signed in/);
  });

  it('A07: bring no token to light, whatever they are', async () => {
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
        // Without answers there is nobody to choose: the pick that some of them show is closed again.
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
