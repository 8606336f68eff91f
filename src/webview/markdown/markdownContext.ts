import { basesOf } from '../../model/address/instanceBases.ts';

/** Where a text belongs. Its relative links and short references depend on this. */
export interface MarkdownContext {
  /** The base URL of the API of the text's GitLab instance. See {@link ownBases}. */
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

/** The base URLs of the text's GitLab instance. */
export function ownBases(context: MarkdownContext): readonly string[] {
  return basesOf(context.instance, context.project);
}

/** Returns a URL below the base URL of the instance's web pages, which may have a path itself. */
export function onInstance(context: MarkdownContext, path: string): string {
  return `${ownBases(context)[0] ?? ''}/${path.replace(/^\/+/, '')}`;
}

/** Returns a URL below the project's URL. */
export function onProject(context: MarkdownContext, path: string): string {
  return `${context.project.webUrl.replace(/(?<!\/)\/+$/, '')}/${path.replace(/^\/+/, '')}`;
}
