import assert from 'node:assert/strict';
import fc from 'fast-check';
import type { PageMessage, SendOutcome } from '../../../src/model/page/pageMessages.ts';
import { ComposerDrafts } from '../../../src/sync/page/composerDrafts.ts';
import { Drafts } from '../../../src/sync/page/drafts.ts';
import { type DraftLink, PageDrafts } from '../../../src/webview/pageDrafts.ts';
import { LogLines } from '../gitlab/startTransport.ts';
import { ManualClock } from '../manualClock.ts';
import { runs } from '../testRuns.ts';
import { MemoryFiles } from '../sync/memoryFiles.ts';

const second = 1000;
const hour = 3_600 * second;
const day = 24 * hour;

const place = { account: 'https://gitlab.example.com|personal|1', projectId: 7, iid: 12 };
const box = 'comment';

interface Host {
  readonly drafts: Drafts;
  readonly boxes: ComposerDrafts;
  /** Ends the request in progress. */
  answer: (outcome: SendOutcome) => void;
}

/** A window with the page of an issue. It connects the drafts of both, in the way that VS Code and the panel do. */
class Window {
  private host: Host;
  private page: PageDrafts;
  private answers = new Map<number, (outcome: SendOutcome) => void>();
  private ticket = 0;
  /** The state of the page that VS Code has in memory, and the one that it has on disk. */
  private kept: unknown;
  private saved: unknown;
  /** Whether VS Code drops what the page posts. */
  private isHiding = false;

  constructor(
    private readonly clock: ManualClock,
    private readonly files: MemoryFiles,
  ) {
    this.host = this.openHost();
    this.page = this.openPage();
  }

  get text(): string {
    return this.page.get(box).text;
  }

  type(text: string): void {
    this.page.type(box, text);
  }

  clear(): void {
    this.page.clear(box);
  }

  send(): void {
    void this.page.submit(box, { kind: 'comment', body: this.text, internal: false, thread: false });
  }

  /** GitLab responds to the comment. */
  answer(outcome: SendOutcome): void {
    this.host.answer(outcome);
  }

  /** The user hides the page and shows it again. @param isDropped whether the last message of the page gets lost. */
  reload(isDropped: boolean): void {
    this.isHiding = isDropped;
    this.page.flush();
    this.isHiding = false;
    this.page = this.openPage();
  }

  /** VS Code saves the state of the page. */
  save(): void {
    this.saved = this.kept;
  }

  async restart(): Promise<void> {
    this.page.flush();
    await this.clock.advance(0);
    await this.host.drafts.flushAll();
    this.host = this.openHost();
    await this.host.boxes.load();
    this.page = this.openPage();
  }

  async crash(): Promise<void> {
    this.kept = this.saved;
    this.host = this.openHost();
    await this.host.boxes.load();
    this.page = this.openPage();
  }

  private openHost(): Host {
    const drafts = new Drafts(this.files, this.clock, new LogLines());
    const boxes = new ComposerDrafts(place, drafts);
    const host: Host = { drafts, boxes, answer: () => undefined };
    boxes.onDidEnd((result) => {
      if (result.type === 'sent') this.tell(result.ticket, result.outcome);
    });
    return host;
  }

  private openPage(): PageDrafts {
    this.answers = new Map();
    const { host } = this;
    const post = (message: PageMessage) => {
      if (this.isHiding) return;
      queueMicrotask(() => void this.receive(host, message));
    };
    const link: DraftLink = {
      post,
      send: (act, to, onTicket) => {
        const ticket = (this.ticket += 1);
        onTicket(ticket);
        const answer = link.answerTo(ticket);
        post({ type: 'send', ticket, act, box: to });
        return answer;
      },
      answerTo: (ticket) =>
        new Promise((resolve) => {
          this.answers.set(ticket, resolve);
        }),
    };
    const page = new PageDrafts(
      link,
      this.kept,
      { drafts: {} },
      () => {
        this.kept = page.all;
      },
      this.clock,
    );
    post({ type: 'ready' });
    return page;
  }

  private async receive(host: Host, message: PageMessage): Promise<void> {
    if (host !== this.host) return;
    const { boxes } = host;
    if (message.type === 'draft') boxes.keep(message.box, message.draft as Parameters<typeof boxes.keep>[1]);
    if (message.type === 'send') {
      await boxes.sendDraft(box, message, () => new Promise((resolve) => (host.answer = resolve)));
    }
    if (message.type === 'ready') {
      await boxes.load();
      for (const result of boxes.results) if (result.type === 'sent') this.tell(result.ticket, result.outcome);
      this.page.takeDrafts(boxes.drafts, boxes.sending);
    }
  }

  private tell(ticket: number, outcome: SendOutcome): void {
    this.answers.get(ticket)?.(outcome);
  }
}

const outcomes: readonly SendOutcome[] = [
  { how: 'done' },
  { how: 'done' },
  { how: 'failed', message: 'No.' },
  { how: 'unknown', message: 'No response.' },
];

