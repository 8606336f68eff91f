import type { Env } from 'markdown-it';
import type { MarkdownContext } from './markdownContext.ts';
import type { Marks } from './marks.ts';

/** The context of the parser's rules. markdown-it passes it as `env`. */
export interface RenderEnvironment extends Env {
  readonly marks: Marks;
  readonly context: MarkdownContext;
  /** The source's lines, as written. */
  readonly lines: readonly string[];
  /** The progress of `parseBlocks`. */
  progress?: { looks: number; end?: number };
  /** The number of emoji in the section so far. */
  emoji?: number;
}

/** The environment from `renderMarkdown`. */
export function environmentOf(env: Env | undefined): RenderEnvironment {
  return env as RenderEnvironment;
}
