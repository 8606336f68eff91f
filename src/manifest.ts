/*
 * Every id that package.json declares and the code uses. test/unit/manifest.test.ts checks that the two match. Never
 * rename an id, because users' settings, key bindings, and extensions depend on them.
 */

export const extensionId = 'issues-for-gitlab.issues-for-gitlab';

export const viewId = 'gitlabIssues.issues';

export const walkthroughId = 'gitlabIssues.start';

/** The type of an issue's page. VS Code uses it to restore the page. */
export const issuePanelType = 'gitlabIssues.issue';

/** The scheme of the documents of issues. */
export const documentScheme = 'gitlab-issue';

/** The type of the report of a connection check. */
export const connectionPanelType = 'gitlabIssues.connection';

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
  showKeys: 'gitlabIssues.showKeys',
  showQueryHelp: 'gitlabIssues.showQueryHelp',
  openSettings: 'gitlabIssues.openSettings',
  checkConnection: 'gitlabIssues.checkConnection',
  showLog: 'gitlabIssues.showLog',
  refresh: 'gitlabIssues.refresh',
  search: 'gitlabIssues.search',
  filter: 'gitlabIssues.filter',
  clearFilter: 'gitlabIssues.clearFilter',
  chooseTracker: 'gitlabIssues.chooseTracker',
  addProject: 'gitlabIssues.addProject',
  removeProject: 'gitlabIssues.removeProject',
  openOnGitLab: 'gitlabIssues.openOnGitLab',
  refreshProject: 'gitlabIssues.project.refresh',
  completeQuery: 'gitlabIssues.completeQuery',
  groupBy: 'gitlabIssues.groupBy',
  sortBy: 'gitlabIssues.sortBy',
  markAllRead: 'gitlabIssues.markAllRead',
  undo: 'gitlabIssues.undo',
  addQuery: 'gitlabIssues.addQuery',
  editQuery: 'gitlabIssues.editQuery',
  removeQuery: 'gitlabIssues.removeQuery',
  duplicateQuery: 'gitlabIssues.duplicateQuery',
  hideQuery: 'gitlabIssues.hideQuery',
  showQueries: 'gitlabIssues.showQueries',
  moveQueryUp: 'gitlabIssues.moveQueryUp',
  moveQueryDown: 'gitlabIssues.moveQueryDown',
  stopReading: 'gitlabIssues.stopReading',
  showMore: 'gitlabIssues.showMore',
  openSelected: 'gitlabIssues.openSelected',
  keepOpen: 'gitlabIssues.keepOpen',
  nextIssue: 'gitlabIssues.nextIssue',
  previousIssue: 'gitlabIssues.previousIssue',
  nextComment: 'gitlabIssues.nextComment',
  previousComment: 'gitlabIssues.previousComment',
  runOnPage: 'gitlabIssues.runOnPage',
  openIssue: 'gitlabIssues.issue.open',
  openIssueToSide: 'gitlabIssues.issue.openToSide',
  openIssueInBrowser: 'gitlabIssues.issue.openInBrowser',
  markRead: 'gitlabIssues.issue.markRead',
  markUnread: 'gitlabIssues.issue.markUnread',
  closeIssue: 'gitlabIssues.issue.close',
  reopenIssue: 'gitlabIssues.issue.reopen',
  selectGroup: 'gitlabIssues.group.selectAll',
  closeGroup: 'gitlabIssues.group.close',
  reopenGroup: 'gitlabIssues.group.reopen',
  editLabels: 'gitlabIssues.issue.editLabels',
  assign: 'gitlabIssues.issue.assign',
  assignToMe: 'gitlabIssues.issue.assignToMe',
  setMilestone: 'gitlabIssues.issue.setMilestone',
  setDueDate: 'gitlabIssues.issue.setDueDate',
  setWeight: 'gitlabIssues.issue.setWeight',
  setConfidential: 'gitlabIssues.issue.setConfidential',
  unsetConfidential: 'gitlabIssues.issue.unsetConfidential',
  lockIssue: 'gitlabIssues.issue.lock',
  unlockIssue: 'gitlabIssues.issue.unlock',
  editTitle: 'gitlabIssues.issue.editTitle',
  comment: 'gitlabIssues.issue.comment',
  addSpentTime: 'gitlabIssues.issue.addSpentTime',
  setEstimate: 'gitlabIssues.issue.setEstimate',
  linkIssue: 'gitlabIssues.issue.linkIssue',
  subscribe: 'gitlabIssues.issue.subscribe',
  unsubscribe: 'gitlabIssues.issue.unsubscribe',
  addTodo: 'gitlabIssues.issue.addTodo',
  markTodoDone: 'gitlabIssues.todo.markDone',
  sendWaiting: 'gitlabIssues.waiting.send',
  editWaiting: 'gitlabIssues.waiting.edit',
  discardWaiting: 'gitlabIssues.waiting.discard',
  moveIssue: 'gitlabIssues.issue.move',
  deleteIssue: 'gitlabIssues.issue.delete',
  createIssue: 'gitlabIssues.createIssue',
  createIssueFromTemplate: 'gitlabIssues.createIssueFromTemplate',
  createIssueFromSelection: 'gitlabIssues.createIssueFromSelection',
  createIssueFromTodo: 'gitlabIssues.createIssueFromTodo',
  createIssueFromProblem: 'gitlabIssues.createIssueFromProblem',
  createIssueFromTest: 'gitlabIssues.createIssueFromTest',
  createIssueFromClipboard: 'gitlabIssues.createIssueFromClipboard',
  createIssueInEditor: 'gitlabIssues.createIssueInEditor',
  sendDraft: 'gitlabIssues.draft.send',
  discardDraft: 'gitlabIssues.draft.discard',
  copyIssueLink: 'gitlabIssues.issue.copyLink',
  copyIssueReference: 'gitlabIssues.issue.copyReference',
  insertReference: 'gitlabIssues.issue.insertReference',
} as const;

export type CommandId = (typeof commands)[keyof typeof commands];

export const contextKeys = {
  state: 'gitlabIssues.state',
  signedIn: 'gitlabIssues.signedIn',
  readOnly: 'gitlabIssues.readOnly',
  offline: 'gitlabIssues.offline',
  reading: 'gitlabIssues.reading',
  filtered: 'gitlabIssues.filtered',
  queryBox: 'gitlabIssues.queryBox',
  pageIsPreview: 'gitlabIssues.pageIsPreview',
  unread: 'gitlabIssues.unread',
  canUndo: 'gitlabIssues.canUndo',
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
  trackers: 'trackers',
  projects: 'projects',
  notifications: 'notifications',
  foreignAvatars: 'page.foreignAvatars',
  queries: 'queries',
} as const;
