import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { decodeIssues } from '../../../src/gitlab/decode/decodeIssue.ts';
import type { Issue } from '../../../src/model/issue.ts';
import { projectUrlOf } from '../../../src/model/issueScope.ts';
import { systemClock } from '../../../src/model/time/clock.ts';
import { SimilarIssues } from '../../../src/sync/search/similarIssues.ts';
import { IssueStore } from '../../../src/sync/store/issueStore.ts';
import { repositoryRoot } from '../../host/repositoryRoot.ts';
import type { BenchRow } from '../benchRow.ts';
import { percentile, threadWorkOf } from '../measure.ts';

const mostFound = 3;
const leastRecall = 0.7;
const alarmSamples = 100;
const mostAlarms = 10;
const manyIssues = 10_000;
const mostMilliseconds = 30;
const tracker = 'real';

/** A title in `paraphrases.ndjson`. See SOURCES.md. */
interface Paraphrase {
  readonly projectId: number;
  readonly iid: number;
  readonly heldOut: boolean;
  readonly title: string;
}

/** Two issues that a person judged to be about the same, in `sameIssues.ndjson`. */
interface SamePair {
  readonly projectId: number;
  readonly iids: readonly [number, number];
}

/**
 * Measures the similar issues that *Create Issue* shows, with 2,712 real issues: how often it finds the issue that a
 * paraphrased title is about, how often it shows others, and how long a keystroke takes.
 *
 * @param folder contains `issues.ndjson`.
 */
export async function similarTitles(
  folder = process.env['REAL_ISSUES'] ?? join(repositoryRoot, '../shared/real-data/bulk'),
): Promise<BenchRow[]> {
  const file = join(folder, 'issues.ndjson');
  if (!existsSync(file)) return [notMeasured];
  const real = new RealIssues(linesOf(file));
  const { similar, issues } = real;
  try {
    await similar.update([tracker]);
    const paraphrases = linesOf<Paraphrase>(join(import.meta.dirname, 'paraphrases.ndjson'));
    const recall = (isHeldOut: boolean, isFound: (title: Paraphrase) => boolean) => {
      const titles = paraphrases.filter(({ heldOut }) => heldOut === isHeldOut);
      return titles.filter(isFound).length / titles.length;
    };
    const ranked = recall(true, (title) => real.ranks(title));
    const shown = recall(true, (title) => real.shows(title));
    const rankedOfOthers = recall(false, (title) => real.ranks(title));
    const shownOfOthers = recall(false, (title) => real.shows(title));
    const same = linesOf<SamePair>(join(import.meta.dirname, 'sameIssues.ndjson'));
    const alarms = real.sample(alarmSamples).filter((issue) => real.isFalseAlarm(issue, same));
    const count = issues.length.toLocaleString('en');
    return [
      {
        what: `Paraphrased titles whose issue is ranked among the first ${mostFound} of ${count} real issues; and is shown`,
        measured: `${percent(ranked)}; ${percent(shown)}`,
        bar: `at least ${percent(leastRecall)} ranked`,
        passed: ranked >= leastRecall,
        figures: { ranked, shown, rankedOfOthers, shownOfOthers },
      },
      {
        what: `Titles of ${alarmSamples} real issues for which only issues about something else are shown`,
        measured: `${alarms.length}`,
        bar: `at most ${mostAlarms}`,
        passed: alarms.length <= mostAlarms,
        figures: { alarms: alarms.length, issues: alarms.map(({ reference }) => reference) },
      },
      await keystrokesOver(issues, real.descriptions, paraphrases),
    ];
  } finally {
    similar.dispose();
  }
}

/** The real issues, as a window holds them. */
class RealIssues {
  readonly issues: readonly Issue[];
  readonly descriptions: ReadonlyMap<number, string>;
  readonly similar: SimilarIssues;
  /** The issue that isn't held at the moment. */
  private hidden: Issue | undefined;

  constructor(rows: readonly unknown[]) {
    const { issues, descriptions } = decodeIssues(rows, {
      projectPath: 'real/issues',
      projectWebUrl: 'https://x.example',
    });
    this.issues = issues;
    this.descriptions = descriptions;
    this.similar = similarOf(issues, descriptions, (issue) => issue !== this.hidden);
  }

