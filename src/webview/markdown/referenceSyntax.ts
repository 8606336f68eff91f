import { namespaceOf, onInstance, type MarkdownContext } from './markdownContext.ts';

/** A reference in a text. https://docs.gitlab.com/user/markdown/#gitlab-specific-references */
export interface Reference {
  readonly kind: 'issue' | 'mergeRequest' | 'epic' | 'snippet' | 'label' | 'milestone' | 'commit' | 'user';
  /**
   * Its name in requests to the extension: the full path of its project (empty for the text's own), its sign, and its name
   * without quotes: `#12`, `group/app!3`, `~two words`.
   */
  readonly name: string;
  /** Its text before it is resolved, and if it is not found. */
  readonly text: string;
  /** GitLab's text for a resolved one, if it differs: without the redundant part of its path. */
  readonly foundText?: string;
  /** Its address. Undefined if only GitLab can determine it. */
  readonly url?: string;
  /** Whether it is certainly a reference: `#12` is. `~5`, `50%`, or a word of hexadecimal digits is not until it is found. */
  readonly isCertain: boolean;
  /** Written with a `+`, and shown by its title. */
  readonly wantsTitle: boolean;
  /** Written as an absolute URL. It is a link even if it is not found. */
  readonly isAddress?: boolean;
}

/** A reference, and its position in the text. */
export interface FoundReference {
  readonly start: number;
  readonly end: number;
  readonly reference: Reference;
}

/** The maximum length of a name in a request. */
const longestName = 255;
const longPath = String.raw`(?:[A-Za-z0-9_][\w.-]*\/)+[A-Za-z0-9_][\w.-]*`;
/** Characters to the left that are part of the same word, so that no reference begins there. */
const before = String.raw`(?<![\w/#&@~%!$\\-])`;

/*
 * The time is linear in the length of any text: signs are searched first, and the path before each is read
 * backwards, so that each character is read for only one of them.
 */
