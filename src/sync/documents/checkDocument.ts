import * as l10n from '@vscode/l10n';
import { basesOf } from '../../model/address/instanceBases.ts';
import { readIssueName } from '../../model/address/issueName.ts';
import { can } from '../../model/capabilities.ts';
import type { DocumentProblem, TextFix } from '../../model/document/documentProblem.ts';
import type { Placed } from '../../model/document/frontMatter.ts';
import { formatItem, formatText } from '../../model/document/formatDocument.ts';
import type { IssueDocument } from '../../model/document/issueDocument.ts';
import { GitLabError } from '../../model/error/gitLabError.ts';
import { foldedText } from '../../model/text/foldedText.ts';
import { quickActionLines } from '../../model/text/quickActionLines.ts';
import { wordDistance } from '../../model/query/wordDistance.ts';
import type { DocumentProject } from './documentProject.ts';

type Checks = Promise<readonly DocumentProblem[]>;

/**
 * Returns everything about a document that the user should know before sending it, also what only the project shows.
 * Never rejects. If GitLab can't be reached, it returns what can be found without it.
 */
export async function checkDocument(document: IssueDocument, project: DocumentProject): Checks {
  const { values, problems } = document;
  const found = await Promise.allSettled([
    checkLabels(document, project),
    checkMilestone(document, project),
    checkAssignees(document, project),
    checkReferences(document, project),
  ]);
  const failed = found.find((result) => result.status === 'rejected');
  const unchecked: DocumentProblem[] = failed
    ? [{ severity: 'information', message: uncheckedText(failed.reason), start: 0, end: 3 }]
    : [];
  return [
    ...problems,
    ...found.flatMap((result) => (result.status === 'fulfilled' ? result.value : [])),
    ...checkEdition(values, project),
    ...quickActionsIn(document.body),
    ...unchecked,
  ];
}

async function checkLabels({ text: whole, values: { labels } }: IssueDocument, project: DocumentProject): Checks {
  if (labels.length === 0) return [];
  const known = (await project.words.allLabels()).map(({ name }) => name);
  return labels
    .filter(({ text }) => !known.includes(text) && !text.includes(','))
    .map((label) => ({
      severity: 'warning',
      message: l10n.t("The project doesn't have the label '{0}'. GitLab creates it with the issue.", label.text),
      start: label.start,
      end: label.end,
      fixes: fixesOf(whole, label, nearest(label.text, known), formatItem),
    }));
}

async function checkMilestone({ text, values }: IssueDocument, project: DocumentProject): Checks {
  const [milestone] = values.milestone;
  if (!milestone) return [];
  const known = await project.words.allMilestones();
  const title = milestone.text.trim();
  const found = known.find((each) => each.title.trim() === title);
  if (found?.isActive === true) return [];
  const active = known.filter(({ isActive }) => isActive).map((each) => each.title);
  const message = found
    ? l10n.t("The milestone '{0}' is closed.", title)
    : l10n.t("The project doesn't have the milestone '{0}'.", title);
  const near = found ? undefined : nearest(title, active);
  return [problem('error', message, milestone, fixesOf(text, milestone, near, formatText))];
}

async function checkAssignees({ text: whole, values: { assignees } }: IssueDocument, project: DocumentProject): Checks {
  const members = await Promise.all(assignees.map(({ text }) => project.member(text)));
  const unknown = assignees
    .filter((_, index) => members[index] === undefined)
    .map((each) => {
      const message = l10n.t("'{0}' isn't a member of the project.", each.text);
      return problem('error', message, each, fixesOf(whole, each, undefined, formatItem));
    });
  const { account } = project;
  const [, second] = assignees;
  const last = assignees.at(-1);
  if (!second || !last || !account) return unknown;
  const { gateway, project: found } = await project.access();
  if (can(account, 'severalAssignees') && !gateway.allowsOneAssignee(found.id)) return unknown;
  const message = l10n.t('Issues of this project can have only one assignee. GitLab keeps the first.');
  return [...unknown, problem('warning', message, { start: second.start, end: last.end })];
}

