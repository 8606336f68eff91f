// The test files, in the order in which they run. The first ones need a signed-out window.
import './activation.test.ts';
import './signIn.test.ts';
import './authentication.test.ts';
import './badInput.test.ts';
// Needs the only project, to which the next file adds another one.
import './templates.test.ts';
import './issues.test.ts';
import './issuePage.test.ts';
import './savedFiles.test.ts';
import './triage.test.ts';
import './bulkWrite.test.ts';
import './closeGroup.test.ts';
import './undo.test.ts';
import './waiting.test.ts';
import './documents.test.ts';
import './noticeRow.test.ts';
import './todoList.test.ts';
import './assignees.test.ts';
import './issueTree.test.ts';
import './prompts.test.ts';
import './similarIssues.test.ts';
import './queries.test.ts';
import './manageAccounts.test.ts';
import './existingTokens.test.ts';
// Selects an instance, to which Sign In then leads.
import './guides.test.ts';
import './checkConnection.test.ts';
import './everyCommand.test.ts';
import './repositories.test.ts';
import './fromCode.test.ts';
import './trackers.test.ts';
import './hostileWorkspace.test.ts';
import './hostileNames.test.ts';
import './timeZones.test.ts';
import './viewMessage.test.ts';
import './newDay.test.ts';
// Must be last, because it revokes the runner's tokens.
import './deadToken.test.ts';
import './renewal.test.ts';
