/** An emoji in a text, with the place of its name. */
export interface FoundEmoji {
  readonly emoji: string;
  /** The name with its colons, such as `:tada:`. */
  readonly shortcode: string;
  readonly start: number;
}

/** Returns an emoji by its name without colons. Undefined for an unknown name. */
export type EmojiOf = (name: string) => string | undefined;

/**
 * A name between colons. As in GitLab, no letter, digit, or colon is next to it, but an underscore can be. Reading ahead
 * keeps the second colon for the next name.
 */
const shortcodes = /(?<![\p{Alphabetic}\p{Nd}:]):(?=([\w+-]{1,80}):(?![\p{Alphabetic}\p{Nd}:]))/gu;

/**
 * Finds names of emoji, such as `:tada:`, but not within a word or a path (`std::map::insert`).
 * https://docs.gitlab.com/user/markdown/#emoji
 */
export function findEmoji(text: string, emojiOf: EmojiOf): readonly FoundEmoji[] {
  return [...text.matchAll(shortcodes)].flatMap(({ 1: name = '', index }) => {
    const emoji = emojiOf(name);
    return emoji === undefined ? [] : [{ emoji, shortcode: `:${name}:`, start: index }];
  });
}

/**
 * Returns a title as GitLab shows it, with emoji for their names. Markdown in it stays text.
 * https://gitlab.com/gitlab-org/gitlab/-/blob/master/lib/banzai/pipeline/single_line_pipeline.rb
 */
export function withEmoji(title: string, emojiOf: EmojiOf): string {
  let shown = '';
  let end = 0;
  for (const { emoji, shortcode, start } of findEmoji(title, emojiOf)) {
    shown += title.slice(end, start) + emoji;
    end = start + shortcode.length;
  }
  return shown + title.slice(end);
}
