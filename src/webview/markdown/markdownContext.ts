/** The location of a text, which determines its relative links and short references. */
export interface MarkdownContext {
  /** The base URL of the text's GitLab instance. */
  readonly instance: string;
  readonly project: {
    /** `group/subgroup/app` */
    readonly path: string;
    readonly webUrl: string;
  };
  /** Whether tasks can be checked. */
  readonly mayTick: boolean;
  /** The prefix of ids in this text, unique in the page: `description`, `note-12`. */
  readonly idPrefix: string;
}

/** The group or user namespace of the project: `group/subgroup`. */
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
