import { env, l10n, type Range, type TextDocument, Uri, window, workspace } from 'vscode';
import { CodePlace } from '../../editor/codePlace.ts';
import { TrackedRange } from '../../editor/trackedRange.ts';
import { readCodeRepository } from '../../host/gitCode.ts';
import type { GitRemotes } from '../../host/gitRemotes.ts';
import { problemAt } from '../../host/problemAt.ts';
import { type CommandId, commands } from '../../manifest.ts';
import { type CodeLines, quotedLines } from '../../model/code/codeLines.ts';
import { codeText, fenced, problemText, type PublishedCode } from '../../model/code/codeText.ts';
import { todoComment } from '../../model/code/todoComment.ts';
import { GitLabError } from '../../model/error/gitLabError.ts';
import { longestTitle } from '../../model/limits.ts';
import { plainText } from '../../model/text/plainText.ts';
import { publishedCode } from '../../sync/code/publishedCode.ts';
import type { Synchronizer } from '../../sync/synchronizer.ts';
import type { IssueReferences } from '../../sync/trackers/issueReferences.ts';
import type { RepositoryProjects } from '../../sync/trackers/repositoryProjects.ts';
import type { NamedTracker } from '../../sync/trackers/trackerNames.ts';
import { isWritable } from '../../sync/trackers/trackerState.ts';
import type { FailedTest } from '../failedTest.ts';
import type { CommandInput, CommandRunner } from '../run.ts';
import { type CreateCommands, createdAnswer, type CreatedIssue, type IssueStart } from './createCommands.ts';
import { showCreated } from './showCreated.ts';

export interface CodeCommandParts {
  readonly creation: Pick<CreateCommands, 'create'>;
  readonly git: Pick<GitRemotes, 'repositoryOf'>;
  readonly projects: RepositoryProjects;
  readonly references: IssueReferences;
  readonly synchronizer: Synchronizer;
}

/** The commands that create an issue from code, a problem, a failed test, or the clipboard. */
export class CodeCommands {
  constructor(private readonly parts: CodeCommandParts) {}

  register(run: CommandRunner): void {
    const register = (
      id: CommandId,
      startOf: (input: CommandInput) => Promise<Omit<IssueStart, 'command' | 'note'> & Partial<IssueStart>>,
    ) => {
      run.register(id, async (input) => {
        const created = await this.parts.creation.create(input, {
          command: id,
          note: Promise.resolve(noteOfCode()),
          ...(await startOf(input)),
        });
        return created && this.answer(input, created);
      });
    };
    register(commands.createIssueFromSelection, async () => {
      const { document, range } = activePlace();
      return this.startAt(document, range, '');
    });
    register(commands.createIssueFromProblem, async ({ place = activePlace() }) => {
      const problem = place.problem ?? problemAt(place.document.uri, place.range);
      if (!problem) throw new GitLabError('invalid', { detail: 'noProblem' });
      const { message, source = '', code } = problem;
      const name = `${source}${code === undefined ? '' : `(${typeof code === 'object' ? code.value : code})`}`;
      return this.startAt(place.document, problem.range, titleOf(message), problemText(message, name));
    });
    register(commands.createIssueFromTest, async ({ test }) => {
      if (!test) throw new GitLabError('invalid', { detail: 'noFailedTest' });
      return this.startOfTest(test);
    });
    register(commands.createIssueFromClipboard, async () => {
      const text = (await env.clipboard.readText()).trim();
      if (text === '') throw new GitLabError('invalid', { detail: 'emptyClipboard' });
      const title = titleOf(text);
      return { title, description: Promise.resolve(title === text ? undefined : fenced(text)) };
    });
    run.register(commands.createIssueFromTodo, (input) => this.createFromTodo(input));
  }

  /** After the issue is created, its number goes into the code, wherever the comment is by then. */
  private async createFromTodo(input: CommandInput) {
    const { document, range } = input.place ?? activePlace();
    const { text, range: line } = document.lineAt(range.start.line);
    const todo = todoComment(text, range.start.character);
    if (!todo) throw new GitLabError('invalid', { detail: 'noTodo' });
    const start = document.offsetAt(line.start);
    const tracked = new TrackedRange(document, { start: start + todo.start, end: start + todo.end });
    try {
      const title = todo.title.slice(0, longestTitle);
      const from = {
        command: commands.createIssueFromTodo,
        ...(await this.startAt(document, line, title)),
      };
      const created = await this.parts.creation.create(input, from);
      if (!created) return undefined;
      const { issue, tracker } = created;
      const reference = this.parts.references.textFor(document.uri.toString(), [
        { ...issue, instance: tracker.instance },
      ]);
      const isInserted = await tracked.insertAfter(` ${reference}`);
      if (input.answers) return createdAnswer(created);
      if (!isInserted)
        void showCreated(
          issue,
          (name) => l10n.t("Created #{0}. Its number wasn't added to the code because the comment changed.", name),
          reference,
        );
      return undefined;
    } finally {
      tracked.dispose();
    }
  }

