import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { commands, documentScheme } from '../../src/manifest.ts';
import { StandInClient } from '../gitlab/standInClient.ts';
import { waitUntil } from '../host/waitUntil.ts';
import { AbsentPerson } from './absentPerson.ts';
import { extensionApi } from './extensionApi.ts';
import { testEnvironment } from './testEnvironment.ts';

const project = 'tanuki-tools/web-shop';

describe('a new issue as a document', () => {
  const { url, tokens } = testEnvironment();
  const server = new StandInClient(url);
  let person: AbsentPerson;

  before(async () => {
    const api = await extensionApi();
    await vscode.commands.executeCommand(commands.signIn, { url, token: tokens['personal'] });
    await api.refresh();
    person = new AbsentPerson();
  });
  after(async () => {
    person.leave();
    await vscode.commands.executeCommand('workbench.action.closeAllEditors');
    await vscode.commands.executeCommand(commands.signOut, { url });
  });
  afterEach(async () => {
    if (vscode.window.activeTextEditor?.document.uri.scheme === documentScheme)
      await vscode.commands.executeCommand(commands.discardDraft, { confirm: true });
  });

  const open = async (text: string): Promise<vscode.TextDocument> => {
    await vscode.commands.executeCommand(commands.createIssueInEditor, { project });
    const editor = vscode.window.activeTextEditor;
    assert.ok(editor?.document.uri.scheme === documentScheme);
    await type(editor.document, text);
    return editor.document;
  };
  const type = async (document: vscode.TextDocument, text: string): Promise<void> => {
    const edit = new vscode.WorkspaceEdit();
    const end = document.positionAt(document.getText().length);
    edit.replace(document.uri, new vscode.Range(new vscode.Position(0, 0), end), text);
    assert.ok(await vscode.workspace.applyEdit(edit));
  };
  const problemsOf = (document: vscode.TextDocument, count: number): Promise<readonly vscode.Diagnostic[]> =>
    waitUntil(
      `${count} problems`,
      () => {
        const found = vscode.languages.getDiagnostics(document.uri);
        return found.length === count ? found : undefined;
      },
      { seen: () => vscode.languages.getDiagnostics(document.uri).map(({ message }) => message) },
    );
  const created = async (): Promise<unknown[]> =>
    (await server.requests()).filter(({ method, path }) => method === 'POST' && path.endsWith('/issues'));
  const isOpen = ({ uri }: vscode.TextDocument): boolean =>
    vscode.window.tabGroups.all
      .flatMap(({ tabs }) => tabs)
      .some(({ input }) => input instanceof vscode.TabInputText && input.uri.toString() === uri.toString());

  it('is a Markdown file with the fields, whose bytes stay as they were written', async () => {
    await vscode.commands.executeCommand(commands.createIssueInEditor, {
      project,
      title: 'Crash # when: typing',
      labels: ['bug'],
      description: 'Text',
    });
    const document = vscode.window.activeTextEditor?.document;
    assert.ok(document);
    assert.equal(document.languageId, 'markdown');
    assert.equal(
      document.getText(),
      '---\ntitle: Crash # when: typing\nlabels: [bug]\nassignees: []\nmilestone: \ndue: \n---\n\nText',
    );
    const { uri } = document;
    assert.match(uri.path, /^\/tanuki-tools\/web-shop\/new-[\da-f-]{8}\.md$/);
    const first = await vscode.workspace.fs.stat(uri);
    const bytes = Buffer.from('\ufeff---\r\ntitle: é\r\n---\r\n👩‍💻 שלום\r\n');
    await vscode.workspace.fs.writeFile(uri, bytes);
    assert.deepEqual(Buffer.from(await vscode.workspace.fs.readFile(uri)), bytes);
    assert.notEqual((await vscode.workspace.fs.stat(uri)).mtime, first.mtime);
    await waitUntil('the new text', () => document.getText().startsWith('---\r\ntitle: é'));
    await type(document, 'Text');
    assert.ok(await document.save());
    assert.equal(Buffer.from(await vscode.workspace.fs.readFile(uri)).toString(), '\ufeffText');
    assert.deepEqual(await created(), []);
  });

  it('does not exist for VS Code after it was discarded, or if it never existed', async () => {
    const { uri } = await open('---\ntitle: x\n---\n');
    await assert.rejects(Promise.resolve(vscode.commands.executeCommand(commands.discardDraft, { confirm: false })));
    await vscode.commands.executeCommand(commands.discardDraft, { confirm: true });
    const hosts = [uri, uri.with({ path: '/a/new-1.md' }), uri.with({ authority: '..' }), uri.with({ authority: 'x' })];
    for (const each of hosts)
      await assert.rejects(
        async () => vscode.workspace.fs.stat(each),
        (error) => error instanceof vscode.FileSystemError && error.code === 'FileNotFound',
      );
    await assert.rejects(async () => vscode.workspace.fs.writeFile(uri, Buffer.from('x')));
  });

  it('shows what is wrong while the user types, and fixes it', async () => {
    const document = await open(
      [
        '---',
        'title:',
        'labels: [bugg, bug]',
        'assignees: [nobody-of-this-name]',
        'milestone: None of these',
        'due: 2026-02-30',
        'colour: red',
        '---',
        '/label ~bug',
      ].join('\n'),
    );
    const problems = await problemsOf(document, 7);
    const shown = problems.map(({ message, severity, range }) => [message, severity, document.getText(range)]);
    const { Error: error, Warning: warning, Information: information } = vscode.DiagnosticSeverity;
    assert.deepEqual(shown.sort(), [
      ["'nobody-of-this-name' isn't a member of the project.", error, 'nobody-of-this-name'],
      ['Enter a date in the format YYYY-MM-DD.', error, '2026-02-30'],
      ['Enter a title.', error, 'title:'],
      ['GitLab runs this when it creates the issue: /label ~bug', information, '/label ~bug'],
      ["The project doesn't have the label 'bugg'. GitLab creates it with the issue.", warning, 'bugg'],
      ["The project doesn't have the milestone 'None of these'.", error, 'None of these'],
      [
        "Unknown field 'colour'. It isn't sent. The fields are title, type, labels, assignees, milestone, due, weight, confidential, related, parent.",
        warning,
        'colour: red',
      ],
    ]);
    const label = problems.find(({ message }) => message.includes("'bugg'"))!;
    const fixes = await vscode.commands.executeCommand<vscode.CodeAction[]>(
      'vscode.executeCodeActionProvider',
      document.uri,
      label.range,
      vscode.CodeActionKind.QuickFix.value,
    );
    const own = fixes.filter(({ title }) => title.includes("'bug"));
    assert.deepEqual(
      own.map(({ title }) => title),
      ["Change to 'bug'", "Remove 'bugg'"],
    );
    await vscode.workspace.applyEdit(own[1]!.edit!);
    assert.match(document.getText(), /^labels: \[bug\]$/m);
    await problemsOf(document, 6);
    // Nothing that is wrong is sent.
    await assert.rejects(
      async () => vscode.commands.executeCommand(commands.sendDraft, {}),
      /The draft wasn't sent\. Enter a title\./,
    );
    assert.deepEqual(await created(), []);
  });

  it('completes fields, their values, and signs in the text', async () => {
    const document = await open('---\ntitle: x\n\nlabels: [bug, ]\nassignees: \n---\n\nSee #');
    const labelsAt = async (line: number, character: number): Promise<string[]> => {
      const { items } = await vscode.commands.executeCommand<vscode.CompletionList>(
        'vscode.executeCompletionItemProvider',
        document.uri,
        new vscode.Position(line, character),
      );
      return items.map(({ label }) => (typeof label === 'string' ? label : label.label));
    };
    const fields = await labelsAt(2, 0);
    assert.ok(fields.includes('milestone') && !fields.includes('title'));
    assert.ok((await labelsAt(3, 14)).includes('feature'));
    assert.ok((await labelsAt(4, 11)).some((name) => name.startsWith('@')));
    assert.ok((await labelsAt(7, 5)).some((name) => /^#\d+$/.test(name)));
  });

  it('is created with everything in it, closes, and is no draft any longer', async () => {
    await server.clearRequests();
    const { iid: other } = await server.createIssue(project, { title: 'Other' });
    const document = await open(
      `---\ntitle: Crash # when typing\nlabels: [bug]\nconfidential: true\ndue: 2026-12-24\nweight: 3\nrelated: [#${other}]\n---\n\nText\n`,
    );
    const sent = await vscode.commands.executeCommand<{ iid: number }>(commands.sendDraft, {});
    const headers = { 'PRIVATE-TOKEN': tokens['personal'] ?? '' };
    const path = `${url}/api/v4/projects/${encodeURIComponent(project)}/issues/${sent.iid}`;
    const issue = (await (await fetch(path, { headers })).json()) as Record<string, unknown>;
    assert.equal(issue['title'], 'Crash # when typing');
    assert.equal(issue['description'], 'Text');
    assert.deepEqual(issue['labels'], ['bug']);
    assert.deepEqual([issue['confidential'], issue['due_date'], issue['weight']], [true, '2026-12-24', 3]);
    const links = (await (await fetch(`${path}/links`, { headers })).json()) as { iid: number }[];
    assert.deepEqual(
      links.map(({ iid }) => iid),
      [other],
    );
    assert.equal(isOpen(document), false);
    await assert.rejects(async () => vscode.workspace.fs.stat(document.uri));
  });

  it('stays with its text if GitLab rejects it, and is sent once however often the key is pressed', async () => {
    const document = await open('---\ntitle: Once\n---\n\nText');
    const removeFault = await server.addFault({
      path: '/api/v4/projects/*/issues',
      method: 'POST',
      count: 1,
      do: { kind: 'error', case: 'internal' },
    });
    await assert.rejects(async () => vscode.commands.executeCommand(commands.sendDraft, {}));
    await removeFault();
    assert.ok(isOpen(document));
    assert.equal(document.getText(), '---\ntitle: Once\n---\n\nText');
    await server.clearRequests();
    const all = [1, 2, 3].map(() => vscode.commands.executeCommand(commands.sendDraft, {}));
    await Promise.all(all);
    assert.equal((await created()).length, 1);
    assert.equal(isOpen(document), false);
  });
});
