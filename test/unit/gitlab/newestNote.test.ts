import assert from 'node:assert/strict';
import { GitLabClient } from '../../../src/gitlab/gitLabClient.ts';
import { StandInGitLab } from '../../gitlab/standInGitLab.ts';
import { failure, transportTo } from './startTransport.ts';

describe('the newest note of an issue', () => {
  it('is a comment or a system note, with its author and time, for one small request', async () => {
    const gitlab = await StandInGitLab.start({ projects: 1, issues: 3 });
    try {
      const client = new GitLabClient(transportTo(gitlab.url, { token: gitlab.tokens.personal }));
      const [record] = gitlab.world.projects.values();
      assert.ok(record);
      const project = await client.findProject(gitlab.world.projectPath(record));
      const issue = await client.findIssue(project, 1);
      const authorId = [...gitlab.world.people.users.values()].find(({ id }) => id !== issue.author?.id)?.id ?? 0;
      gitlab.world.addNote(record.id, 1, { body: 'A word', authorId });
      gitlab.clearRequests();
      const note = await client.newestNote(issue);
      assert.ok(note);
      assert.equal(note.author?.id, authorId);
      const { updatedAt } = await client.findIssue(project, 1);
      assert.ok(Math.abs(updatedAt - note.createdAt) < 5_000, 'as old as the change of the issue');
      assert.match(gitlab.requests[0]?.query ?? '', /order_by=created_at/);
      assert.match(gitlab.requests[0]?.query ?? '', /sort=desc/);
      assert.match(gitlab.requests[0]?.query ?? '', /per_page=1\b/);
      assert.equal((await failure(client.newestNote({ ...issue, iid: 999 }))).reason, 'notFound');
    } finally {
      await gitlab.close();
    }
  });
});
