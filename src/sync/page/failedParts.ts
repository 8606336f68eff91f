import { mostPageErrors } from '../../model/limits.ts';
import type { PagePart } from '../../model/page/pageMessages.ts';
import type { Log } from '../../model/ports.ts';
import { plainText } from '../../model/text/plainText.ts';

/** Writes to the log which parts of an issue page couldn't be drawn. */
export class FailedParts {
  private count = 0;

  constructor(private readonly log: Log) {}

  /** @param error comes from the page, and may contain text from GitLab. */
  add(part: PagePart, error: string): void {
    this.count += 1;
    if (this.count > mostPageErrors) return;
    this.log.warn(`The issue page couldn't draw a part (${part}). ${plainText(error)}`);
  }
}
