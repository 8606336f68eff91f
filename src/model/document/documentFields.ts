/** The fields of a new issue in a document, with their kinds. The names are the same in every language. */
export const documentFields = {
  title: 'text',
  type: 'text',
  labels: 'list',
  assignees: 'list',
  milestone: 'text',
  due: 'text',
  weight: 'text',
  confidential: 'text',
  related: 'list',
  parent: 'text',
} as const satisfies Readonly<Record<string, 'text' | 'list'>>;

export type FieldName = keyof typeof documentFields;

export function isFieldName(name: string): name is FieldName {
  return Object.hasOwn(documentFields, name);
}

/** The types that GitLab can create an issue with. https://docs.gitlab.com/api/issues/#new-issue */
export const draftTypes = ['issue', 'incident', 'task', 'test_case'] as const;
export type DraftType = (typeof draftTypes)[number];
