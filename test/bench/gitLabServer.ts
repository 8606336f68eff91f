import { runMain } from '../host/runMain.ts';
import { startWithOpenIssues } from './openWorld.ts';

/** A GitLab with so many open issues as the first argument names, until the process that started it closes its input or ends. */
async function main(): Promise<number> {
  const gitlab = await startWithOpenIssues(Number(process.argv[2]));
  console.log(JSON.stringify({ url: gitlab.url, token: gitlab.tokens.personal }));
  await new Promise((resolve) => process.stdin.resume().once('end', resolve));
  await gitlab.close();
  return 0;
}

runMain(main);