/** What the user and the computer do in a window, and how much time passes after that. */
const steps = fc.record({
  act: fc.oneof(
    { weight: 8, arbitrary: fc.constant('type' as const) },
    { weight: 4, arbitrary: fc.constantFrom('send' as const, 'jump' as const) },
    {
      weight: 4,
      arbitrary: fc.constantFrom('clear' as const, 'reload' as const, 'reload' as const, 'restart' as const),
    },
    { weight: 2, arbitrary: fc.constantFrom('crash' as const, 'save' as const) },
  ),
  window: fc.constantFrom(0, 0, 0, 1),
  jump: fc
    .tuple(fc.constantFrom(second, hour, day), fc.constantFrom(1, 2, 3), fc.constantFrom(1, -1))
    .map(([unit, count, sign]) => unit * count * sign),
  outcome: fc.constantFrom(...outcomes),
  /** What happens right after that. After a page shows again, it comes before its first state. */
  then: fc.constantFrom('type', 'type', 'reload', 'clear', 'nothing'),
  passes: fc.constantFrom(0, 0, 100, 300, second),
  isDropped: fc.boolean(),
});
type Step = typeof steps extends fc.Arbitrary<infer S> ? S : never;

class History {
  private readonly clock = new ManualClock();
  private readonly files = new MemoryFiles(() => this.clock.now());
  private readonly windows = [0, 1].map(() => new Window(this.clock, this.files));
  private jumped = 0;
  private texts = 0;
  private active = 0;
  /** The text that the user typed last, unless it was sent or cleared. */
  private expected = '';
  private readonly sent = new Set<string>();

  constructor(private readonly isAlone: boolean) {}

  async run(history: readonly Step[]): Promise<void> {
    for (const each of history) {
      // VS Code may drop a message, but not while the user also types in another window.
      const step = this.isAlone ? { ...each, window: 0 as const } : { ...each, isDropped: false };
      // No one types in two windows at the same time.
      if (step.window !== this.active || step.act === 'crash') await this.clock.advance(second);
      this.active = step.window;
      await this.take(step, this.windows[step.window]!);
      await this.clock.advance(step.passes);
    }
    await this.clock.advance(second);
    for (const window of this.windows) await window.restart();
    await this.clock.advance(second);
    const stored = await new Drafts(this.files, this.clock, new LogLines()).read(place);
    const found = [...this.windows.map(({ text }) => text), stored[box]?.text ?? ''];
    for (const text of found) assert.ok(!this.sent.has(text), `${text} was sent, and is a draft again`);
    assert.deepEqual(found, [this.expected, this.expected, this.expected]);
  }

  private async take({ act, jump, outcome, then, isDropped }: Step, window: Window): Promise<void> {
    switch (act) {
      case 'type':
        if (then === 'type') this.typeTwice(window);
        else this.type(window);
        return;
      case 'clear':
        this.clear(window);
        return;
      case 'send': {
        const { text } = window;
        if (text === '') return;
        window.send();
        await this.clock.advance(0);
        if (then === 'type') this.type(window);
        if (then === 'reload') window.reload(false);
        await this.clock.advance(200);
        window.answer(outcome);
        await this.clock.advance(0);
        if (outcome.how !== 'done') return;
        this.sent.add(text);
        this.isOver(text);
        return;
      }
      case 'reload':
        window.reload(isDropped);
        this.edit(window, then);
        return;
      case 'restart':
        await window.restart();
        this.edit(window, then);
        return;
      case 'crash':
        await window.crash();
        this.edit(window, then);
        return;
      case 'save':
        window.save();
        return;
      case 'jump':
        if (Math.abs(this.jumped + jump) > 10 * day) return;
        this.jumped += jump;
        this.clock.jump(jump);
    }
  }

  /** The user changes the text before the first state arrives. */
  private edit(window: Window, then: Step['then']): void {
    if (then === 'type') this.typeTwice(window);
    if (then === 'clear') this.clear(window);
  }

  private type(window: Window): void {
    this.texts += 1;
    this.expected = `Text ${this.texts}`;
    window.type(this.expected);
  }

  /** The page posts the first key at once, and the second one later. */
  private typeTwice(window: Window): void {
    this.type(window);
    this.type(window);
  }

  private clear(window: Window): void {
    const { text } = window;
    if (text === '') return;
    window.clear();
    this.isOver(text);
  }

  private isOver(text: string): void {
    if (this.expected === text) this.expected = '';
  }
}

describe('Drafts of the page and of the extension, under a clock that jumps', () => {
  it('S2: keep the text that was typed last, in two windows, and never restore a comment that was sent', async () => {
    const result = await fc.check(
      fc.asyncProperty(fc.boolean(), fc.array(steps, { minLength: 12, maxLength: 24 }), (isAlone, history) =>
        new History(isAlone).run(history),
      ),
      { numRuns: runs(500, 5_000) },
    );
    assert.ok(!result.failed, fc.defaultReportMessage(result) ?? '');
  });
});
