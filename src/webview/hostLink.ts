import type {
  Completion,
  HostMessage,
  PageAct,
  PageMessage,
  PagePart,
  SendOutcome,
} from '../model/page/pageMessages.ts';
import { longestPageError } from '../model/limits.ts';
import type { PageBox, PageState } from '../model/page/pageState.ts';
import { lengthProblem } from './lengthProblem.ts';
import { shortNames } from './shortNames.ts';
import type { VsCodeApi } from './vscodeApi.ts';

type Answer<T extends HostMessage['type']> = Extract<HostMessage, { type: T }>;
type Resolved = Answer<'resolved'>['references'];
type CompletionSign = Extract<PageMessage, { type: 'complete' }>['sign'];

/** Receives the messages that the extension sends without a request. */
export interface HostLinkListener {
  show(state: PageState): void;
  /** The extension asks whether the page still responds. */
  respond(ticket: number): void;
  /** An action failed. */
  failed(message: string): void;
  /** There is no issue to show. The message gives the reason. */
  missing(message: string): void;
  goTo(note: number): void;
  /** The user pressed a key that VS Code forwards. */
  press(key: Answer<'key'>['key']): void;
  /** An upload ended, possibly one that started before the page was reloaded. */
  uploaded(answer: Answer<'uploaded'>): void;
}

/** The page's connection to the extension. It sends requests, and returns each response to its caller. */
export class HostLink {
  private readonly waiting = new Map<number, (answer: HostMessage) => void>();
  /** Starts at a random number after each reload, because responses to earlier tickets may still arrive. */
  private ticket = Math.floor(Math.random() * 2 ** 52);

  constructor(
    private readonly api: VsCodeApi,
    private readonly on: HostLinkListener,
  ) {
    window.addEventListener('message', ({ data, origin }) => {
      // VS Code sends messages from the parent frame, which has the page's origin. VS Code hides `window.parent`.
      if (origin !== window.origin) return;
      this.take(data as HostMessage);
    });
  }

  post(message: PageMessage): void {
    this.api.postMessage(message);
  }

  /** Reports an error to the log. */
  reportFailed(part: PagePart, error: unknown): void {
    this.post({ type: 'partFailed', part, error: String(error).slice(0, longestPageError) });
  }

  /**
   * Fails for a text that is too long for GitLab.
   * @param onTicket receives the ticket before the page sends anything.
   */
  send(act: PageAct, box?: PageBox, onTicket?: (ticket: number) => void): Promise<SendOutcome> {
    const message = lengthProblem(act);
    if (message !== undefined) return Promise.resolve({ how: 'failed', message });
    const ticket = this.next();
    onTicket?.(ticket);
    const answer = this.answerTo(ticket);
    this.post({ type: 'send', ticket, act, ...(box === undefined ? {} : { box }) });
    return answer;
  }

  /** The outcome of a request, including one from before a reload. May never resolve. */
  async answerTo(ticket: number): Promise<SendOutcome> {
    return ((await this.answer(ticket)) as Answer<'sent'>).outcome;
  }

  async complete(sign: CompletionSign, words: string): Promise<readonly Completion[]> {
    const ticket = this.next();
    this.post({ type: 'complete', ticket, sign, words });
    return shortNames(((await this.answer(ticket)) as Answer<'completions'>).items);
  }

  async resolve(references: string[]): Promise<Resolved> {
    const ticket = this.next();
    this.post({ type: 'resolve', ticket, references });
    return shortNames(((await this.answer(ticket)) as Answer<'resolved'>).references);
  }

  async picture(source: string, isWanted: boolean): Promise<Answer<'picture'>> {
    const ticket = this.next();
    this.post({ type: 'picture', ticket, source, isWanted });
    return (await this.answer(ticket)) as Answer<'picture'>;
  }

  /** Returns the avatar of a user as a `data:` URL. Undefined if there is none to show. */
  async avatar(user: number): Promise<string | undefined> {
    const ticket = this.next();
    this.post({ type: 'avatar', ticket, user });
    return ((await this.answer(ticket)) as Answer<'picture'>).data;
  }

  /** Returns a ticket that this page has never used. */
  next(): number {
    this.ticket += 1;
    return this.ticket;
  }

  private answer(ticket: number): Promise<HostMessage> {
    return new Promise((resolve) => {
      this.waiting.set(ticket, resolve);
    });
  }

  private take(message: HostMessage): void {
    switch (message.type) {
      case 'show':
        this.on.show(message.state);
        return;
      case 'respond':
        this.on.respond(message.ticket);
        return;
      case 'failed':
        this.on.failed(message.message);
        return;
      case 'missing':
        this.on.missing(message.message);
        return;
      case 'goTo':
        this.on.goTo(message.note);
        return;
      case 'key':
        this.on.press(message.key);
        return;
      case 'uploaded':
        this.on.uploaded(message);
        return;
      default:
        this.waiting.get(message.ticket)?.(message);
        this.waiting.delete(message.ticket);
    }
  }
}
