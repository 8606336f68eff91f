/** Where a text belongs. Its relative links and short references depend on this. */
export interface MarkdownContext {
  /** The base URL of the text's GitLab instance. */
  readonly instance: string;
  readonly project: {
    /** `group/subgroup/app` */
    readonly path: string;
    readonly webUrl: string;
  };
  /** Whether the user can check tasks. */
  readonly mayTick: boolean;
  /** The URL of the issue or comment with the text in GitLab. */
  readonly webUrl: string;
  /** The prefix of the ids in this text, such as `description` or `note-12`. Unique in the page. */
  readonly idPrefix: string;
}

/** Returns the group or user namespace of the project, such as `group/subgroup`. */
export function namespaceOf(context: MarkdownContext): string {
  return context.project.path.split('/').slice(0, -1).join('/');
}

/** Returns a URL below the instance's base URL, which may have a path itself. */
export function onInstance(context: MarkdownContext, path: string): string {
  return `${context.instance.replace(/(?<!\/)\/+$/, '')}/${path.replace(/^\/+/, '')}`;
}

/** Returns a URL below the project's URL. */
export function onProject(context: MarkdownContext, path: string): string {
  return `${context.project.webUrl.replace(/(?<!\/)\/+$/, '')}/${path.replace(/^\/+/, '')}`;
}