  /** Whether the issue is among the first that say the same, even if the title is too unlike for it to be shown. */
  ranks(paraphrase: Paraphrase): boolean {
    const meant = this.issueOf(paraphrase);
    const first = this.similar.rank([tracker], projectUrlOf(meant), paraphrase.title).slice(0, mostFound);
    return first.some(({ target }) => target.issue === meant);
  }

  shows(paraphrase: Paraphrase): boolean {
    const meant = this.issueOf(paraphrase);
    return this.similar.find([tracker], projectUrlOf(meant), paraphrase.title).some(({ issue }) => issue === meant);
  }

  /** Whether issues are shown for the title of an issue, as if it didn't exist yet, and none of them is about the same. */
  isFalseAlarm(issue: Issue, same: readonly SamePair[]): boolean {
    this.hidden = issue;
    const found = this.similar.find([tracker], projectUrlOf(issue), issue.title);
    this.hidden = undefined;
    const isSame = ({ iid }: Issue) =>
      same.some(
        ({ projectId, iids }) => projectId === issue.projectId && iids.includes(issue.iid) && iids.includes(iid),
      );
    return found.length > 0 && !found.some((each) => isSame(each.issue));
  }

  private issueOf({ projectId, iid }: Paraphrase): Issue {
    const meant = this.issues.find((issue) => issue.projectId === projectId && issue.iid === iid);
    if (!meant) throw new Error(`There is no issue ${projectId} ${iid}.`);
    return meant;
  }

  /** Some of the issues, spread evenly over all of them. */
  sample(count: number): readonly Issue[] {
    const step = this.issues.length / count;
    return Array.from({ length: count }, (_, index) => this.issues[Math.floor(index * step)]).filter(
      (issue) => issue !== undefined,
    );
  }
}

/** Types each title letter by letter. */
async function keystrokesOver(
  real: readonly Issue[],
  texts: ReadonlyMap<number, string>,
  titles: readonly Paraphrase[],
): Promise<BenchRow> {
  const issues = Array.from({ length: manyIssues }, (_, index) => {
    const issue = real[index % real.length];
    if (!issue) throw new Error('No issues.');
    return { ...issue, id: index + 1, webUrl: `${issue.webUrl}?${index}` };
  });
  const descriptions = new Map(
    issues.map(({ id }, index) => [id, texts.get(real[index % real.length]?.id ?? 0) ?? '']),
  );
  const similar = similarOf(issues, descriptions);
  try {
    await similar.update([tracker]);
    const times: number[] = [];
    for (const { title } of titles)
      for (let length = 1; length <= title.length; length++)
        times.push(threadWorkOf(() => similar.find([tracker], '', title.slice(0, length))));
    const slowest = percentile(times, 95);
    return {
      what: `Keystroke in the title of a new issue, ${manyIssues.toLocaleString('en')} issues with descriptions, 95th percentile`,
      measured: `${slowest.toFixed(1)} ms`,
      bar: `under ${mostMilliseconds} ms`,
      passed: slowest < mostMilliseconds,
      figures: { percentile95: slowest, median: percentile(times, 50), keystrokes: times.length },
    };
  } finally {
    similar.dispose();
  }
}

const notMeasured: BenchRow = {
  what: 'Similar issues of a new title',
  measured: 'not measured, because REAL_ISSUES names no folder with issues.ndjson',
  passed: true,
  figures: {},
};

function similarOf(
  issues: readonly Issue[],
  descriptions: ReadonlyMap<number, string>,
  isHeld: (issue: Issue) => boolean = () => true,
): SimilarIssues {
  const byId = new Map(issues.map((issue) => [issue.id, issue]));
  const results = {
    find: (_: string, id: number) => {
      const issue = byId.get(id);
      return issue && isHeld(issue) ? issue : undefined;
    },
    closed: () => issues,
  };
  const onDisk = {
    descriptions: (_: string, ids: readonly number[]) =>
      Promise.resolve(new Map(ids.map((id) => [id, descriptions.get(id) ?? '']))),
  };
  return new SimilarIssues(new IssueStore(), results, onDisk, systemClock);
}

function linesOf<T = unknown>(file: string): T[] {
  const lines = readFileSync(file, 'utf8').split('\n');
  return lines.filter((line) => line !== '').map((line) => JSON.parse(line) as T);
}

function percent(share: number): string {
  return `${Math.round(share * 100)} %`;
}