async function checkReferences({ values }: IssueDocument, project: DocumentProject): Checks {
  if (values.related.length === 0) return [];
  const { project: found } = await project.access();
  const bases = basesOf(project.account?.instance ?? '', found);
  return values.related
    .filter(({ text }) => !readIssueName(text, bases, found.path))
    .map((each) => problem('error', l10n.t('Enter an issue such as #12 or group/project#12, or its URL.'), each));
}

/** An epic is the only parent of an issue that GitLab can set when it creates one. */
function checkEdition(
  { parent: [parent], weight: [weight], type: [type] }: IssueDocument['values'],
  { account }: DocumentProject,
) {
  const isEnterprise = account !== undefined && can(account, 'weights');
  const problems: DocumentProblem[] = [];
  if (weight && account && !isEnterprise)
    problems.push(problem('warning', l10n.t('Weights require GitLab Premium. GitLab ignores this one.'), weight));
  if (!parent) return problems;
  const isEpic = /^(?:[\w.-]+(?:\/[\w.-]+)*)?&\d+$/.test(parent.text.trim());
  if (!isEpic || (type && type.text.trim() !== 'issue')) {
    const message = l10n.t(
      'Only an epic, such as &12, can be set as the parent here. For any other parent, create the issue, and then set the parent on GitLab.',
    );
    problems.push(problem('error', message, parent));
  } else if (account && !isEnterprise)
    problems.push(problem('error', l10n.t('Epics require GitLab Premium. Remove the parent.'), parent));
  return problems;
}

function quickActionsIn({ text, start }: Placed): DocumentProblem[] {
  return quickActionLines(text).map(({ action, start: at }) => {
    const message = l10n.t('GitLab runs this when it creates the issue: {0}', action);
    return problem('information', message, { start: start + at, end: start + at + action.length });
  });
}

function problem(
  severity: DocumentProblem['severity'],
  message: string,
  { start, end }: Pick<Placed, 'start' | 'end'>,
  fixes: readonly TextFix[] = [],
): DocumentProblem {
  return { severity, message, start, end, fixes };
}

function fixesOf(
  whole: string,
  value: Placed,
  near: string | undefined,
  format: (text: string) => string,
): readonly TextFix[] {
  const { start, end, text } = value;
  const change = near === undefined ? [] : [{ title: l10n.t("Change to '{0}'", near), start, end, text: format(near) }];
  return [...change, { title: l10n.t("Remove '{0}'", text), ...withComma(whole, value), text: '' }];
}

/** The place of an item of a list, with the comma before it, or after the first one. */
function withComma(whole: string, { start, end }: Placed): Pick<Placed, 'start' | 'end'> {
  const line = whole.slice(whole.lastIndexOf('\n', start) + 1, start);
  const before = /,[ \t]*$/.exec(line)?.[0].length ?? 0;
  const after = before > 0 ? 0 : (/^[ \t]*,[ \t]*/.exec(whole.slice(end, end + 100))?.[0].length ?? 0);
  return { start: start - before, end: end + after };
}

/** The known name that the user probably meant. */
function nearest(name: string, known: readonly string[]): string | undefined {
  const wanted = foldedText(name);
  const folded = known.map((each) => ({ each, text: foldedText(each) }));
  const same = folded.find(({ text }) => text === wanted);
  const near = (same ? [same] : folded)
    .map(({ each, text }) => ({ each, distance: wordDistance(text, wanted) }))
    .sort((one, other) => one.distance - other.distance)[0];
  if (near && near.distance <= 2 && near.distance < wanted.length / 2) return near.each;
  return folded.find(({ text }) => text.endsWith(`::${wanted}`) || text.startsWith(`${wanted} `))?.each;
}

function uncheckedText(reason: unknown): string {
  const { message } = GitLabError.from(reason);
  return l10n.t("Labels, milestone, and assignees couldn't be checked. {0}", message);
}
