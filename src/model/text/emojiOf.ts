import emojiTable from './emojiTable.json' with { type: 'json' };

/** An emoji with all its names but those with a skin tone. The first is the one that GitLab stores. */
export interface NamedEmoji {
  readonly emoji: string;
  readonly names: readonly string[];
}

let all: readonly NamedEmoji[] | undefined;
let byName: ReadonlyMap<string, string> | undefined;

/**
 * Returns an emoji by GitLab's name for it, without colons. Undefined for an unknown name, such as a custom emoji, and
 * for several people with a skin tone.
 * https://gitlab.com/gitlab-org/gitlab/-/blob/master/lib/banzai/filter/emoji_filter.rb
 */
export function emojiOf(name: string): string | undefined {
  byName ??= new Map(allEmoji().flatMap(({ emoji, names }) => names.map((each) => [each, emoji] as const)));
  return byName.get(name) ?? toned(name, byName);
}

/** Returns every emoji that {@link emojiOf} supports, without variants for skin tones. */
export function allEmoji(): readonly NamedEmoji[] {
  all ??= readTable();
  return all;
}

/**
 * Reads GitLab's emoji. Each line has an emoji, GitLab's name for it, and its other names. It is made like the index of
 * GitLab (`TanukiEmoji::Index`) from the names of gemojione 3.3.0 and those of Unicode's `emoji-test.txt`.
 * https://gitlab.com/gitlab-org/ruby/gems/tanuki_emoji
 */
function readTable(): NamedEmoji[] {
  const rows = emojiTable.map((line) => line.split(' ')).map(([emoji = '', ...names]) => ({ emoji, names }));
  const taken = new Set(rows.flatMap(({ names }) => names));
  return rows.map(({ emoji, names }) => {
    const region = regionOf(emoji);
    if (region === undefined || names[0] === 'flag_united_nations') return { emoji, names };
    return { emoji, names: [`flag_${region}`, ...names, ...(taken.has(region) ? [] : [region])] };
  });
}

/** The code of the region with a flag, such as `nl`. Undefined for any other emoji. */
function regionOf(emoji: string): string | undefined {
  if (!/^\p{Regional_Indicator}{2}$/u.test(emoji)) return undefined;
  const first = 0x1f1e6 - 'a'.charCodeAt(0);
  return String.fromCharCode(...Array.from(emoji, (letter) => (letter.codePointAt(0) ?? 0) - first));
}

const tones = ['🏻', '🏼', '🏽', '🏾', '🏿'];
const toneWords = ['light', 'medium_light', 'medium', 'medium_dark', 'dark'];

/** Returns the emoji for a name with a skin tone, in the form of gemojione (`wave_tone2`) or of Unicode. */
function toned(name: string, known: ReadonlyMap<string, string>): string | undefined {
  const found = /_tone(?<number>[1-5])$|_(?<words>(?:medium_)?(?:light|dark)|medium)_skin_tone/.exec(name);
  const emoji = found && known.get(name.replace(found[0], ''));
  if (!emoji) return undefined;
  const { number, words = '' } = found.groups ?? {};
  const tone = tones[number === undefined ? toneWords.indexOf(words) : Number(number) - 1] ?? '';
  const [before, person, after, another] = emoji.split(/(\p{Emoji_Modifier_Base})\ufe0f?/u);
  return person === undefined || another !== undefined ? undefined : `${before ?? ''}${person}${tone}${after ?? ''}`;
}
