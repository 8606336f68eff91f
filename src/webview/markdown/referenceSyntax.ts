import { namespaceOf, onInstance, type MarkdownContext } from './markdownContext.ts';

/** Something in GitLab that a text names. https://docs.gitlab.com/user/markdown/#gitlab-specific-references */
export interface Reference {
  readonly kind: 'issue' | 'mergeRequest' | 'epic' | 'snippet' | 'label' | 'milestone' | 'commit' | 'user';
  /**
   * How the extension is asked for it: the whole path of its project (none for the text's own), its sign, and what it is called
   * there, without quotes: `#12`, `group/app!3`, `~two words`.
   */
  readonly name: string;
  /** How it is shown before anything is known of it, and as long as nothing is. */
  readonly text: string;
  /** How GitLab shows one that it found, where that is another: without what goes without saying of its path. */
  readonly foundText?: string;
  /** Where it would be; undefined where only GitLab knows. */
  readonly url?: string;
  /** Whether it can hardly be anything else: `#12` is; `~5`, `50%`, or a word of hexadecimal digits is not, until it was found. */
  readonly isCertain: boolean;
  /** Written with a `+`: shown by its title. */
  readonly wantsTitle: boolean;
  /** Written as a whole web address: a link even if nothing is known there. */
  readonly isAddress?: boolean;
}

/** A reference, and where in the text it was. */
export interface FoundReference {
  readonly start: number;
  readonly end: number;
  readonly reference: Reference;
}

const path = String.raw`(?:[A-Za-z0-9_][\w.-]*\/)*[A-Za-z0-9_][\w.-]*`;
const longPath = String.raw`(?:[A-Za-z0-9_][\w.-]*\/)+[A-Za-z0-9_][\w.-]*`;
const pattern = new RegExp(
  String.raw`(?<![\w/#&@~%!$\\-])(?:` +
    [
      String.raw`(?<path>${path})?(?<sign>[#!])(?<iid>\d{1,10})(?<format>\+s?(?!\w))?(?!\w)`,
      String.raw`(?<group>${longPath})?&(?<epic>\d{1,10})(?<epicFormat>\+s?(?!\w))?(?!\w)`,
      String.raw`GL-(?<jira>\d{1,10})(?!\w)`,
      String.raw`(?<owner>${longPath})?(?:` +
        [
          String.raw`\$(?<snippet>\d{1,10})(?![\w.,]*\d|\w)`,
          String.raw`~(?<label>"[^"\n]{1,255}"|[\w?.&:-]*[\w&-])`,
          String.raw`%(?<milestone>"[^"\n]{1,255}"|[\w.-]*\w)`,
        ].join('|') +
        ')',
      String.raw`(?<commitPath>${path})@(?<farCommit>[0-9a-f]{7,40})(?!\w)`,
      String.raw`@(?<user>\w(?:[\w.-]*\w)?(?:\/\w(?:[\w.-]*\w)?)*)`,
      String.raw`(?<commit>[0-9a-f]{7,40})(?![\w.-]*\w)`,
      String.raw`\[(?<type>issue|work_item|epic):(?:(?<typedPath>${longPath})\/)?(?<typed>\d{1,10})\]`,
    ].join('|') +
    ')',
  'g',
);

/** The references in a piece of plain text, in order. */
export function findReferences(text: string, context: MarkdownContext): FoundReference[] {
  return [...text.matchAll(pattern)].flatMap((match) => {
    const reference = read(match[0], match.groups ?? {}, context);
    return reference ? [{ start: match.index, end: match.index + match[0].length, reference }] : [];
  });
}

/** The reference that a whole text is (as the target of a link), if it is one that can hardly be anything else. */
export function readReference(text: string, context: MarkdownContext): Reference | undefined {
  const [found] = findReferences(text, context);
  return found?.reference.isCertain === true && found.start === 0 && found.end === text.length
    ? found.reference
    : undefined;
}

function read(
  text: string,
  parts: Readonly<Record<string, string | undefined>>,
  context: MarkdownContext,
): Reference | undefined {
  const { iid, epic, jira, snippet, label, milestone, user, typed } = parts;
  if (iid !== undefined) {
    const kind = parts['sign'] === '#' ? 'issue' : 'mergeRequest';
    return numbered(kind, withoutFormat(text), parts['path'], iid, parts['format'], context);
  }
  if (jira !== undefined) return numbered('issue', text, undefined, jira, undefined, context);
  if (epic !== undefined) {
    return numbered('epic', withoutFormat(text), parts['group'], epic, parts['epicFormat'], context);
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

function commitOf(
  text: string,
  parts: Readonly<Record<string, string | undefined>>,
  context: MarkdownContext,
): Reference | undefined {
  const sha = parts['farCommit'] ?? parts['commit'];
  // A year, a telephone number and "defaced" are hexadecimal too.
  if (sha === undefined || (sha.length < 40 && !(/[a-f]/.test(sha) && /\d/.test(sha)))) return undefined;
  const owner = ownPath(parts['commitPath'], context);
  const name = owner === '' ? sha : `${owner}@${sha}`;
  return { kind: 'commit', name, text, isCertain: false, wantsTitle: false };
}

type NumberedKind = 'issue' | 'mergeRequest' | 'epic';
const signs = { issue: '#', mergeRequest: '!', epic: '&' } as const;
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
  const shown = `${owner === '' ? '' : shortPath(owner, context)}${signs[kind]}${iid}`;
  const home = kind === 'epic' ? `groups/${owner === '' ? namespaceOf(context) : owner}` : owner;
  return {
    kind,
    name: `${owner}${signs[kind]}${iid}`,
    text,
    ...(where === undefined ? {} : { foundText: shown }),
    url: onInstance(context, `${home === '' ? context.project.path : home}/-/${routes[kind]}/${iid}`),
    isCertain: where === undefined || where.includes('/'),
    wantsTitle: format !== undefined,
  };
}

/** The whole path of a project as a text names it: `app` is one beside the text's own, which itself is ''. */
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
 * The reference that a bare web address of the same instance stands for, as GitLab shortens it: `#12`, `group/app!3`,
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
    name: `${own ? '' : where}${signs[kind]}${iid}`,
    text: `${shown}${signs[kind]}${iid}${suffix}`,
    url: withoutFormat(url),
    isCertain: true,
    wantsTitle: format !== undefined,
    isAddress: true,
  };
}

/** A project beside the text's own is known by its name alone. */
function shortPath(where: string, context: MarkdownContext): string {
  const beside = `${namespaceOf(context)}/`;
  return where.startsWith(beside) && !where.slice(beside.length).includes('/') ? where.slice(beside.length) : where;
}
