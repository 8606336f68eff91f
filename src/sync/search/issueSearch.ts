import type { Clock } from '../../model/time/clock.ts';
import type { Disposable } from '../../model/event.ts';
import { foldedText } from '../../model/text/foldedText.ts';
import type { Issue } from '../../model/issue.ts';
import { newestFirst } from '../../model/query/issueOrder.ts';
import type { IssueStore } from '../store/issueStore.ts';
import { SearchText } from './searchText.ts';
import { fuzzyMatches } from './fuzzyMatches.ts';
import type { TrackedIssue } from '../trackers/trackedIssue.ts';

/** After this pause, in milliseconds, the search texts are dropped to free memory. */
const unusedFor = 5 * 60_000;

/** The search data of a tracker: the issues, newest first, and the folded text of each at the same index. */
interface TrackerTexts {
  readonly issues: readonly Issue[];
  readonly texts: readonly string[];
  /** The titles in the texts, created by the first search for similar ones. */
  titles?: string[];
  /** The results for prefixes of the typed text, shortest first. More letters never find more issues. */
  readonly found: { readonly text: string; readonly places: readonly number[] }[];
  /** Whether the store has changed since the texts were created. */
  isStale: boolean;
}

/**
 * Finds held issues by words as the user types: in title, number, labels, and people, ignoring
 * case and accents. The texts are created by the first search, follow the store, and are dropped when unused.
 */
export class IssueSearch implements Disposable {
  private readonly trackers = new Map<string, TrackerTexts>();
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
   * Finds the issues that contain all the words, newest first. An issue with the typed number (`12`, `#12`) comes
   * before all others. An issue in several trackers is listed once.
   * @param trackers the keys of the trackers to search.
   * @param text the typed text. If it has no words, all issues match.
   * @param most the maximum number of results.
   */
  find(trackers: readonly string[], text: string, most = Number.POSITIVE_INFINITY): readonly TrackedIssue[] {
    this.stayAwake();
    const folded = foldedText(text).trimStart();
    const digits = /^#?(\d+)\s*$/.exec(folded)?.[1];
    const number = digits === undefined ? undefined : Number(digits);
    const found = trackers.flatMap((tracker) => {
      const searched = this.textsOf(tracker);
      const places = placesFor(searched, folded);
      const first = places.slice(0, most);
      if (number === undefined) return at(tracker, searched, first);
      const named = places.filter((place) => searched.issues[place]?.iid === number);
      return at(tracker, searched, [...new Set([...named, ...first])]);
    });
    if (trackers.length === 1) return found.slice(0, most);
    const inOrder = onePerIssue(found).sort((a, b) => newestFirst(a.issue, b.issue));
    const named = inOrder.filter(({ issue }) => issue.iid === number);
    return [...named, ...inOrder.filter(({ issue }) => issue.iid !== number)].slice(0, most);
  }

  /** Finds issues with similar titles, for when no issue contains the words. The closest of each tracker come first. */
  findSimilar(trackers: readonly string[], text: string, most = Number.POSITIVE_INFINITY): readonly TrackedIssue[] {
    this.stayAwake();
    const words = wordsOf(foldedText(text));
    const found = trackers.flatMap((tracker) => {
      const searched = this.textsOf(tracker);
      searched.titles ??= searched.texts.map(titleOf);
      return at(tracker, searched, fuzzyMatches(searched.titles, words).slice(0, most));
    });
    return onePerIssue(found).slice(0, most);
  }

  dispose(): void {
    this.timer?.dispose();
    this.subscription.dispose();
    this.trackers.clear();
  }

  private stayAwake(): void {
    this.timer?.dispose();
    this.timer = this.clock.after(unusedFor, () => {
      this.trackers.clear();
    });
  }

  private textsOf(tracker: string): TrackerTexts {
    const known = this.trackers.get(tracker);
    if (known && !known.isStale) return known;
    // Issues are replaced and never changed, so the text of the same object is still valid.
    const before = new Map(known?.issues.map((issue, index) => [issue, known.texts[index]]));
    const issues = [...this.store.issues(tracker)];
    const words = new SearchText();
    const texts = issues.map((issue) => before.get(issue) ?? words.of(issue));
    const fresh = { issues, texts, found: [], isStale: false };
    this.trackers.set(tracker, fresh);
    return fresh;
  }
}

function placesFor({ texts, found }: TrackerTexts, text: string): readonly number[] {
  while (found.length > 0 && !text.startsWith(found.at(-1)?.text ?? '')) found.pop();
  const known = found.at(-1);
  if (known?.text === text) return known.places;
  const places = placesOf(texts, wordsOf(text), known?.places);
  found.push({ text, places });
  return places;
}

function wordsOf(text: string): string[] {
  return text.split(/\s+/).filter((word) => word !== '');
}

/** The first line of an issue's text without the number. */
function titleOf(text: string): string {
  const end = text.indexOf('\n');
  return text.slice(text.indexOf(' ') + 1, end < 0 ? undefined : end);
}

function at(tracker: string, { issues }: TrackerTexts, places: readonly number[]): TrackedIssue[] {
  return places.flatMap((place) => {
    const issue = issues[place];
    return issue ? [{ tracker, issue }] : [];
  });
}

function onePerIssue(found: readonly TrackedIssue[]): TrackedIssue[] {
  const first = new Map<string, TrackedIssue>();
  for (const each of found) {
    // Two instances can have issues with the same id.
    const key = each.issue.webUrl;
    if (!first.has(key)) first.set(key, each);
  }
  return [...first.values()];
}

/** @param among only these, if given. */
function placesOf(texts: readonly string[], words: readonly string[], among?: readonly number[]): number[] {
  const places: number[] = [];
  const look = (place: number) => {
    const text = texts[place] ?? '';
    for (const word of words) {
      // `includes` is slower, because it leaves the compiled code for each of 50,000 texts.
      // eslint-disable-next-line @typescript-eslint/prefer-includes
      if (text.indexOf(word) < 0) return;
    }
    places.push(place);
  };
  if (among) for (const place of among) look(place);
  else for (let place = 0; place < texts.length; place++) look(place);
  return places;
}
