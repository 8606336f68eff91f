import { aid, field, fields, type GraphQlDocument, on } from './graphQlDocument.ts';

const pageInfo = (connection: string) =>
  aid(field(connection, 'pageInfo', ...fields('PageInfo', 'hasNextPage', 'endCursor')));
const hasMore = (connection: string) => aid(field(connection, 'pageInfo', field('PageInfo', 'hasNextPage')));
const awards = [
  hasMore('AwardEmojiConnection'),
  field(
    'AwardEmojiConnection',
    'nodes',
    field('AwardEmoji', 'name'),
    field('AwardEmoji', 'user', ...fields('UserCore', 'id', 'username', 'name')),
  ),
];

/**
 * The GraphQL document of the issue page. It requests the reactions to notes and the child tasks, because REST returns
 * these one by one or not at all. Each request returns up to a hundred of each, starting after the previous page, and
 * stays far below GitLab's limits (complexity 250, 10,000 characters). Lists within these lists have no pages of their
 * own. REST completes the few that are longer (`CutLists`, `NoteReactionReading`).
 * https://docs.gitlab.com/api/graphql/reference/#workitemwidget
 */
export const issuePageDocument: GraphQlDocument = {
  name: 'issuePage',
  variables: { project: 'ID!', iid: 'String!', discussions: 'String', children: 'String' },
  selections: [
    field(
      'Query',
      'project(fullPath: $project)',
      field(
        'Project',
        'workItems(iid: $iid)',
        field(
          'WorkItemConnection',
          'nodes',
          field(
            'WorkItem',
            'widgets',
            on('WorkItemWidgetAwardEmoji', field('WorkItemWidgetAwardEmoji', 'awardEmoji', ...awards)),
            on(
              'WorkItemWidgetHierarchy',
              field(
                'WorkItemWidgetHierarchy',
                'children(after: $children)',
                pageInfo('WorkItemConnection'),
                field('WorkItemConnection', 'nodes', ...fields('WorkItem', 'iid', 'title', 'state', 'webUrl')),
              ),
            ),
            on(
              'WorkItemWidgetNotes',
              field(
                'WorkItemWidgetNotes',
                'discussions(after: $discussions)',
                pageInfo('DiscussionConnection'),
                field(
                  'DiscussionConnection',
                  'nodes',
                  field(
                    'Discussion',
                    'notes',
                    field('NoteConnection', 'nodes', aid(field('Note', 'id')), field('Note', 'awardEmoji', ...awards)),
                  ),
                ),
              ),
            ),
          ),
        ),
      ),
    ),
  ],
};
