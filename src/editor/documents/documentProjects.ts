import { env, type Uri } from 'vscode';
import type { Clock } from '../../model/time/clock.ts';
import { DocumentProject } from '../../sync/documents/documentProject.ts';
import type { DocumentSubject, IssueDocuments } from '../../sync/documents/issueDocuments.ts';
import type { IssueStore } from '../../sync/store/issueStore.ts';
import type { Synchronizer } from '../../sync/synchronizer.ts';
import { documentPlace } from './documentUri.ts';

/** How long to reuse what is known about a project, in milliseconds. */
const keptFor = 5 * 60_000;

/** The projects of the open documents, with their labels and milestones. */
export class DocumentProjects {
  private readonly known = new Map<string, { readonly project: DocumentProject; readonly at: number }>();

  constructor(
    private readonly documents: IssueDocuments,
    private readonly synchronizer: Synchronizer,
    private readonly store: Pick<IssueStore, 'issues'>,
    private readonly clock: Clock,
  ) {}

  /** The project of a document. Undefined if the document doesn't exist. */
  async of(uri: Uri): Promise<DocumentProject | undefined> {
    const subject = await this.documents.subject(documentPlace(uri)).catch(() => undefined);
    return subject && this.projectOf(subject);
  }

  /** Forgets what is known about a document's project. Someone may have added a milestone or a member. */
  async forget(uri: Uri): Promise<void> {
    const subject = await this.documents.subject(documentPlace(uri)).catch(() => undefined);
    if (subject) this.known.delete(keyOf(subject));
  }

  private projectOf(subject: DocumentSubject): DocumentProject {
    const key = keyOf(subject);
    const now = this.clock.elapsed();
    const known = this.known.get(key);
    if (known && now - known.at < keptFor) return known.project;
    const project = new DocumentProject(subject, this.synchronizer, this.store, env.language, this.clock);
    this.known.set(key, { project, at: now });
    return project;
  }
}

function keyOf({ account, project }: DocumentSubject): string {
  return `${account} ${project.id}`;
}