  private answer(input: CommandInput, created: CreatedIssue) {
    if (input.answers) return createdAnswer(created);
    void showCreated(created.issue, (name) => l10n.t('Created #{0}.', name));
    return undefined;
  }

  /** @param before the Markdown above the code. */
  private async startAt(document: TextDocument, range: Range, title: string, before?: string) {
    await this.parts.synchronizer.ready();
    const code = linesOf(document, range);
    const described = this.describe(code);
    return {
      title,
      origin: `${code.document}\n${quotedLines(code)}`,
      description: described.then(({ text }) => (before === undefined ? text : `${before}\n\n${text}`)),
      note: described.then(({ quoted }) => (quoted === undefined ? noteOfCode() : noteOfQuote(code, quoted))),
      tracker: this.trackerOf(document.uri),
    };
  }

  private async startOfTest({ test, message }: FailedTest) {
    const title = l10n.t('Test fails: {0}', test.label).slice(0, longestTitle);
    const text = typeof message.message === 'string' ? message.message : message.message.value;
    const { expectedOutput: expected, actualOutput: actual } = message;
    const parts = [
      fenced(text),
      ...(expected === undefined ? [] : [l10n.t('Expected:'), fenced(expected)]),
      ...(actual === undefined ? [] : [l10n.t('Actual:'), fenced(actual)]),
    ];
    const { uri, range } = message.location ?? test;
    const document = uri && (await workspace.openTextDocument(uri).then(undefined, () => undefined));
    if (document && range) return this.startAt(document, range, title, parts.join('\n\n'));
    return { title, description: Promise.resolve(parts.join('\n\n')) };
  }

  /** The Markdown about code, and the path of the file if it quotes the code. */
  private async describe(code: CodeLines): Promise<{ readonly text: string; readonly quoted?: string }> {
    const published = await this.publish(code);
    const text = codeText(code, published);
    return published.kind === 'same' ? { text } : { text, quoted: published.path };
  }

  private async publish(code: CodeLines): Promise<PublishedCode> {
    const { git, projects } = this.parts;
    const repository = git.repositoryOf(code.document);
    if (repository) return publishedCode(code, await readCodeRepository(repository), projects);
    const uri = Uri.parse(code.document);
    // A path outside the workspace can contain the user's name.
    const path = workspace.getWorkspaceFolder(uri) ? workspace.asRelativePath(uri, false) : uri.path.split('/').at(-1);
    return { kind: 'elsewhere', path: path ?? '' };
  }

  /** The issue source that the settings assign to the folder of a file, or else that of the file's repository. */
  private trackerOf(document: Uri): NamedTracker | undefined {
    const { projects, synchronizer } = this.parts;
    const folder = workspace.getWorkspaceFolder(document)?.uri.toString();
    const here = synchronizer.trackers.filter((each) => isWritable(each) && each.folder === folder);
    const own = projects.ofDocument(document.toString());
    const named = own && synchronizer.findNamed(`${own.instance}/${own.path}`);
    const isHere = here.some(({ key }) => key === named?.tracker.key);
    if (named && (isHere || !here.some(({ chosen }) => chosen))) return named;
    const [only, another] = here;
    return only && !another ? { tracker: only } : undefined;
  }
}

/** The selection in the active editor. */
function activePlace(): CodePlace {
  const editor = window.activeTextEditor;
  if (!editor) throw new GitLabError('invalid', { detail: 'noEditor' });
  return new CodePlace(editor.document, editor.selection);
}

/** A range that ends at the start of a line doesn't include that line. */
function linesOf(document: TextDocument, { start, end }: Range): CodeLines {
  const isWhole = end.character === 0 && end.line > start.line;
  const last = isWhole ? end.line : end.line + 1;
  return { document: document.uri.toString(), text: document.getText(), first: start.line + 1, last };
}

function noteOfCode(): string {
  return l10n.t('The description is filled in for you.');
}

/** The code might not be meant for everyone who sees the project. */
function noteOfQuote({ first, last }: CodeLines, path: string): string {
  const name = plainText(path.split('/').at(-1) ?? '');
  return first === last
    ? l10n.t('The description quotes 1 line of {0}.', name)
    : l10n.t('The description quotes {0} lines of {1}.', last - first + 1, name);
}

/** The first line of a text. */
function titleOf(text: string): string {
  const [first = ''] = text.trim().split(/\r?\n/, 1);
  return first.trim().slice(0, longestTitle);
}
