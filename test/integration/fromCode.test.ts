import assert from 'node:assert/strict';
import { join } from 'node:path';
import * as vscode from 'vscode';
import { commands } from '../../src/manifest.ts';
import { createRepository, git } from '../host/gitRepository.ts';
import { waitUntil } from '../host/waitUntil.ts';
import { AbsentPerson } from './absentPerson.ts';
import { extensionApi } from './extensionApi.ts';
import { openFolder } from './openFolder.ts';
import { PromptUser } from './promptUser.ts';
import { testEnvironment } from './testEnvironment.ts';

const project = 'tanuki-tools/mobile-app';
const text = ['function upload(file) {', '  // TODO: retry after a 503', '  return send(file);', '}', ''].join('\n');

interface Created {
  readonly iid: number;
}

describe('issues from code', () => {
  const { url, tokens, scratchFolder } = testEnvironment();
  let folder: string;
  let closeFolder: () => Promise<void>;
  let user: PromptUser;
  let person: AbsentPerson;
  let pushed: string;

  const read = async (path: string): Promise<unknown> => {
    const response = await fetch(`${url}/api/v4/projects/${encodeURIComponent(project)}/issues${path}`, {
      headers: { 'PRIVATE-TOKEN': tokens['personal'] ?? '' },
    });
    return response.json();
  };
  const description = async ({ iid }: Created) => ((await read(`/${iid}`)) as { description: string }).description;
  const newest = async () => ((await read('?per_page=1')) as { iid: number; title: string }[])[0];
  const open = async (name = 'upload.js') => {
    const document = await vscode.workspace.openTextDocument(join(folder, name));
    return vscode.window.showTextDocument(document);
  };
  const run = async (command: string, answers: object): Promise<Created> =>
    vscode.commands.executeCommand<Created>(command, answers);
  const fromSelection = async (editor: vscode.TextEditor, first: number, last: number): Promise<string> => {
    editor.selection = new vscode.Selection(first - 1, 0, last, 0);
    return description(await run(commands.createIssueFromSelection, { title: 'Look at this' }));
  };
  /** The code actions that VS Code lists for a line. */
  const actionsAt = async (document: vscode.TextDocument, line: number): Promise<vscode.CodeAction[]> =>
    vscode.commands.executeCommand<vscode.CodeAction[]>(
      'vscode.executeCodeActionProvider',
      document.uri,
      new vscode.Range(line - 1, 4, line - 1, 4),
    );
  const select = async (document: vscode.TextDocument, line: number, title: RegExp): Promise<Thenable<unknown>> => {
    const actions = await actionsAt(document, line);
    const action = actions.find((each) => title.test(each.title));
    assert.ok(action?.command, actions.map((each) => each.title).join('\n'));
    return vscode.commands.executeCommand(action.command.command, ...((action.command.arguments ?? []) as unknown[]));
  };
  const change = async (document: vscode.TextDocument, line: number, added: string): Promise<void> => {
    const edit = new vscode.WorkspaceEdit();
    edit.insert(document.uri, new vscode.Position(line - 1, 0), added);
    assert.ok(await vscode.workspace.applyEdit(edit));
  };

  // In a browser, VS Code saves every edit by default.
  const setAutoSave = (value: 'off' | undefined): Thenable<void> =>
    vscode.workspace.getConfiguration('files').update('autoSave', value, vscode.ConfigurationTarget.Workspace);

  before(async () => {
    await setAutoSave('off');
    folder = await createRepository(join(scratchFolder, 'from-code'), {
      remotes: { origin: `${url}/${project}.git` },
      files: { 'upload.js': text, 'docs/read me.md': '# Title\n' },
    });
    // As after a push.
    await git(folder, 'update-ref', 'refs/remotes/origin/main', 'HEAD');
    await git(folder, 'config', 'branch.main.remote', 'origin');
    await git(folder, 'config', 'branch.main.merge', 'refs/heads/main');
    pushed = (await git(folder, 'rev-parse', 'HEAD')).trim();
    await vscode.commands.executeCommand(commands.signIn, { url, token: tokens['personal'] });
    closeFolder = await openFolder(folder);
    const api = await extensionApi();
    await waitUntil('the project', () => api.projects.some(({ path }) => path === project), {
      seen: () => api.projects,
    });
  });
  beforeEach(() => {
    user = new PromptUser();
    person = new AbsentPerson();
  });
  afterEach(async () => {
    user.leave();
    person.leave();
    await vscode.commands.executeCommand('workbench.action.closeQuickOpen');
    for (const document of vscode.workspace.textDocuments.filter(({ isDirty }) => isDirty)) {
      await vscode.window.showTextDocument(document);
      await vscode.commands.executeCommand('workbench.action.files.revert');
    }
    await vscode.commands.executeCommand('workbench.action.closeAllEditors');
  });
  after(async () => {
    await vscode.commands.executeCommand(commands.signOut, { url });
    await closeFolder();
    await setAutoSave(undefined);
  });

  it('link to the selected lines in the pushed commit, with their numbers there', async () => {
    const editor = await open();
    const link = `${url}/${project}/-/blob/${pushed}/upload.js`;
    assert.equal(await fromSelection(editor, 1, 3), `[\`upload.js:1-3\`](${link}#L1-3)`);
    await change(editor.document, 1, '"use strict";\n\n');
    assert.equal(await fromSelection(editor, 5, 5), `[\`upload.js:3\`](${link}#L3)`);
    const other = await fromSelection(await open('docs/read me.md'), 1, 1);
    assert.ok(other.includes(`/-/blob/${pushed}/docs/read%20me.md#L1)`), other);
  });

  it('quote lines that GitLab does not have, and state why', async () => {
    const editor = await open();
    await change(editor.document, 3, '  await wait();\n');
    const changed = await fromSelection(editor, 3, 4);
    assert.match(
      changed,
      /differ from the newest commit that was found on GitLab\.\n\n```js\n {2}await wait\(\);\n {2}return send/,
    );
    assert.ok(changed.includes(`/-/blob/${pushed}/upload.js)`), changed);
  });

  it('name what is quoted before it is sent, and keep the title for each selection apart', async () => {
    const editor = await open();
    await change(editor.document, 3, '  await wait();\n  await send();\n');
    const begin = async (first: number, last: number) => {
      editor.selection = new vscode.Selection(first - 1, 0, last, 0);
      void vscode.commands.executeCommand(commands.createIssueFromSelection);
      return user.list(/Create Issue in/);
    };
    const box = await begin(3, 4);
    const note = () => box.items[0]?.detail ?? '';
    await waitUntil('the note', () => note().includes('quotes 2 lines of upload.js'), { seen: note });
    await user.type(box, 'Waits too long');
    box.hide();
    await user.closed(box);
    const other = await begin(1, 1);
    assert.equal(other.value, '');
    other.hide();
    await user.closed(other);
    const again = await begin(3, 4);
    assert.equal(again.value, 'Waits too long');
    again.hide();
    await user.closed(again);
  });

  it('link to the newest pushed commit if the current one was not pushed', async () => {
    await git(folder, 'commit', '--quiet', '--allow-empty', '--message=Not pushed');
    try {
      assert.ok((await fromSelection(await open(), 3, 3)).includes(`/-/blob/${pushed}/upload.js#L3)`));
    } finally {
      await git(folder, 'reset', '--quiet', '--soft', pushed);
    }
  });

  it('start from a TODO with one more key, and add the number to it wherever it is by then', async () => {
    const { document } = await open();
    const created = select(document, 2, /from TODO/);
    const box = await user.box(/Create Issue in tanuki-tools\/mobile-app/);
    assert.equal(box.value, 'retry after a 503');
    await change(document, 1, '// A line above\n');
    await user.pressEnter();
    await created;
    const issue = await newest();
    assert.equal(issue?.title, 'retry after a 503');
    assert.equal(document.lineAt(2).text, `  // TODO #${issue.iid}: retry after a 503`);
    assert.ok((await description(issue)).includes(`/-/blob/${pushed}/upload.js#L2)`));
    assert.deepEqual(person.messages, []);
    assert.equal(
      (await actionsAt(document, 3)).some(({ title }) => title.includes('TODO')),
      false,
    );
  });

  it('name the number in a message if the TODO has changed', async () => {
    const editor = await open();
    // The selection of a whole line ends at the start of the next one.
    editor.selection = new vscode.Selection(1, 0, 2, 0);
    const created = vscode.commands.executeCommand(commands.createIssueFromTodo);
    await user.box(/Create Issue in/);
    const edit = new vscode.WorkspaceEdit();
    edit.delete(editor.document.uri, new vscode.Range(1, 0, 2, 0));
    await vscode.workspace.applyEdit(edit);
    await user.pressEnter();
    await created;
    const { iid } = (await newest()) ?? {};
    await waitUntil('the message', () => person.messages.some(({ text: shown }) => shown.includes(`#${iid}`)), {
      seen: () => person.messages,
    });
    assert.ok(!editor.document.getText().includes('TODO'));
  });

  it('need a TODO at the cursor, and an editor', async () => {
    const editor = await open();
    editor.selection = new vscode.Selection(0, 0, 0, 0);
    await assert.rejects(run(commands.createIssueFromTodo, {}), /No TODO or FIXME found/);
    await vscode.commands.executeCommand('workbench.action.closeAllEditors');
    await assert.rejects(run(commands.createIssueFromSelection, {}), /No active text editor found/);
  });

  it('start from a problem, with its message and code', async () => {
    const { document } = await open();
    const problems = vscode.languages.createDiagnosticCollection('from-code');
    try {
      const problem = new vscode.Diagnostic(new vscode.Range(2, 2, 2, 8), 'Unreachable code.\n/close');
      Object.assign(problem, { source: 'lint', code: 'no-unreachable' });
      problems.set(document.uri, [problem]);
      const created = select(document, 3, /from 'Unreachable code/);
      const box = await user.box(/Create Issue in/);
      assert.equal(box.value, 'Unreachable code.');
      await user.pressEnter();
      await created;
    } finally {
      problems.dispose();
    }
    const issue = await newest();
    assert.ok(issue);
    assert.equal(
      await description(issue),
      [
        '`lint(no-unreachable)`',
        '```\nUnreachable code.\n/close\n```',
        `[\`upload.js:3\`](${url}/${project}/-/blob/${pushed}/upload.js#L3)`,
      ].join('\n\n'),
    );
  });

  it('start from a failed test, as VS Code passes its message', async () => {
    const { document } = await open();
    const controller = vscode.tests.createTestController('from-code', 'From code');
    try {
      const test = controller.createTestItem('upload', 'uploads a file', document.uri);
      const message = vscode.TestMessage.diff('Wrong status', '200', '503');
      message.location = new vscode.Location(document.uri, new vscode.Range(2, 0, 2, 8));
      const created = vscode.commands.executeCommand(commands.createIssueFromTest, { test, message });
      assert.equal((await user.box(/Create Issue in/)).value, 'Test fails: uploads a file');
      await user.pressEnter();
      await created;
    } finally {
      controller.dispose();
    }
    const issue = await newest();
    assert.ok(issue);
    const parts = (await description(issue)).split('\n\n');
    assert.deepEqual(parts.slice(0, 5), [
      '```\nWrong status\n```',
      'Expected:',
      '```\n200\n```',
      'Actual:',
      '```\n503\n```',
    ]);
    assert.ok(parts[5]?.includes('/upload.js#L3)'), parts[5]);
  });

  it('start from the clipboard', async () => {
    await vscode.env.clipboard.writeText('TypeError: x is not a function\n    at /usr/lib/a.js:1\n');
    const { iid } = await run(commands.createIssueFromClipboard, {
      project: `${url}/${project}`,
      title: 'It crashes',
    });
    assert.equal(await description({ iid }), '```\nTypeError: x is not a function\n    at /usr/lib/a.js:1\n```');
    await vscode.env.clipboard.writeText('  ');
    await assert.rejects(run(commands.createIssueFromClipboard, {}), /clipboard contains no text/);
  });
});
