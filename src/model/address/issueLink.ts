import * as v from 'valibot';
import { isFullPath } from './fullPath.ts';

/** The issue, and possibly the comment, that a URL points to. */
export interface AddressedIssue {
  /** The web URL of its project. */
  readonly project: string;
  readonly iid: number;
  /** The ID of the comment, if the URL points to one. */
  readonly note?: number;
}

/**
 * Reads the URL of an issue: its page (`/-/issues/12`, `/-/work_items/12`, or without `/-/` as in early versions), or a
 * list, board, or dashboard that shows the issue in a drawer (`?show=…`). Undefined for any other URL. The project can
 * be a group if GitLab has a subpath (`/subpath/groups/team`), because only the base URL distinguishes it from a
 * subgroup with the name `groups`.
 */
export function addressOfIssue(url: string): AddressedIssue | undefined {
  const trimmed = url.trim();
  return ofPage(trimmed) ?? ofDrawer(trimmed);
}

function ofPage(url: string): AddressedIssue | undefined {
  const [, project = '', iid] =
    /^(https?:\/\/[^\s?#]+?)\/(?:-\/)?(?:issues(?:\/incident)?|work_items|quality\/test_cases)\/(\d{1,9})(?=$|[/?#])/.exec(
      url,
    ) ?? [];
  if (iid === undefined || Number(iid) === 0 || /^https?:\/\/[^/]+\/groups\//.test(project)) return undefined;
  const note = /#note_(\d{1,15})$/.exec(url)?.[1];
  return { project, iid: Number(iid), ...(note === undefined ? {} : { note: Number(note) }) };
}

const shown = v.object({
  iid: v.union([v.pipe(v.string(), v.regex(/^[1-9]\d{0,8}$/)), v.pipe(v.number(), v.safeInteger(), v.minValue(1))]),
  full_path: v.pipe(v.string(), v.check(isFullPath)),
});

/**
 * The parameter `show` of GitLab's lists and boards, which is JSON in Base64.
 * https://gitlab.com/gitlab-org/gitlab/-/blob/master/app/assets/javascripts/work_items/utils.js (`makeDrawerUrlParam`)
 */
function ofDrawer(text: string): AddressedIssue | undefined {
  if (!/^https?:\/\//i.test(text) || !URL.canParse(text)) return undefined;
  const { origin, pathname, searchParams } = new URL(text);
  const parameter = searchParams.get('show');
  if (parameter === null || !/\/(?:issues|work_items|boards(?:\/\d+)?)\/?$/.test(pathname)) return undefined;
  try {
    const { iid, full_path: path } = v.parse(shown, JSON.parse(atob(parameter)));
    // The instance's subpath, if it has one, is before the list's path.
    const list = [`/${path}/-/`, '/dashboard/', '/groups/'].map((each) => pathname.indexOf(each)).find((at) => at >= 0);
    return list === undefined
      ? undefined
      : { project: `${origin}${pathname.slice(0, list)}/${path}`, iid: Number(iid) };
  } catch {
    return undefined;
  }
}
