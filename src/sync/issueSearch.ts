import type { Clock } from '../model/clock.ts';
import type { Disposable } from '../model/event.ts';
import { foldedText } from '../model/foldedText.ts';
import type { Issue } from '../model/issue.ts';
import { newestFirst } from '../model/query/issueOrder.ts';
import type { IssueStore } from './issueStore.ts';
import { IssueWords } from './issueWords.ts';

/** Nobody who types pauses for so long; the texts would only take up memory. */
const unusedFor = 5 * 60_000;

/** What is searched of a tracker: the issues, newest first, and the folded text of each under the same index. */
interface SearchTexts {
  readonly issues: readonly Issue[];
  readonly texts: readonly string[];
  /** What was found for the beginnings of what is being typed, the shortest first: more letters never find more. */
  readonly found: { readonly text: string; readonly places: readonly number[] }[];
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
    const folded = foldedText(text).trimStart();
    const perTracker = trackers.map((tracker) => matches(this.textsOf(tracker), folded));
    const [only = [], ...more] = perTracker;
    const found = more.length > 0 ? perTracker.flat().sort(newestFirst) : only;
    const digits = /^#?(\d+)\s*$/.exec(folded)?.[1];
    if (digits === undefined) return found;
    const isNamed = (issue: Issue) => issue.iid === Number(digits);
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
    const words = new IssueWords();
    const texts = issues.map((issue) => before.get(issue) ?? words.of(issue));
    const fresh = { issues, texts, found: [], isStale: false };
    this.trackers.set(tracker, fresh);
    return fresh;
  }
}

function matches({ issues, texts, found }: SearchTexts, text: string): Issue[] {
  while (found.length > 0 && !text.startsWith(found.at(-1)?.text ?? '')) found.pop();
  const known = found.at(-1);
  let places = known?.places;
  if (places === undefined || known?.text !== text) {
    const words = text.split(/\s+/).filter((word) => word !== '');
    places = placesOf(texts, words, places);
    found.push({ text, places });
  }
  const named: Issue[] = [];
  for (const place of places) {
    const issue = issues[place];
    if (issue) named.push(issue);
  }
  return named;
}

/** @param among only these, if given. */
function placesOf(texts: readonly string[], words: readonly string[], among?: readonly number[]): number[] {
  const places: number[] = [];
  const look = (place: number) => {
    const text = texts[place] ?? '';
    for (const word of words) {
      // `includes` leaves the compiled code for each of 50,000 texts.
      // eslint-disable-next-line @typescript-eslint/prefer-includes
      if (text.indexOf(word) < 0) return;
    }
    places.push(place);
  };
  if (among) for (const place of among) look(place);
  else for (let place = 0; place < texts.length; place++) look(place);
  return places;
}
