import assert from 'node:assert/strict';
import { allDocuments } from '../../../src/gitlab/allDocuments.ts';
import { GitLabClient } from '../../../src/gitlab/gitLabClient.ts';
import { KnownServer } from '../../../src/gitlab/knownServer.ts';
import type { Project } from '../../../src/model/project.ts';
import type { FaultAction } from '../../gitlab/http/fault.ts';
import { StandInGitLab } from '../../gitlab/standInGitLab.ts';
import { ManualClock } from '../manualClock.ts';
import { transportTo } from './startTransport.ts';

/** A refusal in the format of graphql-ruby, which validates a document as a whole. */
const refusal = (message: string, extensions?: Readonly<Record<string, string>>) => ({
  errors: [{ message, locations: [{ line: 1, column: 1 }], ...(extensions ? { extensions } : {}) }],
});
const noField = (typeName: string, fieldName: string) =>
  refusal(`Field '${fieldName}' doesn't exist on type '${typeName}'`, {
    code: 'undefinedField',
    typeName,
    fieldName,
  });
const noType = (typeName: string) =>
  refusal(`No such type ${typeName}, so it can't be a fragment condition`, { code: 'undefinedType', typeName });

describe('GraphQL documents', () => {
  let gitlab: StandInGitLab;
  let project: Project;
  /** The documents that reached the server, and how it refuses one. */
  let sent: string[];
  let refuse: (document: string) => object | undefined;

  before(async () => {
    gitlab = await StandInGitLab.start({ projects: 1, issues: 30 });
    const { world } = gitlab;
    const issue = world.issue(101, 3)!;
    world.activity.addAward(world.activity.issueAwards(issue), 'tada', 2);
    for (let at = 0; at < 25; at++)
      world.commits.push({ projectId: 101, sha: `${at + 10}`.padEnd(40, 'a'), title: `Commit ${at}` });
    project = await new GitLabClient(transportTo(gitlab.url, { token: gitlab.tokens.personal })).findProject(101);
  });
  after(() => gitlab.close());
  beforeEach(() => {
    gitlab.clearFaults();
    sent = [];
    refuse = () => undefined;
  });

  const client = (version = '18.9.1-ee', known = version) => {
    gitlab.setVersion(version);
    const fetchOrRefuse: typeof fetch = (input, init) => {
      if (!(input instanceof Request ? input.url : String(input)).endsWith('/graphql')) return fetch(input, init);
      const { query } = JSON.parse(init?.body as string) as { query: string };
      sent.push(query);
      const answer = refuse(query);
      return answer
        ? Promise.resolve(new Response(JSON.stringify(answer), { headers: { 'content-type': 'application/json' } }))
        : fetch(input, init);
    };
    const transport = transportTo(gitlab.url, { token: gitlab.tokens.personal, fetch: fetchOrRefuse });
    return new GitLabClient(transport, new KnownServer({ serverVersion: known, edition: 'ee' }));
  };
  const eachNote = async (asked: GitLabClient) => {
    const { id } = gitlab.world.issue(101, 3)!;
    const notes = gitlab.world.notes(id).filter(({ system }) => !system);
    return Promise.all(
      notes.map(
        async (note) => [note.id, await asked.details.listNoteReactions({ projectId: 101, iid: 3 }, note.id)] as const,
      ),
    );
  };
  const reactionsOf = async (asked: GitLabClient) => {
    const extras = await asked.details.findExtras(project, 3, {});
    assert.ok(extras);
    return {
      issue: extras.reactions?.map(({ name }) => name),
      notes: [...(extras.noteReactions ?? (await eachNote(asked)))]
        .filter(([, all]) => all.length > 0)
        .map(([id]) => id),
    };
  };
  const shas = (count: number) => Array.from({ length: count }, (_, at) => `${at + 10}`.padEnd(40, 'a'));
  const count = (text: string, part: RegExp) => text.match(part)?.length ?? 0;

  describe('R6: ask for commits', () => {
    it('ten at a time', async () => {
      const found = await client().references.find(project, shas(25));
      assert.equal(found.size, 25);
      assert.deepEqual(
        sent.map((document) => count(document, /lastCommit/g)),
        [10, 10, 5],
      );
    });

    it('in halves where the server finds a document too complex, without repeating it', async () => {
      const most = 4;
      refuse = (document) =>
        count(document, /lastCommit/g) > most
          ? refusal('Query has complexity of 286, which exceeds max complexity of 250')
          : undefined;
      const asked = client();
      const found = await asked.references.find(project, shas(9));
      assert.equal(found.size, 9);
      for (const [name, commit] of found) assert.ok(commit?.webUrl.endsWith(name), name);
      assert.equal(new Set(sent).size, sent.length);
      const refused = sent.filter((document) => count(document, /lastCommit/g) > most);
      sent = [];
      await asked.references.find(project, shas(9));
      for (const document of refused) assert.ok(!sent.includes(document));
    });

    it('and for an issue page in halves, too', async () => {
      const whole = await client().details.findExtras(project, 3, {});
      refuse = (document) =>
        count(document, /\.\.\. on/g) > 1
          ? refusal('Query has complexity of 251, which exceeds max complexity of 250')
          : undefined;
      assert.deepEqual(await client().details.findExtras(project, 3, {}), whole);
    });

    it('gives up on a document that no half of is simple enough', async () => {
      refuse = () => refusal('Query has depth of 22, which exceeds max depth of 20');
      assert.deepEqual(await client().references.find(project, ['#1']), new Map());
      assert.ok(sent.length < 20, `${sent.length} requests`);
    });
  });

  describe('R7: request only what the schema has', () => {
    it('leave out reactions below their version, and REST returns them', async () => {
      const { world } = gitlab;
      const note = world.notes(world.issue(101, 3)!.id).find(({ system }) => !system)!;
      world.activity.addAward(world.activity.noteAwards(note.id), 'tada', 2);
      const newest = await reactionsOf(client());
      assert.ok(newest.issue?.includes('tada'));
      assert.deepEqual(newest.notes, [note.id]);
      assert.equal(sent.length, 1);
      for (const version of ['13.12.15-ee', '15.8.0-ee', '15.11.0-ee']) {
        sent = [];
        assert.deepEqual(await reactionsOf(client(version)), newest, version);
        for (const document of sent) assert.doesNotMatch(document, /Note/, version);
        // A server that is older than it seems.
        assert.deepEqual(await reactionsOf(client(version, '18.9.1-ee')), newest, version);
      }
    });

    const refusals: readonly FaultAction[] = [
      { kind: 'html', page: 'waf' },
      { kind: 'html', page: 'notFound' },
      { kind: 'error', case: 'forbidden' },
      { kind: 'error', case: 'notFound' },
    ];
    for (const action of refusals)
      it(`are not sent for some minutes after a refusal as a whole, and REST returns the reactions (${JSON.stringify(action)})`, async () => {
        const expected = await reactionsOf(client());
        const clock = new ManualClock();
        const asked = new GitLabClient(transportTo(gitlab.url, { token: gitlab.tokens.personal, clock }));
        const requests = () => gitlab.requests.filter(({ path }) => path === '/api/graphql').length;
        gitlab.clearRequests();
        gitlab.addFault({ path: '/api/graphql', do: action });
        assert.deepEqual(await reactionsOf(asked), expected);
        assert.deepEqual(await reactionsOf(asked), expected);
        assert.equal((await asked.references.find(project, ['#1', '@x', ...shas(1)])).size, 0);
        assert.equal(requests(), 1);
        await clock.advance(10 * 60_000);
        gitlab.clearFaults();
        assert.equal((await asked.references.find(project, ['#1'])).size, 1);
        assert.equal(requests(), 2);
      });

    it('keep the child tasks without the reactions', async () => {
      const [parent, child] = [gitlab.world.issue(101, 3)!, gitlab.world.issue(101, 4)!];
      gitlab.world.activity.addChild(parent.id, child.id);
      const extras = await client('15.8.0-ee').details.findExtras(project, 3, {});
      assert.deepEqual(
        extras?.children.map(({ iid }) => iid),
        [4],
      );
      assert.match(sent.join(), /WorkItemWidgetHierarchy/);
      assert.doesNotMatch(sent.join(), /awardEmoji/i);
    });

    for (const [what, answer, isIn] of [
      ['a field', noField('Note', 'awardEmoji'), /discussions/],
      ['a type', noType('WorkItemWidgetAwardEmoji'), /WorkItemWidgetAwardEmoji/],
      [
        'a type, without a code',
        refusal("No such type WorkItemWidgetAwardEmoji, so it can't be a fragment condition"),
        /WorkItemWidgetAwardEmoji/,
      ],
      ['a field of another type', noField('WorkItemWidgetHierarchyV2', 'children'), /children/],
      [
        'an argument',
        refusal("Field 'children' doesn't accept argument 'after'", {
          code: 'argumentNotAccepted',
          name: 'children',
          typeName: 'Field',
          argumentName: 'after',
        }),
        /children/,
      ],
    ] as const)
      it(`leave out ${what} that the server rejects, from then on`, async () => {
        refuse = (document) => (isIn.test(document) ? answer : undefined);
        const asked = client();
        const newest = await reactionsOf(client());
        sent = [];
        assert.deepEqual(await reactionsOf(asked), newest);
        assert.equal(sent.length, 2);
        await reactionsOf(asked);
        assert.equal(sent.length, 3);
        assert.doesNotMatch(sent[2]!, isIn);
      });

    it('stop after a few rejections that name nothing in them', async () => {
      refuse = () => noField('Note', 'unheardOf');
      assert.equal(await client().details.findExtras(project, 3, {}), undefined);
      assert.equal(sent.length, 1);
    });
  });

  it('R8: keep the target of a moved issue on servers without duplicates', async () => {
    gitlab.world.updateIssue(101, 5, { movedToId: gitlab.world.issue(101, 6)!.id });
    for (const version of ['13.12.15-ee', '14.9.0-ee', '18.9.1-ee']) {
      refuse = (document) =>
        version !== '18.9.1-ee' && document.includes('closedAsDuplicateOf')
          ? noField('Issue', 'closedAsDuplicateOf')
          : undefined;
      sent = [];
      const { movedTo } = await client(version).references.findSuccessors(project, 5);
      assert.equal(movedTo?.reference, `${project.path}#6`, version);
      assert.equal(sent.length, 1, version);
    }
    // A server that lacks it in spite of its version.
    refuse = (document) =>
      document.includes('closedAsDuplicateOf') ? noField('Issue', 'closedAsDuplicateOf') : undefined;
    const asked = client();
    assert.ok((await asked.references.findSuccessors(project, 5)).movedTo);
    sent = [];
    assert.ok((await asked.references.findSuccessors(project, 5)).movedTo);
    assert.equal(sent.length, 1);
  });

  it('are listed for each version, and declare exactly the variables that they use', () => {
    const names = (serverVersion: string) => allDocuments({ serverVersion }).map(({ name }) => name);
    assert.deepEqual(names('13.12.15-ee'), ['successors', 'references', 'references', 'references']);
    assert.deepEqual(names('18.9.1-ee'), ['issuePage', 'successors', 'references', 'references', 'references']);
    for (const { text } of allDocuments({})) {
      assert.ok(text.length < 10_000);
      const [head, body] = [text.slice(0, text.indexOf('{')), text.slice(text.indexOf('{'))];
      const variables = (part: string) => [...new Set(part.match(/\$\w+/g))].sort();
      assert.deepEqual(variables(head), variables(body));
    }
  });
});
