import { pathBelow } from '../../model/address/instanceBases.ts';
import type { RepositoryProjects } from './repositoryProjects.ts';

/** The MIME type of the data that a dragged row carries for an editor: a list of issues as JSON. */
export const draggedType = 'application/vnd.gitlab-issues.references';

/** The parts of an issue that a reference needs. */
export interface ReferredIssue {
  /** With the project: `group/project#12`. */
  readonly reference: string;
  readonly webUrl: string;
  /** The instance that it was loaded from. Its web pages can have another base URL. */
  readonly instance?: string;
}

/** Formats references to issues for a text, depending on the project of the text. */
export class IssueReferences {
  constructor(private readonly projects: Pick<RepositoryProjects, 'ofDocument'>) {}

  /**
   * Returns the references, separated by commas: `#12` in a file of the issue's own project, the URL in a file of
   * another instance's project, and `group/project#12` everywhere else.
   * @param document the URI of the file.
   */
  textFor(document: string, issues: readonly ReferredIssue[]): string {
    // The repository of a text determines the meaning of `#12`.
    const project = this.projects.ofDocument(document);
    const textOf = ({ reference, webUrl, instance }: ReferredIssue) => {
      if (!project) return reference;
      const isHere = instance === project.instance || pathBelow([project.instance], webUrl) !== undefined;
      if (!isHere) return webUrl;
      const [path = '', iid = ''] = reference.split('#');
      return path.toLowerCase() === project.path.toLowerCase() ? `#${iid}` : reference;
    };
    return issues.map(textOf).join(', ');
  }
}
