/**
 * The one question that is asked of GraphQL: reactions of notes and child tasks, which REST gives one by one or not at
 * all, a hundred of each and on from where a page before ended. It stays far below GitLab's limits (complexity 250,
 * 10,000 characters).
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
