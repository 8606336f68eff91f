import type { Env } from 'markdown-it';
import type { MarkdownContext } from './markdownContext.ts';
import type { Marks } from './marks.ts';

/** What the rules of the parser know of the text that they are in: markdown-it hands it through as its `env`. */
export interface RenderEnvironment extends Env {
  readonly marks: Marks;
  readonly context: MarkdownContext;
  /** The source's lines, as they were written. */
  readonly lines: readonly string[];
}

/** The environment that `renderMarkdown` gave. */
export function environmentOf(env: Env | undefined): RenderEnvironment {
  return env as RenderEnvironment;
}
