/**
 * The GraphQL query of the issue page. It requests the reactions to notes and the child tasks, because REST returns
 * these one by one or not at all. Each request returns up to a hundred of each, starting after the previous page, and
 * stays far below GitLab's limits (complexity 250, 10,000 characters).
 * https://docs.gitlab.com/api/graphql/reference/#workitemwidget
 */
export const issuePageQuery = `query issuePage($project: ID!, $iid: String!, $discussions: String, $children: String) {
  project(fullPath: $project) {
    workItems(iid: $iid) {
      nodes {
        widgets {
          ... on WorkItemWidgetAwardEmoji {
            awardEmoji { nodes { name user { id username name } } }
          }
          ... on WorkItemWidgetHierarchy {
            children(after: $children) {
              pageInfo { hasNextPage endCursor }
              nodes { iid title state webUrl }
            }
          }
          ... on WorkItemWidgetNotes {
            discussions(after: $discussions) {
              pageInfo { hasNextPage endCursor }
              nodes { notes { nodes { id awardEmoji { nodes { name user { id username name } } } } } }
            }
          }
        }
      }
    }
  }
}`;
