import * as v from 'valibot';
import { l10n, ProgressLocation, Range, type TextDocument, window } from 'vscode';
import { closeDocument, openedDocument } from '../../editor/documents/closeDocument.ts';
import type { CheckedDocument } from '../../editor/documents/documentDiagnostics.ts';
import type { DocumentFeatures } from '../../editor/documents/documentFeatures.ts';
import type { DocumentProjects } from '../../editor/documents/documentProjects.ts';
import { documentPlace, documentUri, isDocumentUri } from '../../editor/documents/documentUri.ts';
import { commands } from '../../manifest.ts';
import type { DocumentProblem } from '../../model/document/documentProblem.ts';
import { GitLabError } from '../../model/error/gitLabError.ts';
import type { Issue } from '../../model/issue.ts';
import type { IssueName } from '../../model/issueActions.ts';
import { plainMessage } from '../../model/text/plainText.ts';
import { type DocumentPlace, hasOwnText, type IssueDocuments } from '../../sync/documents/issueDocuments.ts';
import { DocumentSender, type SentBefore } from '../../sync/documents/documentSender.ts';
import { newIssueOf } from '../../sync/documents/newIssue.ts';
import type { Synchronizer } from '../../sync/synchronizer.ts';
import type { TrackedIssue } from '../../sync/trackers/trackedIssue.ts';
import type { WriteConsent } from '../../views/writeConsent.ts';
import { readAnswers } from '../answers.ts';
import type { CommandInput, CommandRunner } from '../run.ts';
import { messageName } from '../../model/text/messageName.ts';
import { sendTo } from './sendTo.ts';

const confirmation = v.strictObject({ confirm: v.optional(v.boolean()) });
type Confirmation = v.InferOutput<typeof confirmation>;

export interface DocumentCommandParts {
  readonly documents: IssueDocuments;
  readonly documentProjects: DocumentProjects;
  readonly documentFeatures: DocumentFeatures;
  readonly synchronizer: Synchronizer;
  readonly consent: WriteConsent;
  /** Shows an issue. */
  readonly open: (target: TrackedIssue) => Promise<void>;
}

/** The commands that send and discard the documents of issues. Saving a document never sends it. */
export class DocumentCommands {
  /** The URIs of the documents that are being sent. */
  private readonly sending = new Set<string>();
  private readonly sender: DocumentSender;

  constructor(private readonly parts: DocumentCommandParts) {
    this.sender = new DocumentSender(parts.documents, parts.synchronizer.sender);
  }

  register(run: CommandRunner): void {
    run.register(commands.sendDraft, (input) => this.send(input));
    run.register(commands.discardDraft, (input) => this.discard(input));
  }

  /** @returns the number and URL of the new issue, for a caller that provides arguments. */
  private async send({ answers }: CommandInput): Promise<{ iid: number; webUrl: string } | undefined> {
    const given = answers && readAnswers(confirmation, answers);
    const document = activeDocument();
    if (!document) throw new GitLabError('invalid', { detail: 'noDraft' });
    const key = document.uri.toString();
    if (this.sending.has(key)) {
      window.setStatusBarMessage(l10n.t('This draft is already being sent.'), 5_000);
      return undefined;
    }
    this.sending.add(key);
    try {
      const title = l10n.t('Creating the issue…');
      const sent = await window.withProgress({ location: ProgressLocation.Window, title }, () =>
        this.sendNow(document, given),
      );
      return answers && sent && { iid: sent.iid, webUrl: sent.webUrl };
    } finally {
      this.sending.delete(key);
    }
  }

  private async sendNow(document: TextDocument, given: Confirmation | undefined): Promise<Issue | undefined> {
    const { documentProjects, synchronizer, consent } = this.parts;
    const place = documentPlace(document.uri);
    // If VS Code closes now, the text is there again.
    if (document.isDirty && !(await document.save())) throw new GitLabError('invalid', { detail: 'unsavedDraft' });
    if (!(await documentProjects.of(document.uri))) throw new GitLabError('invalid', { detail: 'discardedDraft' });
    const { read, problems } = await this.checked(document);
    expectNoError(problems, document);
    const project = await documentProjects.of(document.uri);
    const access = await project?.access();
    const tracker = project?.tracker;
    if (!access || !tracker) throw new GitLabError('invalid', { detail: 'notInWindow' });
    const { draft, related } = await newIssueOf(read, project);
    if (given) consent.expect([tracker.key], given.confirm === true);
    else if (!(await consent.ask([tracker.key]))) return undefined;
    const command = synchronizer.issues.newIssueCommand(tracker.key, access.project, draft);
    const before = await this.sender.before(place, command);
    if (before && before.how !== 'same' && !(await mayCreateAnother(before, given))) return undefined;
    const created = before?.how === 'same' ? before.issue : await this.sender.send(place, command);
    const target = { tracker: tracker.key, issue: created };
    await this.finish(place, read.text, created);
    await this.link(target, related);
    await this.parts.open(target);
    return created;
  }

  /** Checks a document. If the project seems to lack something, someone may just have added it. */
  private async checked(document: TextDocument): Promise<CheckedDocument> {
    const { diagnostics } = this.parts.documentFeatures;
    const checked = await diagnostics.check(document);
    const isOfProject = (problem: DocumentProblem) => !checked.read.problems.includes(problem);
    if (!checked.problems.some((problem) => problem.severity === 'error' && isOfProject(problem))) return checked;
    await this.parts.documentProjects.forget(document.uri);
    return diagnostics.check(document);
  }

