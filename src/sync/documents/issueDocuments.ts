import * as v from 'valibot';
import type { Clock } from '../../model/time/clock.ts';
import { type Disposable, Emitter } from '../../model/event.ts';
import type { CacheFiles, DraftKeeper, Log } from '../../model/ports.ts';
import { readIssueCommand, type IssueCommand } from '../../model/issueCommand.ts';
import { fileName } from '../cache/fileName.ts';
import type { SendMark } from '../writes/commandSender.ts';

/** Where a document is. Its URI consists of both. Neither contains a host that isn't an account's, or a token. */
export interface DocumentPlace {
  /** The account, as a name of a folder. */
  readonly folder: string;
  /** Starts with a slash. `/group/app/new-797f56f2.md` */
  readonly path: string;
}

/** What a document is about. It stays as it is while the user edits the text. */
export interface DocumentSubject {
  /** {@link Account.key} */
  readonly account: string;
  readonly project: { readonly id: number; readonly path: string };
  /** The text of an empty document. See {@link hasOwnText}. */
  readonly template: string;
}

/** What became of the last time that a document was sent. */
export type LastSending =
  /** The issue that GitLab created. */
  | { readonly iid: number; readonly webUrl: string }
  /** GitLab hasn't confirmed that it has the issue. */
  | { readonly command: IssueCommand; readonly mark: SendMark };

/** A document with its subject and its text, in a list. */
export interface StoredDocument {
  readonly place: DocumentPlace;
  readonly subject: DocumentSubject;
  readonly text: string;
}

const storedSubject = v.object({
  path: v.string(),
  createdAt: v.number(),
  account: v.string(),
  project: v.object({ id: v.number(), path: v.string() }),
  template: v.string(),
  sending: v.optional(v.unknown()),
});
const lastSending = v.union([
  v.object({ iid: v.number(), webUrl: v.string() }),
  v.object({
    command: v.custom<IssueCommand>((value) => readIssueCommand(value) !== undefined),
    mark: v.record(v.string(), v.union([v.string(), v.number()])),
  }),
]);
/** Marks the text as UTF-8, so that VS Code doesn't read it with the encoding that the user has set for other files. */
const byteOrderMark = '\uFEFF';
/** No file system takes it for another folder. */
const folderForm = /^[a-z0-9_-][a-z0-9._-]*$/;

/**
 * Stores the documents of issues that aren't sent yet, two files for each: the text as VS Code wrote it, byte by byte,
 * and its subject. They stay after a crash, and after the user signs out, unless the user discards them.
 */
export class IssueDocuments implements DraftKeeper, Disposable {
  private readonly changed = new Emitter<DocumentPlace | undefined>();
  /** What this window has sent, even if it couldn't be stored. */
  private readonly sent = new Map<string, LastSending>();

  /** A document was created, written, or removed by this window. Undefined if there may be several. */
  readonly onDidChange = this.changed.event;

  constructor(
    private readonly files: CacheFiles,
    private readonly clock: Clock,
    private readonly log: Log,
  ) {}

  /**
   * Stores a new document. Rejects if the disk is full or read-only.
   * @param name the end of its path, without the project.
   */
  async create(name: string, subject: DocumentSubject, text: string): Promise<DocumentPlace> {
    const place = { folder: fileName(subject.account), path: `/${subject.project.path}/${name}` };
    const stored = { path: place.path, createdAt: this.clock.now(), ...subject };
    await this.files.write(`${fileOf(place)}.json`, JSON.stringify(stored));
    await this.files.write(`${fileOf(place)}.md`, byteOrderMark + text);
    this.changed.fire(place);
    return place;
  }

  /** Undefined if there is no such document. Rejects on a disk error. */
  async subject(place: DocumentPlace): Promise<DocumentSubject | undefined> {
    return this.stored(place);
  }

  /** The size in bytes, and the time of the last write. Undefined if there is no such document. */
  async stat(place: DocumentPlace): Promise<{ readonly size: number; readonly usedAt: number } | undefined> {
    if (!isSafe(place)) return undefined;
    const path = `${fileOf(place)}.md`;
    return (await this.files.list(place.folder)).find((file) => file.path === path);
  }

