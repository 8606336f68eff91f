import assert from 'node:assert/strict';
import { GitLabClient } from '../../../src/gitlab/gitLabClient.ts';
import { KnownServer } from '../../../src/gitlab/knownServer.ts';
import { linkTypes, type LinkType } from '../../../src/model/issueActions.ts';
import type { IssueListRequest } from '../../../src/model/gateway/issueGateway.ts';
import type { MilestoneWord } from '../../../src/model/issueFilter.ts';
import type { Project } from '../../../src/model/project.ts';
import { queryTypes, sortNames } from '../../../src/model/query/issueQuery.ts';
import { listParameters } from '../../../src/model/query/listParameters.ts';
import { parseQuery } from '../../../src/model/query/parseQuery.ts';
import { StandInGitLab } from '../../gitlab/standInGitLab.ts';
import { failure, transportTo } from './startTransport.ts';

const all: IssueListRequest = { state: 'all', orderBy: 'created_at', sort: 'asc', page: 1, perPage: 100 };

describe('The client and the version of its server', () => {
  let gitlab: StandInGitLab;
  let project: Project;
  before(async () => {
    gitlab = await StandInGitLab.start({ projects: 2, issues: 60 });
    project = await new GitLabClient(transportTo(gitlab.url, { token: gitlab.tokens.personal })).findProject(101);
    gitlab.world.updateIssue(101, 1, { milestoneId: null });
  });
  after(() => gitlab.close());

  /** A client that learns the version from the server, and one that knows it from sign-in. */
  const clients = (version: string): readonly GitLabClient[] => {
    gitlab.setVersion(version);
    gitlab.clearRequests();
    const transport = () => transportTo(gitlab.url, { token: gitlab.tokens.personal });
    return [
      new GitLabClient(transport()),
      new GitLabClient(transport(), new KnownServer({ serverVersion: version, edition: 'ee' })).at('visible'),
    ];
  };

  describe('R4: lists the milestones of parent groups', () => {
    for (const version of ['13.12.15-ee', '16.6.9-ee', '16.7.0-ee', '18.9.1-ee'])
      it(version, async () => {
        for (const client of clients(version)) {
          const ofProject = await client.listMilestones(project);
          const above = gitlab.world.groupAndAncestors(gitlab.world.projects.get(101)!.groupId);
          const ofGroups = [...gitlab.world.milestones.values()].filter(({ groupId }) =>
            above.some(({ id }) => id === groupId),
          );
          assert.ok(ofGroups.length > 0);
          const titles = ofProject.map(({ title }) => title);
          for (const { title } of ofGroups) assert.ok(titles.includes(title), title);
          const group = await client.findGroup('tanuki-tools/platform');
          const ofGroup = (await client.listMilestones(group)).map(({ title }) => title);
          for (const { title } of ofGroups) assert.ok(ofGroup.includes(title), title);
        }
        const asked = gitlab.requests.filter(({ path }) => path.endsWith('/milestones'));
        assert.equal(asked.length, 4);
        for (const { query } of asked)
          assert.equal(query.match(/include_(?:ancestors|parent_milestones)=/g)?.length, 1, query);
      });

    it('and those of a group’s projects from 16.7 on', async () => {
      const { world } = gitlab;
      const id = world.nextId();
      const like = [...world.milestones.values()][0]!;
      world.milestones.set(id, { ...like, id, iid: id, groupId: null, projectId: 101, title: 'Only here' });
      for (const [version, isListed] of [
        ['16.6.9-ee', false],
        ['16.7.0-ee', true],
        ['18.9.1-ee', true],
      ] as const)
        for (const client of clients(version)) {
          const milestones = await client.listMilestones(await client.findGroup('tanuki-tools'));
          assert.equal(
            milestones.some(({ title }) => title === 'Only here'),
            isListed,
            version,
          );
        }
      world.milestones.delete(id);
    });
  });

  describe('R5: filters by milestone', () => {
    const words = ['None', 'Any', 'Started', 'Upcoming'] as const;
    const found = async (client: GitLabClient, milestone: MilestoneWord) =>
      (await client.listIssues(project, { ...all, filter: { milestone } })).issues.map(({ iid }) => iid);
    for (const version of ['13.9.0-ee', '14.2.7-ee', '14.3.0-ee', '18.9.1-ee'])
      it(version, async () => {
        const [newest] = clients('18.9.1-ee');
        const expected = new Map<MilestoneWord, number[]>();
        for (const word of words) expected.set(word, await found(newest!, word));
        const total = gitlab.world.issues(101).length;
        for (const client of clients(version))
          for (const [word, iids] of expected) {
            assert.ok(iids.length > 0 && iids.length < total, word);
            assert.deepEqual(await found(client, word), iids, word);
          }
      });
  });

  describe('R5, R1: lists with each filter that the table says the server has', () => {
    const terms = [
      ...queryTypes.map((type) => `type:${type}`),
      ...['none', 'any', 'overdue', 'today', 'tomorrow', 'week', 'month'].map((due) => `due:${due}`),
      ...['none', 'any', 'started', 'upcoming'].map((milestone) => `milestone:${milestone}`),
      ...['assignee:@a assignee:@b', '-assignee:@a -assignee:@b', 'weight:3', '-weight:3', '-label:a -label:b'],
      ...sortNames.map((sort) => `sort:${sort}`),
    ];
    const releases = [13, 14, 15, 16, 17, 18].flatMap((major) =>
      [0, 3, 7, 8, 9, 11].map((minor) => `${major}.${minor}.0`),
    );
    for (const edition of ['ee', 'ce'] as const)
      it(`in ${edition.toUpperCase()} of all versions`, async () => {
        for (const serverVersion of releases) {
          const kind = { serverVersion, edition };
          gitlab.setVersion(serverVersion, edition);
          const transport = transportTo(gitlab.url, { token: gitlab.tokens.personal });
          const client = new GitLabClient(transport, new KnownServer(kind));
          for (const term of terms) {
            const { query } = parseQuery(`state:closed ${term}`);
            const found = listParameters(query, { me: 'a', now: Date.now(), ...kind });
            if ('problems' in found) continue;
            const list = client.listIssues(project, { ...found.parameters, page: 1, perPage: 1 });
            await assert.doesNotReject(list, `${term} in ${serverVersion} ${edition}`);
          }
        }
        gitlab.setVersion('18.9.1-ee', 'ee');
      });
  });

  describe('R5: links an issue', () => {
    const blocked = (serverVersion: string, edition: 'ce' | 'ee', isFree = false) => {
      gitlab.setVersion(serverVersion, edition);
      gitlab.world.updateProject(101, { isFree });
      const [issue] = gitlab.world.activity.linksOf(gitlab.world.issue(101, 2)!.id);
      if (issue) gitlab.world.activity.removeLink(issue);
      const transport = transportTo(gitlab.url, { token: gitlab.tokens.personal });
      return new GitLabClient(transport, new KnownServer({ serverVersion, edition }));
    };
    const link = async (client: GitLabClient, type: LinkType) => {
      const issue = await client.findIssue(project, 2);
      await client.actions.linkIssue(issue, { projectPath: project.path, iid: 3 }, type);
      return (await client.details.listLinks(project, 2)).map((each) => [each.issue.iid, each.type]);
    };
    after(() => {
      blocked('18.9.1-ee', 'ee');
    });

    for (const version of ['13.0.14-ee', '15.8.6-ee', '15.9.0-ee', '18.9.1-ee'])
      for (const type of linkTypes)
        it(`as ${type} in ${version}`, async () => {
          assert.deepEqual(await link(blocked(version, 'ee'), type), [[3, type]]);
        });

    for (const [version, edition, isFree, type, text] of [
      ['13.3.9', 'ce', false, 'relates_to', /require version 13\.4/],
      ['13.4.0', 'ce', false, 'blocks', /require GitLab Premium/],
      ['18.9.1', 'ce', false, 'is_blocked_by', /require GitLab Premium/],
      ['18.9.0-pre', 'ee', true, 'blocks', /require GitLab Premium/],
      ['15.8.6-ee', 'ee', true, 'is_blocked_by', /require GitLab Premium/],
    ] as const)
      it(`not as ${type} in ${version} ${edition}${isFree ? ' without a license' : ''}, and explains it`, async () => {
        const { reason, message } = await failure(link(blocked(version, edition, isFree), type));
        assert.equal(reason, 'invalid');
        assert.match(message, text);
      });

    it('as related in Community Edition from 13.4 on', async () => {
      assert.deepEqual(await link(blocked('13.4.0', 'ce'), 'relates_to'), [[3, 'relates_to']]);
    });
  });

  it('R13: tells archived labels from others, on servers that have them', async () => {
    const label = gitlab.world.labels.find(({ projectId }) => projectId === 101)!;
    label.archived = true;
    for (const [version, archived] of [
      ['18.8.0-ee', []],
      ['18.9.0-ee', [label.name]],
    ] as const)
      for (const client of clients(version)) {
        const labels = await client.listLabels(project);
        assert.ok(labels.some(({ name }) => name === label.name));
        assert.deepEqual(
          labels.filter(({ isArchived }) => isArchived).map(({ name }) => name),
          archived,
        );
      }
    delete label.archived;
  });
});
