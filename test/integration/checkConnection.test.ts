import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { commands } from '../../src/manifest.ts';
import { waitUntil } from '../host/waitUntil.ts';
import { testEnvironment } from './testEnvironment.ts';

const { url, tlsUrl, tokens } = testEnvironment();
const check = (answers?: object): Thenable<unknown> =>
  vscode.commands.executeCommand(commands.checkConnection, answers);
const reportOn = async (of: string): Promise<string> => {
  const report = await check({ url: of });
  assert.ok(typeof report === 'string');
  return report;
};

describe('Check Connection', () => {
  before(() => vscode.commands.executeCommand(commands.signIn, { url, token: tokens['personal'] }));
  after(() => vscode.commands.executeCommand(commands.signOut, { url }));

  it('returns a report with versions, token, project, and role, and opens nothing', async () => {
    const before = vscode.workspace.textDocuments.length;
    const report = await reportOn(url);
    assert.match(
      report,
      /^# Connection to 127\.0\.0\.1:\d+\n\n- Issues for GitLab \d+\.\d+\.\d+\n- .+ \d+\.\d+\.\d+, Node /,
    );
    assert.match(report, /\*\*No problems found\.\*\*/);
    assert.match(report, /✔ \*\*GitLab:\*\* GitLab 18/);
    assert.match(
      report,
      /✔ \*\*Access token:\*\* Personal access token for user mira\.lindqvist, scopes api, expires on/,
    );
    assert.match(
      report,
      /✔ \*\*Project:\*\* tanuki-tools\/web-shop: the role is Maintainer, and issues are turned on\./,
    );
    assert.equal(vscode.workspace.textDocuments.length, before);
  });

  it('A04: includes no token', async () => {
    const report = await reportOn(url);
    for (const token of Object.values(tokens)) assert.ok(!report.includes(token));
  });

  it('D10: explains how to make VS Code trust a certificate', async () => {
    const report = await reportOn(tlsUrl);
    assert.match(
      report,
      /✘ \*\*Certificate:\*\* Issued to 127\.0\.0\.1 by 127\.0\.0\.1, .*DEPTH_ZERO_SELF_SIGNED_CERT/,
    );
    assert.match(report, /\*\*What to do:\*\* .*operating system's trust store.*http\.systemCertificates/);
  });

  it("D06: reports a name that doesn't resolve", async () => {
    assert.match(
      await reportOn('https://gitlab.invalid'),
      /✘ \*\*Name resolution:\*\* Couldn't resolve gitlab\.invalid/,
    );
  });

  it('rejects an invalid URL', async () => {
    await assert.rejects(async () => check({ url: 'nonsense at all' }), /isn't a valid GitLab address/);
    await assert.rejects(async () => check({ url, token: 'x' }), /Invalid command argument: token/);
    await assert.rejects(async () => check({}), /Invalid command argument: url/);
  });

  it('defect 18: opens a rendered report for a user, without an unsaved file, and without asking for the only instance', async () => {
    const documents = vscode.workspace.textDocuments.length;
    const tabs = (): readonly vscode.Tab[] =>
      vscode.window.tabGroups.all
        .flatMap((group) => group.tabs)
        .filter(({ label }) => label.startsWith('Connection to'));
    const waitForTab = (label: string): Promise<true> =>
      waitUntil(label, () => tabs()[0]?.label === label, { seen: () => tabs().map((tab) => tab.label) });
    await check();
    await waitForTab(`Connection to ${new URL(url).host}`);
    assert.ok(tabs()[0]?.input instanceof vscode.TabInputWebview);
    assert.ok(!tabs()[0]?.isDirty);
    assert.equal(vscode.workspace.textDocuments.length, documents);

    // The next report replaces it.
    assert.equal(await check({ url: 'https://gitlab.invalid', show: true }), undefined);
    await waitForTab('Connection to gitlab.invalid');
    assert.equal(tabs().length, 1);
    await vscode.commands.executeCommand('workbench.action.closeActiveEditor');
  });
});
