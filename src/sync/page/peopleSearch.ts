import type { Clock } from '../../model/time/clock.ts';
import { foldedText } from '../../model/text/foldedText.ts';
import type { IssueUser } from '../../model/issue.ts';
import type { FoundPeople } from '../../model/gateway/issueGateway.ts';

interface Answer extends FoundPeople {
  /** The search text, folded. */
  readonly words: string;
  /** When the response arrived, by {@link Clock.elapsed}. */
  readonly at: number;
}

/** The pause in typing before a request, in milliseconds. */
const pause = 120;
/** How long to reuse a search result, in milliseconds. */
const keptFor = 5 * 60_000;

/**
 * Finds people while the user types a name. It waits for a pause in typing, sends one request at a time, and reuses
 * earlier results. If GitLab returned the full list for a shorter text, that list also contains the matches of a longer
 * one.
 */
export class PeopleSearch {
  private answers: readonly Answer[] = [];
  private pending: Promise<unknown> | undefined;
  private latest = 0;

  constructor(
    private readonly ask: (words: string) => Promise<FoundPeople>,
    private readonly clock: Clock,
  ) {}

  /**
   * Finds the people that match the typed text. Returns an empty list if the user has typed more by then. Rejects with
   * a `GitLabError`.
   */
  async find(typed: string): Promise<readonly IssueUser[]> {
    const words = foldedText(typed);
    this.latest += 1;
    const number = this.latest;
    const known = this.known(words);
    if (known) return known;
    await new Promise<void>((resolve) => {
      this.clock.after(pause, resolve);
    });
    // The pending request may return these people too.
    while (number === this.latest && this.pending) await this.pending.catch(() => undefined);
    if (number !== this.latest) return [];
    return this.known(words) ?? this.fromGitLab(typed, words);
  }

  private async fromGitLab(typed: string, words: string): Promise<readonly IssueUser[]> {
    const asking = this.ask(typed);
    this.pending = asking;
    try {
      const found = await asking;
      const at = this.clock.elapsed();
      this.answers = [...this.answers.filter((answer) => answer.words !== words), { ...found, words, at }];
      return found.people;
    } finally {
      this.pending = undefined;
    }
  }

  private known(words: string): readonly IssueUser[] | undefined {
    const since = this.clock.elapsed() - keptFor;
    this.answers = this.answers.filter(({ at }) => at > since);
    const same = this.answers.find((answer) => answer.words === words);
    if (same) return same.people;
    const whole = this.answers.find((answer) => words.includes(answer.words) && isWhole(answer));
    return whole?.people.filter((person) => namesOf(person).some((name) => name.includes(words)));
  }
}

/**
 * Whether the response lists everyone with the words in their name. For one or two letters, GitLab may match only whole
 * names.
 */
function isWhole({ isPart, words, people }: Answer): boolean {
  if (isPart) return false;
  return words === '' || words.length > 2 || people.some((person) => !namesOf(person).includes(words));
}

function namesOf({ username, name }: IssueUser): string[] {
  return [foldedText(username), foldedText(name)];
}
