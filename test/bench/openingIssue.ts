import type { Issue } from '../../src/model/issue.ts';
import { wholeActivity } from '../../src/model/page/pageActivity.ts';
import { OpenIssue } from '../../src/sync/page/openIssue.ts';
import { waitUntil } from '../host/waitUntil.ts';
import type { BenchRow } from './benchRow.ts';
import type { BenchWindow } from './benchWindow.ts';
import { benchProject } from './openWorld.ts';
import { SimulatedTime } from './simulatedTime.ts';

const notes = 500;
const mostBeforeThread = 3;

/**
 * Counts the requests that the issue page sends when it opens an issue with many notes: before it shows content, and in
 * total.
 */
export async function openingIssue(): Promise<BenchRow> {
  const time = await SimulatedTime.start(100);
  try {
    const window = await time.open();
    const [{ iid } = { iid: 0 }] = window.store.issues(window.tracker);
    const { world } = time.gitlab;
    const record = world.updateIssue(benchProject.id, iid, { description: 'What it is about' });
    for (const note of [...world.notes(record.id)]) world.deleteNote(record, note);
    for (let at = 0; at < notes; at++) world.addNote(benchProject.id, iid, { body: `Note ${at}` });
    // Let the window sync these changes and become idle.
    await time.pass(3 * 66_000);
    window.answers.length = 0;
    const issue = window.store.get(window.tracker, record.id);
    const description = await window.synchronizer.issues.description(window.tracker, record.id);
    const before = window.answers.length;
    if (!issue || description !== record.description) throw new Error('The window does not hold the issue.');
    const { thread, page, all } = await opening(window, issue, time);
    const more = all - page;
    return {
      what: `Opening an issue with ${notes} comments: requests before title and description, before the comments, for the page`,
      measured: `${before} / ${thread} / ${page}; ${more} more for all comments`,
      bar: `0 / at most ${mostBeforeThread}`,
      passed: before === 0 && thread <= mostBeforeThread,
      figures: { before, thread, page, more },
    };
  } finally {
    await time.close();
  }
}

/** Counts the requests until the thread shows, until the page is complete, and until the whole thread is loaded. */
async function opening(window: BenchWindow, issue: Issue, { clock }: SimulatedTime) {
  const { issues } = window.synchronizer;
  const silent = { debug: () => undefined, info: () => undefined, warn: () => undefined };
  const opened = new OpenIssue(issue, {
    source: () => issues.projectAccess(window.tracker, issue),
    held: () => window.store.get(window.tracker, issue.id),
    send: () => Promise.reject(new Error('Sends nothing.')),
    onDidRead: (read, about) => void issues.absorb(window.tracker, read, about.description),
    loadLabels: () => Promise.resolve(),
    activity: () => wholeActivity,
    eventKinds: () => ['label', 'state', 'milestone', 'weight', 'iteration'],
    clock,
    log: silent,
  });
  try {
    let thread: number | undefined;
    opened.onDidChange(() => {
      if (opened.state.details?.discussions?.length) thread ??= window.answers.length;
    });
    await opened.read();
    const page = window.answers.length;
    while (opened.state.details?.hasMoreDiscussions && !opened.state.error) await opened.more();
    const last = opened.state.details?.discussions?.at(-1)?.notes[0]?.id ?? 0;
    const isWhole = () => opened.state.details?.noteReactions?.has(last) === true;
    await waitUntil('the reactions to the last note', isWhole);
    const read = opened.state.details?.discussions?.length;
    if (thread === undefined || read !== notes) throw new Error(`Read ${read ?? 0} of ${notes} notes.`);
    return { thread, page, all: window.answers.length };
  } finally {
    opened.dispose();
  }
}
