import * as v from 'valibot';
import { type Disposable, Emitter } from '../../model/event.ts';
import { type PageActivity, pageActivity, wholeActivity } from '../../model/page/pageActivity.ts';
import type { KeptValues } from '../../model/ports.ts';

const memoryKey = 'pageActivity';

/** The user's arrangement of the activity, for the pages of all issues. */
export class ActivityChoice implements Disposable {
  private readonly changed = new Emitter<undefined>();

  readonly onDidChange = this.changed.event;

  constructor(private readonly memory: KeptValues) {}

  get current(): PageActivity {
    const kept = v.safeParse(pageActivity, this.memory.read(memoryKey));
    return kept.success ? kept.output : wholeActivity;
  }

  choose(activity: PageActivity): void {
    this.memory.write(memoryKey, activity);
    this.changed.fire(undefined);
  }

  dispose(): void {
    this.changed.dispose();
  }
}
