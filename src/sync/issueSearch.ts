import type { Clock } from '../model/clock.ts';
import type { Disposable } from '../model/event.ts';
import { foldedText } from '../model/foldedText.ts';
import type { Issue } from '../model/issue.ts';
import type { IssueStore } from './issueStore.ts';
import { newestFirst } from './sortedIssues.ts';

/** Nobody who types pauses for so long; the texts would only take up memory. */
const unusedFor = 5 * 60_000;

/** What is searched of a tracker: the issues, newest first, and the folded text of each under the same index. */
interface SearchTexts {
  readonly issues: readonly Issue[];
  readonly texts: readonly string[];
  /** The store changed since. */
  isStale: boolean;
}

/**
 * Finds issues by words while somebody types, from what the store holds: in title, number, labels and people, whatever
 * the case and the accents. The texts are made with the first question, follow the store, and go when nobody asks.
 */
export class IssueSearch implements Disposable {
  private readonly trackers = new Map<string, SearchTexts>();
  private readonly subscription: Disposable;
  private timer: Disposable | undefined;

  constructor(
    private readonly store: IssueStore,
    private readonly clock: Clock,
  ) {
    this.subscription = store.onDidChange(({ tracker }) => {
      const known = this.trackers.get(tracker);
      if (known) known.isStale = true;
    });
  }

  /**
   * The issues that have all of the words, newest first; the one whose number was typed (`12`, `#12`) before all others.
   * @param trackers keys of those to search.
   * @param text what somebody typed; without a word in it all issues are found.
   */
  find(trackers: readonly string[], text: string): readonly Issue[] {
    this.timer?.dispose();
    this.timer = this.clock.after(unusedFor, () => {
      this.trackers.clear();
    });
    const words = foldedText(text)
      .split(/\s+/)
      .filter((word) => word !== '');
    const found = trackers.flatMap((tracker) => matches(this.textsOf(tracker), words));
    if (trackers.length > 1) found.sort(newestFirst);
    const iid = words.length === 1 ? numberOf(words[0] ?? '') : undefined;
    if (iid === undefined) return found;
    const isNamed = (issue: Issue) => issue.iid === iid;
    return [...found.filter(isNamed), ...found.filter((issue) => !isNamed(issue))];
  }

  dispose(): void {
    this.timer?.dispose();
    this.subscription.dispose();
    this.trackers.clear();
  }

  private textsOf(tracker: string): SearchTexts {
    const known = this.trackers.get(tracker);
    if (known && !known.isStale) return known;
    // Issues are replaced and never changed: the text of one that is still the same object still holds.
    const before = new Map(known?.issues.map((issue, index) => [issue, known.texts[index]]));
    const issues = [...this.store.issues(tracker)];
    const texts = issues.map((issue) => before.get(issue) ?? textOf(issue));
    const fresh = { issues, texts, isStale: false };
    this.trackers.set(tracker, fresh);
    return fresh;
  }
}

function matches({ issues, texts }: SearchTexts, words: readonly string[]): Issue[] {
  // The longest word leaves the fewest for the others.
  const [first = '', ...others] = [...words].sort((a, b) => b.length - a.length);
  return issues.filter((_, index) => {
    const text = texts[index] ?? '';
    return text.includes(first) && others.every((word) => text.includes(word));
  });
}

/** In GitLab's own marks, so that `@anna` finds the person and `~bug` the label. */
function textOf({ iid, title, labels, assignees, author }: Issue): string {
  const people = author ? [...assignees, author] : assignees;
  const parts = [
    `#${iid} ${title}`,
    ...labels.map((label) => `~${label}`),
    ...people.map(({ username, name }) => `@${username} ${name}`),
  ];
  return foldedText(parts.join('\n'));
}

function numberOf(word: string): number | undefined {
  const digits = /^#?(\d+)$/.exec(word)?.[1];
  return digits === undefined ? undefined : Number(digits);
}
