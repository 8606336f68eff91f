import { testEnvironment } from './testEnvironment.ts';

/** An issue in a response from GitLab. The extension must show the same data. */
export interface ServerIssue {
  readonly iid: number;
  readonly title: string;
  readonly labels: readonly string[];
  readonly web_url: string;
}

/** Requests the open issues of a project without the extension. */
export async function openIssuesOnServer(project: string): Promise<ServerIssue[]> {
  const { url, tokens } = testEnvironment();
  const issues: ServerIssue[] = [];
  for (let page: string | null = '1'; page;) {
    const address = `${url}/api/v4/projects/${encodeURIComponent(project)}/issues?state=opened&per_page=100&page=${page}`;
    const response = await fetch(address, { headers: { 'PRIVATE-TOKEN': tokens['personal'] ?? '' } });
    if (!response.ok) throw new Error(`${address} answered ${response.status}`);
    issues.push(...((await response.json()) as ServerIssue[]));
    page = response.headers.get('x-next-page');
  }
  return issues;
}
