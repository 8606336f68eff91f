import { createInterface } from 'node:readline';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { StandInClient } from '../gitlab/standInClient.ts';

/** A GitLab in its own process, which keeps its work out of our measurements. */
export interface GitLabProcess {
  readonly url: string;
  readonly token: string;
  readonly client: StandInClient;
  close(): Promise<void>;
}

/** Starts a server with this number of open issues. */
export async function startGitLabProcess(open: number): Promise<GitLabProcess> {
  const script = join(import.meta.dirname, 'gitLabServer.ts');
  const child = spawn(process.execPath, ['--import', 'tsx', script, String(open)], {
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  const [line] = (await once(createInterface(child.stdout), 'line')) as [string];
  const { url, token } = JSON.parse(line) as { url: string; token: string };
  return {
    url,
    token,
    client: new StandInClient(url),
    close: async () => {
      const ended = once(child, 'exit');
      child.stdin.end();
      await ended;
    },
  };
}
