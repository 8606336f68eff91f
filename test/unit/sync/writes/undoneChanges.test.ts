import assert from 'node:assert/strict';
import fc from 'fast-check';
import { inverseAct } from '../../../../src/model/inverseAct.ts';
import type { Issue } from '../../../../src/model/issue.ts';
import type { IssueChange } from '../../../../src/model/issueChange.ts';
import type { IssueAct } from '../../../../src/model/issueCommand.ts';
import { relabelling } from '../../../../src/model/relabelling.ts';
import { runs } from '../../testRuns.ts';
import { MirrorHarness } from '../mirrorHarness.ts';

const label = fc.constantFrom('bug', 'ux', 'workflow::todo', 'workflow::doing', 'workflow::done');
/**
 * Changes as a user makes them. Those of labels are computed from the issue's labels, as the commands do. GitLab doesn't
 * reopen a locked issue, so none locks it.
 */
const change = fc.oneof(
  fc.record({ title: fc.constantFrom('One', 'Two', 'Three') }),
  fc.record({ state: fc.constantFrom('opened' as const, 'closed') }),
  fc.record({ dueDate: fc.constantFrom('2027-01-08', '2027-01-15', null) }),
  fc.record({ weight: fc.constantFrom(1, 5, null) }),
  fc.record({ confidential: fc.boolean() }),
  fc.record({ assigneeIds: fc.constantFrom([], [1], [2], [1, 2]) }),
  fc.record({
    addLabels: fc.uniqueArray(label, { maxLength: 2, selector: (name) => name.split('::')[0] }),
    removeLabels: fc.uniqueArray(label, { maxLength: 1 }),
  }),
);
/** Values that no change of the user sets. */
const theirs = fc.constantFrom(
  { title: 'Theirs' },
  { dueDate: '2030-01-01' },
  { weight: 99 },
  { assigneeIds: [3] },
  { labels: ['workflow::theirs'] },
);

describe('The changes of a user, undone from the last one to the first', () => {
  let mirror: MirrorHarness;
  let issue: Issue;
  let inverses: IssueAct[];
  before(async () => {
    mirror = await MirrorHarness.start({ projects: 1, issues: 1 });
    for (const id of [1, 2, 3]) mirror.gitlab.world.people.setRole(id, { projectId: 101 }, 40);
    mirror.gitlab.world.updateIssue(101, 1, { state: 'opened', type: 'issue', movedToId: null });
    await mirror.fill();
  });
  after(() => mirror.close());

  const record = () => mirror.gitlab.world.issue(101, 1)!;
  const values = () => {
    const { title, state, dueDate, weight, confidential, labels, assigneeIds } = record();
    return { title, state, dueDate, weight, confidential, labels: labels.toSorted(), assigneeIds };
  };
  const send = (act: IssueAct) => {
    const { issues, sender, trackers } = mirror.synchronizer;
    return sender.send(issues.command(trackers[0]!.key, issue, act));
  };
  const make = async (changes: readonly IssueChange[]) => {
    const blank = { title: 'One', state: 'opened', dueDate: null, weight: null, labels: [], assigneeIds: [] } as const;
    mirror.gitlab.world.updateIssue(101, 1, { ...blank, confidential: false, discussionLocked: false });
    const { gateway, project } = await mirror.synchronizer.issues.projectAccess(mirror.synchronizer.trackers[0]!.key);
    issue = await gateway.findIssue(project, 1);
    inverses = [];
    for (const { addLabels = [], removeLabels = [], ...fields } of changes) {
      const wanted = { ...fields, ...relabelling(issue.labels, addLabels, removeLabels) };
      // GitLab rejects an empty change, and commands send none.
      if (Object.keys(wanted).length === 0) continue;
      const sent = await send({ kind: 'change', change: wanted });
      assert.ok(sent.how === 'done' && sent.issue, JSON.stringify(wanted));
      const inverse = inverseAct(wanted, issue, sent.issue);
      if (inverse) inverses.push(inverse);
      issue = sent.issue;
    }
  };

  it('leave the issue as it was', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(change, { minLength: 1, maxLength: 6 }), async (changes) => {
        await make([]);
        const before = values();
        await make(changes);
        for (const inverse of inverses.toReversed()) assert.equal((await send(inverse)).how, 'done');
        assert.deepEqual(values(), before);
      }),
      { numRuns: runs(40, 500) },
    );
  });

  it('leave what someone else changed in the meantime', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(change, { minLength: 1, maxLength: 6 }), theirs, async (changes, other) => {
        await make(changes);
        mirror.gitlab.world.updateIssue(101, 1, other);
        for (const inverse of inverses.toReversed()) {
          const { how } = await send(inverse);
          assert.ok(how === 'done' || how === 'conflict', how);
        }
        const after = values();
        for (const field of Object.keys(other) as (keyof typeof after)[])
          if (field === 'labels') assert.ok(after.labels.includes('workflow::theirs'));
          else assert.deepEqual(after[field], (other as Partial<typeof after>)[field]);
      }),
      { numRuns: runs(40, 500) },
    );
  });
});
