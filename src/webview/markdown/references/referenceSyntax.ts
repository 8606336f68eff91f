import { pathBelow } from '../../../model/address/instanceBases.ts';
import { longestNameOnPage } from '../../../model/limits.ts';
import { namespaceOf, onInstance, ownBases, type MarkdownContext } from '../markdownContext.ts';

/** A reference in a text. https://docs.gitlab.com/user/markdown/#gitlab-specific-references */
export interface Reference {
  readonly kind: 'issue' | 'mergeRequest' | 'epic' | 'snippet' | 'label' | 'milestone' | 'commit' | 'user';
  /**
   * The name in requests to the extension, such as `#12`, `group/app!3`, or `~two words`: the full path of the
   * project (empty for the text's own project), the sign, and the name without quotes.
   */
  readonly name: string;
  /** The text until the reference is resolved, or if it isn't found. */
  readonly text: string;
  /** The text of a resolved reference, if it differs. GitLab omits the redundant part of the path. */
  readonly foundText?: string;
  /** The URL. Undefined if only GitLab can determine it. */
  readonly url?: string;
  /** True if it can only be a reference, such as `#12`. False for `~5`, `50%`, or a word of hexadecimal digits. */
  readonly isCertain: boolean;
  /** Whether it ends in `+`, which shows the title. */
  readonly wantsTitle: boolean;
  /** Whether it is written as an absolute URL. Then it stays a link even if it isn't found. */
  readonly isAddress?: boolean;
}

/** A reference and its position in the text. */
export interface FoundReference {
  readonly start: number;
  readonly end: number;
  readonly reference: Reference;
}

const longPath = String.raw`(?:[A-Za-z0-9_][\w.-]*\/)+[A-Za-z0-9_][\w.-]*`;
/** No reference starts after these characters, because it would be part of a word. */
const before = String.raw`(?<![\w/#&@~%!$\\-])`;

/*
 * The time is linear in the length of the text. The search finds the signs first and reads the path before each one
 * backward, so it reads every character for only one sign.
 */
const signs = /[#!&$~%@]/g;
const numberAfter = /[#!](?<iid>\d{1,10})(?<format>\+s?(?!\w))?(?!\w)/y;
/** The pattern for each sign and the text after it. */
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

/** Returns the references in plain text, in order. */
export function findReferences(text: string, context: MarkdownContext): FoundReference[] {
  return allMatches(text).flatMap(({ start, end, parts }) => {
    const reference = read(text.slice(start, end), parts, context);
    return reference && reference.name.length <= longestNameOnPage ? [{ start, end, reference }] : [];
  });
}

/** If references with and without a sign overlap (`abcdef12#1`), the one with the sign wins. */
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

/** @param from the end of the previous reference. */
function matchOfSign(text: string, sign: string, at: number, from: number): Match | undefined {
  const owner = pathBefore(text, at, from);
  // Before any other sign, a path with one part could be any word.
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

/** Returns the longest project or group path that ends at a sign. */
function pathBefore(text: string, end: number, from: number): string | undefined {
  let start: number | undefined;
  for (let at = end - 1; at >= from && /[\w./-]/.test(text.charAt(at)); at -= 1) {
    const isSlash = text[at] === '/';
    // Each part starts with a letter, a digit, or `_`.
    if (isSlash && (at + 1 === end || !/\w/.test(text.charAt(at + 1)))) break;
    if (/\w/.test(text.charAt(at)) && matchAt(mayBegin, text, at)) start = at;
  }
  return start === undefined ? undefined : text.slice(start, end);
}

/** Reads a text, such as the target of a link. Undefined unless all of it is one certain reference. */
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
  // A short SHA needs a letter and a digit, because a year, a phone number, and "defaced" are hexadecimal too.
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

/**
 * Returns the full path of a project in a reference, or '' for the text's own project. A single name, such as `app`,
 * is a project in the same namespace.
 */
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
 * Returns the reference for a bare URL of the same instance, shortened as in GitLab: `#12`, `group/app!3`,
 * `#12 (comment 123)`. Undefined for any other URL.
 */
export function referenceOfUrl(url: string, context: MarkdownContext): Reference | undefined {
  const path = pathBelow(ownBases(context), url);
  if (path === undefined) return undefined;
  const match =
    /^(?<home>[\w./-]+?)\/-\/(?:(?<route>issues(?:\/incident)?|work_items|merge_requests|epics)\/(?<iid>\d{1,10})(?<format>\+s?)?|commit\/(?<sha>[0-9a-f]{7,40}))(?<path>(?:\/[a-z0-9_=-]{1,50}){0,3})\/?(?:\?[^#]*)?(?:#(?:note_(?<note>\d+))?[\s\S]*)?$/.exec(
      path,
    );
  const { home = '', route, iid = '', format, sha, path: page = '', note } = match?.groups ?? {};
  if (!match) return undefined;
  const tab = tabs.find((each) => page === `/${each}`);
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

/** Omits the namespace of a project if the text's own project has the same one. */
function shortPath(where: string, context: MarkdownContext): string {
  const beside = `${namespaceOf(context)}/`;
  return where.startsWith(beside) && !where.slice(beside.length).includes('/') ? where.slice(beside.length) : where;
}
