import names from 'markdown-it-emoji/lib/data/full.mjs';

/** GitLab's names that differ from GitHub's. The package has only GitHub's. */
const gitLabNames: Readonly<Record<string, string>> = {
  slight_smile: '🙂',
  slight_frown: '🙁',
  upside_down: '🙃',
  hugging: '🤗',
  nerd: '🤓',
  money_mouth: '🤑',
  zipper_mouth: '🤐',
  thermometer_face: '🤒',
  head_bandage: '🤕',
  rolling_eyes: '🙄',
  laughing: '😆',
  rofl: '🤣',
  thinking: '🤔',
  robot: '🤖',
  ok_hand: '👌',
  metal: '🤘',
  vulcan: '🖖',
  writing_hand: '✍️',
  middle_finger: '🖕',
  fingers_crossed: '🤞',
  handshake: '🤝',
  shrug: '🤷',
  facepalm: '🤦',
  first_place: '🥇',
  second_place: '🥈',
  third_place: '🥉',
  tools: '🛠️',
  gear: '⚙️',
  shield: '🛡️',
  flag_white: '🏳️',
  flag_black: '🏴',
  flag_de: '🇩🇪',
  flag_fr: '🇫🇷',
  flag_gb: '🇬🇧',
  flag_us: '🇺🇸',
  heart_exclamation: '❣️',
  speech_left: '🗨️',
  stopwatch: '⏱️',
  timer: '⏲️',
  calendar_spiral: '🗓️',
  card_box: '🗃️',
  wastebasket: '🗑️',
  hourglass: '⌛',
  white_flower: '💮',
  tanuki: '🦊',
};

/** Returns an emoji by GitLab's name for it, without colons. Undefined for an unknown name, such as a custom emoji. */
export function emojiOf(name: string): string | undefined {
  if (Object.hasOwn(names, name)) return names[name];
  return Object.hasOwn(gitLabNames, name) ? gitLabNames[name] : undefined;
}

/** Every name that {@link emojiOf} supports, for completion. */
export function emojiNames(): string[] {
  return [...new Set([...Object.keys(names), ...Object.keys(gitLabNames)])];
}
