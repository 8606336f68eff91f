import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { DocumentFiles } from '../../src/editor/documents/documentFiles.ts';
import type { DocumentProjects } from '../../src/editor/documents/documentProjects.ts';
import { commands, documentScheme } from '../../src/manifest.ts';
import { StandInClient } from '../gitlab/standInClient.ts';
import { waitUntil } from '../host/waitUntil.ts';
import { AbsentPerson } from './absentPerson.ts';
import { extensionApi } from './extensionApi.ts';
import { PromptUser } from './promptUser.ts';
import { testEnvironment } from './testEnvironment.ts';

const project = 'tanuki-tools/web-shop';

/** A file on the clipboard. */
class FileItem extends vscode.DataTransferItem {
  constructor(private readonly name: string) {
    super('');
  }

  override asFile(): vscode.DataTransferFile {
    return { name: this.name, data: () => Promise.resolve(new Uint8Array([1])) };
  }
}

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
  beforeEach(() => server.clearRequests());
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

  it('has a placeholder for a pasted file until GitLab has it, and uploads only a file that was inserted', async () => {
    const document = await open('---\ntitle: Picture\n---\n\n');
    const given: string[] = [];
    let finish: (markdown: string) => void = () => undefined;
    const uploads = {
      tracker: { key: project },
      access: () => Promise.resolve(),
      upload: (name: string) => {
        given.push(name);
        return new Promise<string>((resolve) => (finish = resolve));
      },
    };
    const files = new DocumentFiles({ of: () => Promise.resolve(uploads) } as unknown as DocumentProjects, () =>
      Promise.resolve(true),
    );
    const listening = vscode.workspace.onDidChangeTextDocument((change) => {
      files.uploadFor(change.document);
    });
    const transfer = new vscode.DataTransfer();
    transfer.set('image/png', new FileItem('screen [1].png'));
    const [first] = (await files.provideDocumentPasteEdits(document, [], transfer)) ?? [];
    const [edit] = (await files.provideDocumentPasteEdits(document, [], transfer)) ?? [];
    assert.ok(first && edit);
    await type(document, `---\ntitle: Picture\n---\n\n${first.insertText as string}`);
    assert.deepEqual(given, []);
    await type(document, `---\ntitle: Picture\n---\n\n${edit.insertText as string} after`);
    assert.match(document.getText(), /!\[Uploading screen 1\.png…\]\(uploading-/);
    await waitUntil('the upload', () => given.length === 1);
    await assert.rejects(
      async () => vscode.commands.executeCommand(commands.sendDraft, {}),
      /This file isn't uploaded yet\./,
    );
    finish('![screen](/uploads/1/screen.png)');
    await waitUntil('the Markdown', () => document.getText().endsWith('\n![screen](/uploads/1/screen.png) after'));
    transfer.set('text/plain', new vscode.DataTransferItem('also text'));
    assert.equal(await files.provideDocumentPasteEdits(document, [], transfer), undefined);
    listening.dispose();
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

  it('keeps what the user typed while it was sent, and creates no second issue without a question', async () => {
    const document = await open('---\ntitle: Slow\n---\n\nText');
    const removeFault = await server.addFault({
      path: '/api/v4/projects/*/issues',
      method: 'POST',
      count: 1,
      do: { kind: 'delay', ms: 1_000 },
    });
    const sending = vscode.commands.executeCommand<{ iid: number }>(commands.sendDraft, {});
    await waitUntil('the request', async () => (await created()).length === 1);
    await type(document, '---\ntitle: Slow\n---\n\nText and more');
    assert.ok(await document.save());
    await vscode.commands.executeCommand('workbench.action.closeActiveEditor');
    const { iid } = await sending;
    await removeFault();
    const bytes = await vscode.workspace.fs.readFile(document.uri);
    assert.match(new TextDecoder().decode(bytes), /Text and more$/);
    assert.ok(person.messages.some(({ text }) => /^Created #.*, but you changed the draft/.test(text)));
    await vscode.window.showTextDocument(document);
    await assert.rejects(
      async () => vscode.commands.executeCommand(commands.sendDraft, {}),
      new RegExp(`The draft wasn't sent\\. #${iid} was already created from this draft\\.`),
    );
    assert.equal((await created()).length, 1);
    await vscode.commands.executeCommand(commands.sendDraft, { confirm: true });
    assert.equal((await created()).length, 2);
    assert.equal(isOpen(document), false);
  });

  it('is not sent if it could not be saved because another window changed it', async () => {
    await server.clearRequests();
    const document = await open('---\ntitle: Two windows\n---\n\nText');
    assert.ok(document.isDirty);
    await vscode.workspace.fs.writeFile(document.uri, Buffer.from('---\ntitle: Two windows\n---\n\nAnother text\n'));
    await assert.rejects(
      async () => vscode.commands.executeCommand(commands.sendDraft, {}),
      /The draft couldn't be saved, or was changed in another window\./,
    );
    assert.deepEqual(await created(), []);
    assert.match(Buffer.from(await vscode.workspace.fs.readFile(document.uri)).toString(), /Another text/);
    await vscode.commands.executeCommand('workbench.action.files.revert');
  });

  it('is UTF-8 whatever encoding the user has set for other files', async () => {
    const files = vscode.workspace.getConfiguration('files');
    await files.update('encoding', 'windows1252', vscode.ConfigurationTarget.Global);
    try {
      const title = 'Größe 日本 👩‍💻';
      await vscode.commands.executeCommand(commands.createIssueInEditor, { project, title });
      const document = vscode.window.activeTextEditor?.document;
      assert.ok(document);
      assert.equal(document.lineAt(1).text, `title: ${title}`);
      await type(document, `---\ntitle: ${title} ü\n---\n`);
      assert.ok(await document.save());
      const bytes = await vscode.workspace.fs.readFile(document.uri);
      assert.equal(new TextDecoder().decode(bytes), `---\ntitle: ${title} ü\n---\n`);
    } finally {
      await files.update('encoding', undefined, vscode.ConfigurationTarget.Global);
    }
  });

  it('is sent with a member who was just added to the project', async () => {
    const headers = { 'PRIVATE-TOKEN': tokens['personal'] ?? '' };
    const { username } = (await (await fetch(`${url}/api/v4/user`, { headers })).json()) as { username: string };
    const removeFault = await server.addFault({
      path: '/api/v4/projects/*/members/all',
      do: { kind: 'answer', status: 200, headers: { 'Content-Type': 'application/json' }, body: '[]' },
    });
    const document = await open(`---\ntitle: New member\nassignees: [${username}]\n---\n`);
    await problemsOf(document, 1);
    await removeFault();
    await vscode.commands.executeCommand(commands.sendDraft, {});
    assert.equal(isOpen(document), false);
  });

  it('is opened once from the box for a title, which then creates no issue', async () => {
    const user = new PromptUser();
    try {
      void vscode.commands.executeCommand(commands.createIssue, { project });
      const box = await user.list(/Create Issue in tanuki-tools\/web-shop/);
      await user.type(box, 'Continued in the editor');
      user.press(box, 'Continue in Editor');
      user.press(box, 'Continue in Editor');
      await user.choose(box, /^Create "/);
      await user.closed(box);
      const { document } = await waitUntil('the draft', () => vscode.window.activeTextEditor);
      assert.match(document.getText(), /^title: Continued in the editor$/m);
      const drafts = vscode.workspace.textDocuments.filter(
        (each) => each.uri.scheme === documentScheme && each.getText().includes('Continued in the editor'),
      );
      assert.equal(drafts.length, 1);
      assert.deepEqual(await created(), []);
    } finally {
      user.leave();
    }
  });
});
