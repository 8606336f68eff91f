/** Where a text stands: what its relative links and short references mean. */
export interface MarkdownContext {
  /** The base URL of the GitLab that the text is on. */
  readonly instance: string;
  readonly project: {
    /** `group/subgroup/app` */
    readonly path: string;
    readonly webUrl: string;
  };
  /** Whether the boxes of tasks can be ticked. */
  readonly mayTick: boolean;
  /** Begins the ids in this text, so that two texts of a page do not share any: `description`, `note-12`. */
  readonly idPrefix: string;
}

/** The group (or person) that the project is in: `group/subgroup`. */
export function namespaceOf(context: MarkdownContext): string {
  return context.project.path.split('/').slice(0, -1).join('/');
}

/** An address below the instance's base URL, which may have a path of its own. */
export function onInstance(context: MarkdownContext, path: string): string {
  return `${context.instance.replace(/\/+$/, '')}/${path.replace(/^\/+/, '')}`;
}

/** An address below the project's. */
export function onProject(context: MarkdownContext, path: string): string {
  return `${context.project.webUrl.replace(/\/+$/, '')}/${path.replace(/^\/+/, '')}`;
}