  /** Closes and removes a sent draft, unless it has another text by now. Never rejects. */
  private async finish(place: DocumentPlace, sent: string, created: Issue): Promise<void> {
    const uri = documentUri(place);
    const name = messageName(created);
    try {
      const opened = openedDocument(uri);
      if (opened === undefined || opened.getText() === sent) {
        // The user may type until it's closed, and another window may have saved another text.
        await closeDocument(uri);
        const stored = await this.parts.documents.read(place);
        if (stored === undefined) return;
        if (openedDocument(uri)?.isDirty !== true && new TextDecoder().decode(stored) === sent) {
          await this.parts.documents.remove(place);
          return;
        }
      }
      const text = l10n.t(
        'Created #{0}, but you changed the draft after you sent it. Copy your changes to the issue, and then discard the draft.',
        name,
      );
      void window.showWarningMessage(text);
    } catch {
      void window.showWarningMessage(l10n.t("Created #{0}, but couldn't remove its draft. Discard the draft.", name));
    }
  }

  private async link(target: TrackedIssue, related: readonly IssueName[]): Promise<void> {
    for (const name of related) {
      try {
        await sendTo(this.parts.synchronizer, target, { kind: 'link', target: name, type: 'relates_to' });
      } catch (thrown) {
        const other = plainMessage(`${name.projectPath}#${name.iid}`);
        const { message } = GitLabError.from(thrown);
        void window.showWarningMessage(
          l10n.t("Created #{0}, but couldn't link it to {1}. {2}", messageName(target.issue), other, message),
        );
      }
    }
  }

  private async discard({ rows, answers }: CommandInput): Promise<void> {
    const given = answers && readAnswers(confirmation, answers);
    const ofRows = rows.flatMap((row) => (row.kind === 'draft' ? [row.place] : []));
    const active = activeDocument();
    const places = ofRows.length > 0 ? ofRows : active ? [documentPlace(active.uri)] : [];
    if (places.length === 0) throw new GitLabError('invalid', { detail: 'noDraft' });
    const used = (await Promise.all(places.map((place) => this.hasText(place)))).filter((isUsed) => isUsed).length;
    if (given ? used > 0 && given.confirm !== true : used > 0 && !(await confirmDiscarding(used))) {
      if (given) throw new GitLabError('invalid', { detail: 'notConfirmed' });
      return;
    }
    for (const place of places) await this.remove(place);
  }

  /** Whether a document has more than its template. */
  private async hasText(place: DocumentPlace): Promise<boolean> {
    const { documents } = this.parts;
    const subject = await documents.subject(place);
    const bytes = await documents.read(place);
    const text = openedDocument(documentUri(place))?.getText() ?? new TextDecoder().decode(bytes ?? new Uint8Array());
    return subject !== undefined && hasOwnText(text, subject);
  }

  private async remove(place: DocumentPlace): Promise<void> {
    await closeDocument(documentUri(place));
    await this.parts.documents.remove(place);
  }
}

function activeDocument(): TextDocument | undefined {
  const document = window.activeTextEditor?.document;
  return document && isDocumentUri(document.uri) ? document : undefined;
}

/** Shows the first error in the editor, and rejects with it. */
function expectNoError(problems: readonly DocumentProblem[], document: TextDocument): void {
  const [first] = problems.filter(({ severity }) => severity === 'error').sort((one, other) => one.start - other.start);
  if (!first) return;
  const range = new Range(document.positionAt(first.start), document.positionAt(first.end));
  const editor = window.visibleTextEditors.find((each) => each.document === document);
  editor?.revealRange(range);
  throw new GitLabError('invalid', { detail: 'draft', explanation: plainMessage(first.message) });
}

/** Asks the user. Rejects if a caller with arguments doesn't confirm it. */
async function mayCreateAnother(
  before: Exclude<SentBefore, { how: 'same' }>,
  given: Confirmation | undefined,
): Promise<boolean> {
  if (given?.confirm === true) return true;
  const text =
    before.how === 'created'
      ? l10n.t('#{0} was already created from this draft.', before.iid)
      : l10n.t("GitLab might already have this issue, but hasn't confirmed it.");
  if (given) {
    const next = l10n.t("To create another issue, call the command with 'confirm': true.");
    throw new GitLabError('invalid', { detail: 'draft', explanation: `${text} ${next}` });
  }
  const create = l10n.t('Create Another Issue');
  const detail =
    before.how === 'created'
      ? l10n.t('To change the issue instead, open #{0}. To keep it as it is, discard the draft.', before.iid)
      : l10n.t('Check your issues in the project first.');
  return (await window.showWarningMessage(text, { modal: true, detail }, create)) === create;
}

async function confirmDiscarding(count: number): Promise<boolean> {
  const discard = l10n.t('Discard');
  const text = count === 1 ? l10n.t('Discard this draft?') : l10n.t('Discard {0} drafts?', count);
  const detail = l10n.t("You can't undo this.");
  return (await window.showWarningMessage(text, { modal: true, detail }, discard)) === discard;
}
