/*
 * Every id that package.json declares and the code uses, in one place. test/unit/manifest.test.ts holds the two against
 * each other, both ways. Other people's settings, key bindings and extensions hold these: they are never renamed.
 */

export const extensionId = 'issues-for-gitlab.issues-for-gitlab';

export const viewId = 'gitlabIssues.issues';

export const walkthroughId = 'gitlabIssues.start';

/** The type of an issue's page, as VS Code restores it. */
export const issuePanelType = 'gitlabIssues.issue';

export const authenticationId = 'gitlabIssues';

export const commands = {
  signIn: 'gitlabIssues.signIn',
  signOut: 'gitlabIssues.signOut',
  useWritingToken: 'gitlabIssues.useWritingToken',
  renewToken: 'gitlabIssues.renewToken',
  manageAccounts: 'gitlabIssues.manageAccounts',
  chooseInstance: 'gitlabIssues.chooseInstance',
  chooseTokenKind: 'gitlabIssues.chooseTokenKind',
  openTokenPage: 'gitlabIssues.openTokenPage',
  reviewTokens: 'gitlabIssues.reviewTokens',
  openWalkthrough: 'gitlabIssues.openWalkthrough',
  checkConnection: 'gitlabIssues.checkConnection',
  showLog: 'gitlabIssues.showLog',
  refresh: 'gitlabIssues.refresh',
  search: 'gitlabIssues.search',
  filter: 'gitlabIssues.filter',
  clearFilter: 'gitlabIssues.clearFilter',
  groupBy: 'gitlabIssues.groupBy',
  sortBy: 'gitlabIssues.sortBy',
  stopReading: 'gitlabIssues.stopReading',
  showMore: 'gitlabIssues.showMore',
  openIssue: 'gitlabIssues.issue.open',
  openIssueInBrowser: 'gitlabIssues.issue.openInBrowser',
  closeIssue: 'gitlabIssues.issue.close',
  reopenIssue: 'gitlabIssues.issue.reopen',
  editLabels: 'gitlabIssues.issue.editLabels',
  assign: 'gitlabIssues.issue.assign',
  assignToMe: 'gitlabIssues.issue.assignToMe',
  setMilestone: 'gitlabIssues.issue.setMilestone',
  setDueDate: 'gitlabIssues.issue.setDueDate',
  createIssue: 'gitlabIssues.createIssue',
  copyIssueLink: 'gitlabIssues.issue.copyLink',
  copyIssueReference: 'gitlabIssues.issue.copyReference',
} as const;

export type CommandId = (typeof commands)[keyof typeof commands];

export const contextKeys = {
  state: 'gitlabIssues.state',
  signedIn: 'gitlabIssues.signedIn',
  readOnly: 'gitlabIssues.readOnly',
  offline: 'gitlabIssues.offline',
  reading: 'gitlabIssues.reading',
  filtered: 'gitlabIssues.filtered',
  readOnlyToken: 'gitlabIssues.readOnlyToken',
  instanceChosen: 'gitlabIssues.instanceChosen',
  tokenKindChosen: 'gitlabIssues.tokenKindChosen',
  tokenStored: 'gitlabIssues.tokenStored',
  issuesSeen: 'gitlabIssues.issuesSeen',
  tokensReviewed: 'gitlabIssues.tokensReviewed',
} as const;

export type ContextKey = (typeof contextKeys)[keyof typeof contextKeys];

export const settings = {
  section: 'gitlabIssues',
  pollingInterval: 'polling.intervalSeconds',
  mostIssues: 'cache.maxIssues',
  me: 'me',
  groupBy: 'groupBy',
  sortBy: 'sortBy',
} as const;
