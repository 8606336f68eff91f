import { basesOf } from '../../model/address/instanceBases.ts';
import { readIssueName } from '../../model/address/issueName.ts';
import type { DraftType } from '../../model/document/documentFields.ts';
import type { IssueDocument } from '../../model/document/issueDocument.ts';
import { GitLabError } from '../../model/error/gitLabError.ts';
import type { IssueName } from '../../model/issueActions.ts';
import type { IssueDraft } from '../../model/issueDraft.ts';
import type { DocumentProject } from './documentProject.ts';

/** What to send for a document. */
export interface NewIssue {
  readonly draft: IssueDraft;
  /** The issues to link to the new one. */
  readonly related: readonly IssueName[];
}

/**
 * Returns the issue that a document describes. The document must have no problems that are errors. Rejects with a
 * `GitLabError` if a name in it belongs to nothing in the project.
 */
export async function newIssueOf({ values, description }: IssueDocument, project: DocumentProject): Promise<NewIssue> {
  const [type, milestone, due, weight, confidential, parent] = (
    ['type', 'milestone', 'due', 'weight', 'confidential', 'parent'] as const
  ).map((name) => values[name][0]?.text.trim());
  const labels = values.labels.map(({ text }) => text);
  const assigneeIds = await Promise.all(values.assignees.map(async ({ text }) => expectMember(project, text)));
  // GitLab's REST API has no parameter for it. Below an unclosed block of code, GitLab would take it for text.
  const whole = parent === undefined ? description : `/epic ${parent}\n\n${description}`.trim();
  const { project: found } = await project.access();
  const instance = project.account?.instance ?? '';
  return {
    draft: {
      title: values.title[0]?.text.trim() ?? '',
      ...(whole === '' ? {} : { description: whole }),
      ...(labels.length === 0 ? {} : { labels }),
      ...(assigneeIds.length === 0 ? {} : { assigneeIds }),
      ...(milestone === undefined ? {} : { milestoneId: await expectMilestone(project, milestone) }),
      ...(due === undefined ? {} : { dueDate: due }),
      ...(confidential === 'true' ? { confidential: true } : {}),
      ...(type === undefined ? {} : { issueType: type as DraftType }),
      ...(weight === undefined ? {} : { weight: Number(weight) }),
    },
    related: values.related.map(({ text }) => {
      const name = readIssueName(text, basesOf(instance, found), found.path);
      if (!name) throw new GitLabError('invalid', { detail: 'issueName' });
      return name;
    }),
  };
}

async function expectMember(project: DocumentProject, name: string): Promise<number> {
  const member = await project.member(name);
  if (!member) throw new GitLabError('invalid', { detail: 'unknownMember', named: name });
  return member.id;
}

async function expectMilestone(project: DocumentProject, title: string): Promise<number> {
  const found = (await project.words.allMilestones()).find((milestone) => milestone.title.trim() === title);
  if (!found) throw new GitLabError('invalid', { detail: 'unknownMilestone', named: title });
  return found.id;
}