const signs = /[#!&$~%@]/g;
const numberAfter = /[#!](?<iid>\d{1,10})(?<format>\+s?(?!\w))?(?!\w)/y;
/** The pattern after each sign. */
const tails: Readonly<Record<string, RegExp>> = {
  '#': numberAfter,
  '!': numberAfter,
  '&': /&(?<epic>\d{1,10})(?<epicFormat>\+s?(?!\w))?(?!\w)/y,
  $: /\$(?<snippet>\d{1,10})(?![\w.,]*\d|\w)/y,
  '~': /~(?<label>"[^"\n]{1,255}"|[\w?.&:-]*[\w&-])/y,
  '%': /%(?<milestone>"[^"\n]{1,255}"|[\w.-]*\w)/y,
  '@': /@(?<user>\w(?:[\w.-]*\w)?(?:\/\w(?:[\w.-]*\w)?)*)/y,
};
const farCommit = /@(?<farCommit>[0-9a-f]{7,40})(?!\w)/y;
const mayBegin = new RegExp(before, 'y');
/** References without a sign. */
const words = new RegExp(
  `${before}(?:` +
    [
      String.raw`GL-(?<jira>\d{1,10})(?!\w)`,
      String.raw`(?<commit>[0-9a-f]{7,40})(?!\w|[.-]+\w)`,
      String.raw`\[(?<type>issue|work_item|epic):(?:(?<typedPath>${longPath})\/)?(?<typed>\d{1,10})\]`,
    ].join('|') +
    ')',
  'g',
);

interface Match {
  readonly start: number;
  readonly end: number;
  readonly parts: Parts;
}
type Parts = Readonly<Record<string, string | undefined>>;

/** The references in a piece of plain text, in order. */
export function findReferences(text: string, context: MarkdownContext): FoundReference[] {
  return allMatches(text).flatMap(({ start, end, parts }) => {
    const reference = read(text.slice(start, end), parts, context);
    return reference && reference.name.length <= longestName ? [{ start, end, reference }] : [];
  });
}

/** If a word and a sign's reference overlap (`abcdef12#1`), the sign's reference wins. */
function allMatches(text: string): Match[] {
  const signed = matchesOfSigns(text);
  let next = 0;
  const others = [...text.matchAll(words)].flatMap((found) => {
    const [start, end] = [found.index, found.index + found[0].length];
    while ((signed[next]?.end ?? Infinity) <= start) next += 1;
    return (signed[next]?.start ?? Infinity) < end ? [] : [{ start, end, parts: found.groups ?? {} }];
  });
  return [...signed, ...others].sort((one, other) => one.start - other.start);
}

function matchesOfSigns(text: string): Match[] {
  const found: Match[] = [];
  let from = 0;
  for (const { 0: sign, index } of text.matchAll(signs)) {
    const match = index < from ? undefined : matchOfSign(text, sign, index, from);
    if (!match) continue;
    found.push(match);
    from = match.end;
  }
  return found;
}

/** @param from where the previous reference ended. */
function matchOfSign(text: string, sign: string, at: number, from: number): Match | undefined {
  const owner = pathBefore(text, at, from);
  // Before these, a path with one part could be any word.
  const needsLong = !'#!@'.includes(sign);
  if (owner !== undefined && (!needsLong || owner.includes('/'))) {
    const tail = matchAt(sign === '@' ? farCommit : tails[sign], text, at);
    if (tail) return { start: at - owner.length, end: at + tail[0].length, parts: { ...tail.groups, sign, owner } };
  }
  const tail = matchAt(mayBegin, text, at) && matchAt(tails[sign], text, at);
  return tail ? { start: at, end: at + tail[0].length, parts: { ...tail.groups, sign } } : undefined;
}

function matchAt(pattern: RegExp | undefined, text: string, at: number): RegExpExecArray | null {
  if (!pattern) return null;
  pattern.lastIndex = at;
  return pattern.exec(text);
}

/** The longest path of a project or group that ends at a sign. */
function pathBefore(text: string, end: number, from: number): string | undefined {
  let start: number | undefined;
  for (let at = end - 1; at >= from && /[\w./-]/.test(text.charAt(at)); at -= 1) {
    const isSlash = text[at] === '/';
    // Each part begins with a letter, a digit or `_`.
    if (isSlash && (at + 1 === end || !/\w/.test(text.charAt(at + 1)))) break;
    if (/\w/.test(text.charAt(at)) && matchAt(mayBegin, text, at)) start = at;
  }
  return start === undefined ? undefined : text.slice(start, end);
}

/** The reference that is the whole text (as the target of a link), if it is certainly one. */
export function readReference(text: string, context: MarkdownContext): Reference | undefined {
  const [found] = findReferences(text, context);
  return found?.reference.isCertain === true && found.start === 0 && found.end === text.length
    ? found.reference
    : undefined;
}

function read(text: string, parts: Parts, context: MarkdownContext): Reference | undefined {
  const { iid, epic, jira, snippet, label, milestone, user, typed } = parts;
  if (iid !== undefined) {
    const kind = parts['sign'] === '#' ? 'issue' : 'mergeRequest';
    return numbered(kind, withoutFormat(text), parts['owner'], iid, parts['format'], context);
  }
  if (jira !== undefined) return numbered('issue', text, undefined, jira, undefined, context);
  if (epic !== undefined) {
    return numbered('epic', withoutFormat(text), parts['owner'], epic, parts['epicFormat'], context);
  }
  if (typed !== undefined) {
    const kind = parts['type'] === 'epic' ? 'epic' : 'issue';
    const sign = kind === 'epic' ? '&' : '#';
    const where = parts['typedPath'];
    return numbered(kind, `${where ?? ''}${sign}${typed}`, where, typed, undefined, context);
  }
  const owner = ownPath(parts['owner'], context);
  const unsure = { text, wantsTitle: false };
  if (snippet !== undefined) {
    const url = onInstance(context, `${owner === '' ? context.project.path : owner}/-/snippets/${snippet}`);
    return { ...unsure, kind: 'snippet', name: `${owner}$${snippet}`, url, isCertain: false };
  }
  if (label !== undefined) {
    const isCertain = label.startsWith('"') || /\w::\w/.test(label);
    return { ...unsure, kind: 'label', name: `${owner}~${unquoted(label)}`, isCertain };
  }
  if (milestone !== undefined) {
    return {
      ...unsure,
      kind: 'milestone',
      name: `${owner}%${unquoted(milestone)}`,
      isCertain: milestone.startsWith('"'),
    };
  }
  if (user !== undefined) {
    return {
      ...unsure,
      kind: 'user',
      name: `@${user}`,
      url: onInstance(context, user),
      isCertain: !user.includes('/'),
    };
  }
  return commitOf(text, parts, context);
}

function commitOf(text: string, parts: Parts, context: MarkdownContext): Reference | undefined {
  const sha = parts['farCommit'] ?? parts['commit'];
  // A year, a telephone number, and "defaced" are hexadecimal too.
  if (sha === undefined || (sha.length < 40 && !(/[a-f]/.test(sha) && /\d/.test(sha)))) return undefined;
  const owner = ownPath(parts['owner'], context);
  const name = owner === '' ? sha : `${owner}@${sha}`;
  return { kind: 'commit', name, text, isCertain: false, wantsTitle: false };
}

type NumberedKind = 'issue' | 'mergeRequest' | 'epic';
const signOf = { issue: '#', mergeRequest: '!', epic: '&' } as const;
const routes = { issue: 'issues', mergeRequest: 'merge_requests', epic: 'epics' } as const;

function numbered(
  kind: NumberedKind,
  text: string,
  where: string | undefined,
  iid: string,
  format: string | undefined,
  context: MarkdownContext,
): Reference {
  const owner = kind === 'epic' ? ownGroup(where, context) : ownPath(where, context);
  const shown = `${owner === '' ? '' : shortPath(owner, context)}${signOf[kind]}${iid}`;
  const home = kind === 'epic' ? `groups/${owner === '' ? namespaceOf(context) : owner}` : owner;
  return {
    kind,
    name: `${owner}${signOf[kind]}${iid}`,
    text,
    ...(where === undefined ? {} : { foundText: shown }),
    url: onInstance(context, `${home === '' ? context.project.path : home}/-/${routes[kind]}/${iid}`),
    isCertain: where === undefined || where.includes('/'),
    wantsTitle: format !== undefined,
  };
}

/** The full path of a project in a reference: `app` is next to the text's own, which is ''. */
function ownPath(written: string | undefined, context: MarkdownContext): string {
  if (written === undefined) return '';
  const whole = written.includes('/') ? written : `${namespaceOf(context)}/${written}`;
  return whole === context.project.path ? '' : whole;
}

function ownGroup(written: string | undefined, context: MarkdownContext): string {
  return written === undefined || written === namespaceOf(context) ? '' : written;
}

function withoutFormat(text: string): string {
  return text.replace(/\+s?$/, '');
}

function unquoted(name: string): string {
  return name.startsWith('"') ? name.slice(1, -1) : name;
}

const tabs = ['designs', 'diffs', 'commits', 'pipelines'];

/**
 * The reference for a bare URL of the same instance, as GitLab shortens it: `#12`, `group/app!3`,
 * `#12 (comment 123)`. Undefined for any other address.
 */
export function referenceOfUrl(url: string, context: MarkdownContext): Reference | undefined {
  const base = `${context.instance.replace(/\/+$/, '')}/`;
  if (!url.startsWith(base)) return undefined;
  const match =
    /^(?<home>[\w./-]+?)\/-\/(?:(?<route>issues|work_items|merge_requests|epics)\/(?<iid>\d{1,10})(?<format>\+s?)?|commit\/(?<sha>[0-9a-f]{7,40}))(?:\/(?<tab>[a-z]+))?(?:\?[^#]*)?(?:#(?:note_(?<note>\d+))?.*)?$/.exec(
      url.slice(base.length),
    );
  const { home = '', route, iid = '', format, sha, tab, note } = match?.groups ?? {};
  if (!match || (tab !== undefined && !tabs.includes(tab))) return undefined;
  const suffix = note === undefined ? (tab === undefined ? '' : ` (${tab})`) : ` (comment ${note})`;
  if (sha !== undefined) {
    const owner = home === context.project.path ? '' : home;
    const text = `${owner === '' ? '' : `${shortPath(owner, context)}@`}${sha.slice(0, 8)}${suffix}`;
    return {
      kind: 'commit',
      name: owner === '' ? sha : `${owner}@${sha}`,
      text,
      url,
      isCertain: true,
      wantsTitle: false,
      isAddress: true,
    };
  }
  const isGroup = home.startsWith('groups/');
  const kind = route === 'merge_requests' ? 'mergeRequest' : route === 'epics' || isGroup ? 'epic' : 'issue';
  if (isGroup !== (kind === 'epic')) return undefined;
  const where = isGroup ? home.slice('groups/'.length) : home;
  const own = isGroup ? where === namespaceOf(context) : where === context.project.path;
  const shown = own ? '' : isGroup ? where : shortPath(where, context);
  return {
    kind,
    name: `${own ? '' : where}${signOf[kind]}${iid}`,
    text: `${shown}${signOf[kind]}${iid}${suffix}`,
    url: withoutFormat(url),
    isCertain: true,
    wantsTitle: format !== undefined,
    isAddress: true,
  };
}

/** A project next to the text's own is referenced by its name alone. */
function shortPath(where: string, context: MarkdownContext): string {
  const beside = `${namespaceOf(context)}/`;
  return where.startsWith(beside) && !where.slice(beside.length).includes('/') ? where.slice(beside.length) : where;
}
