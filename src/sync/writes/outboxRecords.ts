import * as v from 'valibot';
import { type IssueCommand, readIssueCommand } from '../../model/issueCommand.ts';
import type { CacheFiles, Log } from '../../model/ports.ts';

const mark = v.record(v.string(), v.union([v.string(), v.number()]));
const candidate = v.object({ title: v.string(), webUrl: v.string(), createdAt: v.number() });

const outboxState = v.variant('is', [
  /** Nothing was sent. */
  v.object({ is: v.literal('ready') }),
  /** A request was sent, or is about to be. If it has no response, the outbox checks whether GitLab has the change. */
  v.object({ is: v.literal('sending'), mark }),
  v.object({ is: v.literal('refused'), message: v.string() }),
  /** Someone else changed the same. `theirs` is the text or value that GitLab has now. */
  v.object({ is: v.literal('conflict'), theirs: v.string(), message: v.string() }),
  /** Whether to send it is the user's decision. */
  v.object({
    is: v.literal('question'),
    /**
     * `old`: a window that closed left it, and it's more than an hour old. `several`: GitLab has several that could be
     * it. `unconfirmed`: GitLab confirmed none of several requests, or the check failed.
     */
    why: v.picklist(['old', 'several', 'unconfirmed']),
    candidates: v.optional(v.array(candidate)),
    message: v.optional(v.string()),
  }),
]);

/** A file that is uploaded before the command is sent. */
const upload = v.object({
  /** The text that the Markdown of the file replaces. */
  placeholder: v.string(),
  fileName: v.string(),
  /** Once it's uploaded. */
  markdown: v.optional(v.string()),
});

const outboxRecord = v.object({
  command: v.unknown(),
  state: outboxState,
  /** Records are sent in this order. About the time of the command, but it always increases. */
  order: v.number(),
  /** The requests that had no response. */
  attempts: v.number(),
  /** The id of a command that GitLab must have first. */
  after: v.optional(v.string()),
  uploads: v.optional(v.array(upload)),
});

export type OutboxState = v.InferOutput<typeof outboxState>;

/** A command on its way to GitLab. */
export interface OutboxRecord extends v.InferOutput<typeof outboxRecord> {
  readonly command: IssueCommand;
}

/** Damaged files are moved here. The folders of records have numbers as names. */
const asideFolder = 'damaged';

/**
 * The files of the outbox. The folder of each slot has a file for each record, and one for each of its uploads. Only the
 * window that holds the lock of a slot may use its files, except {@link remove}.
 */
export class OutboxRecords {
  constructor(
    private readonly files: CacheFiles,
    private readonly log: Log,
  ) {}

  /** The slots that have files. */
  async slots(): Promise<readonly string[]> {
    const paths = (await this.files.list()).map(({ path }) => path.split('/')[0] ?? '');
    return [...new Set(paths)].filter((slot) => /^\d+$/.test(slot));
  }

  /**
   * The records of a slot, in order. Moves damaged files aside, leaves those of a newer version, and removes what a
   * window left that crashed.
   */
  async load(slot: string): Promise<readonly OutboxRecord[]> {
    const paths = (await this.files.list(slot)).map(({ path }) => path);
    const loaded: OutboxRecord[] = [];
    for (const path of paths) {
      if (path.endsWith('.json')) {
        const bytes = await this.read(path);
        const record = recordIn(bytes);
        if (record) loaded.push(record);
        else if (isOfNewerVersion(bytes)) this.log.debug(`outbox/${path} has a change of an unknown kind.`);
        else await this.setAside(path, bytes);
      } else if (!/\.\d+$/.test(path) || !paths.includes(path.replace(/\.\d+$/, '.json'))) {
        // It was never complete, or its record was removed.
        await this.files.remove(path);
      }
    }
    return loaded.sort((one, other) => one.order - other.order);
  }

  /** Resolves when the record is on disk. */
  async save(slot: string, record: OutboxRecord): Promise<void> {
    await this.files.write(pathOf(slot, record.command.id), JSON.stringify(record));
  }

  /** Whether the record is still there. Another window removes it if the user signs out and discards it there. */
  async has(slot: string, id: string): Promise<boolean> {
    return (await this.files.size(pathOf(slot, id))) !== undefined;
  }

  async remove(slot: string, { command: { id }, uploads = [] }: OutboxRecord): Promise<void> {
    await this.files.remove(pathOf(slot, id));
    for (const index of uploads.keys()) await this.files.remove(uploadPathOf(slot, id, index));
  }

  async saveUpload(slot: string, id: string, index: number, bytes: Uint8Array): Promise<void> {
    await this.files.write(uploadPathOf(slot, id, index), bytes);
  }

  readUpload(slot: string, id: string, index: number): Promise<Uint8Array> {
    return this.files.readPart(uploadPathOf(slot, id, index), 0);
  }

  /** The records of all windows, with their slots. Ignores damaged files. */
  async all(): Promise<readonly { readonly slot: string; readonly record: OutboxRecord }[]> {
    const paths = (await this.files.list()).map(({ path }) => path).filter((path) => /^\d+\/[^/]*\.json$/.test(path));
    const read = paths.map(async (path) => {
      const record = recordIn(await this.read(path));
      return record ? [{ slot: path.split('/')[0] ?? '', record }] : [];
    });
    return (await Promise.all(read)).flat();
  }

  /** Empty if another window has just removed it. */
  private async read(path: string): Promise<Uint8Array> {
    const size = (await this.files.size(path)) ?? 0;
    return size === 0 ? new Uint8Array() : this.files.readPart(path, 0, size);
  }

  private async setAside(path: string, bytes: Uint8Array): Promise<void> {
    const aside = `${asideFolder}/${path.replaceAll('/', '-')}`;
    await this.files.write(aside, bytes);
    await this.files.remove(path);
    this.log.warn(`A change that waits to be sent is damaged. Its file is kept as outbox/${aside}.`);
  }
}

function recordIn(bytes: Uint8Array): OutboxRecord | undefined {
  try {
    const record = v.parse(outboxRecord, JSON.parse(new TextDecoder().decode(bytes)));
    const command = readIssueCommand(record.command);
    return command && { ...record, command };
  } catch {
    return undefined;
  }
}

/** Whether a newer version of the extension wrote it, for an act that this one can't send. It stays for that version. */
function isOfNewerVersion(bytes: Uint8Array): boolean {
  try {
    const { command } = v.parse(outboxRecord, JSON.parse(new TextDecoder().decode(bytes)));
    return v.is(v.object({ act: v.object({ kind: v.string() }) }), command);
  } catch {
    return false;
  }
}

function pathOf(slot: string, id: string): string {
  return `${slot}/${id}.json`;
}

function uploadPathOf(slot: string, id: string, index: number): string {
  return `${slot}/${id}.${index}`;
}
