// Every file of the suite, in the order in which they run: the first ones need to be signed out.
import './activation.test.ts';
import './signIn.test.ts';
import './authentication.test.ts';
import './badInput.test.ts';
import './issues.test.ts';
import './issuePage.test.ts';
import './savedFiles.test.ts';
import './triage.test.ts';
import './assignees.test.ts';
import './queries.test.ts';
import './checkConnection.test.ts';
import './everyCommand.test.ts';
import './repositories.test.ts';
import './trackers.test.ts';
import './hostileWorkspace.test.ts';
// Last: the tokens that the runner gave are dead then.
import './deadToken.test.ts';
import './renewal.test.ts';
