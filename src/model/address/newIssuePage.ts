import type { IssueDraft } from '../issueDraft.ts';
import { shortened } from '../text/plainText.ts';

/** The maximum number of characters in the URL. Windows passes no longer ones to a browser. */
const longestPage = 2_045;

/**
 * GitLab's page for a new issue, with the draft filled in. A description that is too long is cut.
 * https://docs.gitlab.com/user/project/issues/create_issues/#using-a-url-with-prefilled-values
 * @param project the web address of the project.
 */
export function newIssuePage(project: string, draft: IssueDraft): string {
  const { title, description = '', confidential, issueType } = draft;
  const page = (text: string) => {
    const filledIn = new URLSearchParams({
      'issue[title]': title,
      ...(issueType === undefined ? {} : { 'issue[issue_type]': issueType }),
      ...(confidential ? { 'issue[confidential]': 'true' } : {}),
      ...(text === '' ? {} : { 'issue[description]': text }),
    });
    return `${project}/-/issues/new?${filledIn.toString()}`;
  };
  const text = [...actionsOf(draft), description].filter((part) => part !== '').join('\n\n');
  if (page(text).length <= longestPage) return page(text);
  let [fits, exceeds] = [0, text.length];
  while (exceeds - fits > 1) {
    const middle = Math.floor((fits + exceeds) / 2);
    if (page(shortened(text, middle)).length <= longestPage) fits = middle;
    else exceeds = middle;
  }
  return page(fits === 0 ? '' : shortened(text, fits));
}

/** The parts that the URL can't contain, as quick actions. */
function actionsOf({ labels = [], dueDate, weight }: IssueDraft): readonly string[] {
  const names = labels.filter((label) => !label.includes('"')).map((label) => `~"${label}"`);
  return [
    ...(names.length === 0 ? [] : [`/label ${names.join(' ')}`]),
    ...(dueDate === undefined ? [] : [`/due ${dueDate}`]),
    ...(weight === undefined ? [] : [`/weight ${weight}`]),
  ];
}