  /** Undefined if there is no such document. */
  async read(place: DocumentPlace): Promise<Uint8Array | undefined> {
    if (!isSafe(place)) return undefined;
    const path = `${fileOf(place)}.md`;
    const size = await this.files.size(path);
    // Another window may write a longer text in the meantime.
    return size === undefined ? undefined : this.files.readPart(path, 0);
  }

  /** @returns whether there was such a document. A discarded one doesn't come back. */
  async write(place: DocumentPlace, bytes: Uint8Array): Promise<boolean> {
    if ((await this.subject(place)) === undefined) return false;
    await this.files.write(`${fileOf(place)}.md`, bytes);
    this.changed.fire(place);
    return true;
  }

  /** Undefined if the document wasn't sent yet, or GitLab has rejected it. Rejects on a disk error. */
  async lastSending(place: DocumentPlace): Promise<LastSending | undefined> {
    const known = this.sent.get(fileOf(place));
    if (known) return known;
    const read = v.safeParse(lastSending, (await this.stored(place))?.sending);
    return read.success ? read.output : undefined;
  }

  /** Stores what became of sending a document, also for other windows. Never rejects. */
  async keepSending(place: DocumentPlace, sending: LastSending | undefined): Promise<void> {
    if (sending) this.sent.set(fileOf(place), sending);
    else this.sent.delete(fileOf(place));
    try {
      const stored = await this.stored(place);
      if (stored) await this.files.write(`${fileOf(place)}.json`, JSON.stringify({ ...stored, sending }));
    } catch {
      this.log.warn('Failed to store that a draft was sent.');
    }
  }

  /** Removes a document, if there is one. */
  async remove(place: DocumentPlace): Promise<void> {
    if (!isSafe(place)) return;
    await this.files.remove(`${fileOf(place)}.json`);
    await this.files.remove(`${fileOf(place)}.md`);
    this.sent.delete(fileOf(place));
    this.changed.fire(place);
  }

  /** The documents of an account, oldest first. Unreadable ones are missing. Never rejects. */
  async list(account: string): Promise<readonly StoredDocument[]> {
    const files = await this.files.list(fileName(account)).catch(() => []);
    const paths = files.map(({ path }) => path).filter((path) => path.endsWith('.json'));
    const found = await Promise.all(paths.map((path) => this.load(path).catch(() => undefined)));
    return found
      .filter((document) => document?.subject.account === account)
      .filter((document) => document !== undefined)
      .sort((one, other) => one.createdAt - other.createdAt);
  }

  /** Counts the documents of an account that have more than their template. */
  async count(account: string): Promise<number> {
    return (await this.list(account)).filter(({ text, subject }) => hasOwnText(text, subject)).length;
  }

  async discard(account: string): Promise<void> {
    await this.files.remove(fileName(account)).catch(() => {
      this.log.warn('Failed to remove drafts.');
    });
    this.changed.fire(undefined);
  }

  dispose(): void {
    this.changed.dispose();
  }

  private async stored(place: DocumentPlace) {
    return isSafe(place) ? this.storedIn(`${fileOf(place)}.json`) : undefined;
  }

  private async load(path: string) {
    const stored = await this.storedIn(path);
    const place = { folder: path.slice(0, path.indexOf('/')), path: stored?.path ?? '' };
    const bytes = stored && (await this.read(place));
    return (
      stored && bytes && { place, subject: stored, text: new TextDecoder().decode(bytes), createdAt: stored.createdAt }
    );
  }

  /** Undefined if the file doesn't exist, or isn't one of these. */
  private async storedIn(path: string) {
    const size = await this.files.size(path);
    if (size === undefined) return undefined;
    const json = new TextDecoder().decode(await this.files.readPart(path, 0));
    try {
      return v.parse(storedSubject, JSON.parse(json));
    } catch {
      return undefined;
    }
  }
}

/** Whether a document has more than its template. Saving can remove spaces at the ends of lines. */
export function hasOwnText(text: string, { template }: DocumentSubject): boolean {
  const bare = (each: string) =>
    each
      .split('\n')
      .map((line) => line.trimEnd())
      .join('\n')
      .trimEnd();
  return bare(text) !== bare(template);
}

function isSafe({ folder }: DocumentPlace): boolean {
  return folderForm.test(folder);
}

function fileOf({ folder, path }: DocumentPlace): string {
  return `${folder}/${fileName(path)}`;
}
