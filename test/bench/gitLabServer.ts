import { runMain } from '../host/runMain.ts';
import { startWithOpenIssues } from './openWorld.ts';

/** Serves a GitLab until the parent process closes stdin or exits. The first argument is the number of open issues. */
async function main(): Promise<number> {
  const gitlab = await startWithOpenIssues(Number(process.argv[2]));
  console.log(JSON.stringify({ url: gitlab.url, token: gitlab.tokens.personal }));
  await new Promise((resolve) => process.stdin.resume().once('end', resolve));
  await gitlab.close();
  return 0;
}

runMain(main);
