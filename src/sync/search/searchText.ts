import { foldedText } from '../../model/text/foldedText.ts';
import type { Issue, IssueUser } from '../../model/issue.ts';

/**
 * Builds the search text of an issue, with a line for the title, each label, and each person. It includes GitLab's
 * reference characters, so `@anna` finds the person and `~bug` finds the label. The store shares people and label sets
 * between issues, so the text of each is computed once.
 */
export class SearchText {
  private readonly people = new Map<IssueUser, string>();
  private readonly labels = new Map<readonly string[], string>();

  of({ iid, title, labels, assignees, author }: Issue): string {
    let text = `#${iid} ${foldedText(title)}${this.ofLabels(labels)}`;
    for (const person of assignees) text += this.ofPerson(person);
    return author ? text + this.ofPerson(author) : text;
  }

  private ofLabels(labels: readonly string[]): string {
    const known = this.labels.get(labels);
    if (known !== undefined) return known;
    const words = labels.map((label) => `\n~${foldedText(label)}`).join('');
    this.labels.set(labels, words);
    return words;
  }

  private ofPerson(person: IssueUser): string {
    const known = this.people.get(person);
    if (known !== undefined) return known;
    const words = `\n@${foldedText(person.username)} ${foldedText(person.name)}`;
    this.people.set(person, words);
    return words;
  }
}
