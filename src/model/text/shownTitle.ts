import { type EmojiOf, findEmoji, withEmoji } from './shortcodes.ts';

let emojiOf: EmojiOf | undefined;
let loading: Promise<void> | undefined;

/**
 * Returns a title for display outside the issue page. Emoji need {@link loadEmoji} first. Until then, it returns their
 * names. To edit, compare, or search a title, use the title itself.
 */
export function shownTitle(title: string): string {
  return emojiOf ? withEmoji(title, emojiOf) : title;
}

/**
 * Loads all emoji, once. Call it before the first title is shown, but not while VS Code starts. Never rejects. Without
 * the emoji, titles show their names.
 */
export function loadEmoji(): Promise<void> {
  loading ??= import('./emojiOf.ts')
    .then((loaded) => {
      ({ emojiOf } = loaded);
    })
    .catch(() => {
      loading = undefined;
    });
  return loading;
}

/** The names of the emoji in a title, such as `:tada:`, which {@link shownTitle} replaced. */
export function shortcodesIn(title: string): readonly string[] {
  return emojiOf ? findEmoji(title, emojiOf).map(({ shortcode }) => shortcode) : [];
}

/** Whether {@link shownTitle} needs emoji for a title that aren't loaded yet. */
export function lacksEmoji(title: string): boolean {
  return emojiOf === undefined && /:[\w+-]{1,80}:/.test(title);
}
