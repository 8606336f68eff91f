import * as l10n from '@vscode/l10n';
import type { HostMessage } from '../model/page/pageMessages.ts';
import type { PageBox } from '../model/page/pageState.ts';
import { plainText } from '../model/text/plainText.ts';
import type { Announcer } from './announcer.ts';
import type { HostLink } from './hostLink.ts';
import type { PageDrafts } from './pageDrafts.ts';
import { typeText } from './typedText.ts';

/** GitLab's default limit. The page doesn't read a larger file into memory. */
const mostBytes = 100 * 1024 * 1024;

/** The placeholder for a file until its Markdown arrives. Its address contains the ticket. */
const placeholders = /!\[[^[\]\n]*\]\(uploading-(\d+)\)/g;

/**
 * Uploads files into a text. Each file has a placeholder until its Markdown arrives, which can be after the page was
 * reloaded.
 */
export class Uploads {
  private readonly underWay = new Set<number>();

  constructor(
    private readonly link: HostLink,
    private readonly boxes: PageDrafts,
    private readonly announcer: Announcer,
  ) {}

  /** Uploads files into a text. Never rejects, but announces failures. @param field can change during the upload. */
  async into(field: HTMLTextAreaElement, files: readonly File[]): Promise<void> {
    const isLineBegun = /[^\n]$/.test(field.value.slice(0, field.selectionStart));
    const uploads = files.map((file) => {
      const ticket = this.link.next();
      const words = l10n.t('Uploading {0}…', plainText(file.name).replace(/[[\]]/g, ''));
      this.underWay.add(ticket);
      return { file, ticket, placeholder: `![${words}](uploading-${ticket})` };
    });
    typeText(field, `${isLineBegun ? '\n' : ''}${uploads.map(({ placeholder }) => placeholder).join('\n')}\n`);
    await Promise.all(
      uploads.map(async ({ file, ticket, placeholder }) => {
        const fileName = file.name || 'image.png';
        const isTooLarge = file.size > mostBytes;
        const bytes = isTooLarge ? undefined : await file.arrayBuffer().catch(() => undefined);
        if (bytes) {
          this.link.post({ type: 'upload', ticket, placeholder, fileName, bytes: new Uint8Array(bytes) });
          return;
        }
        const message = isTooLarge
          ? l10n.t("Couldn't upload {0}. Files can be up to 100 MB.", plainText(file.name))
          : l10n.t("Couldn't read {0}.", plainText(file.name));
        this.take({ type: 'uploaded', ticket, fileName, message });
      }),
    );
  }

  /** Replaces the placeholder after an upload ended. The extension reports the result again after a reload. */
  take({ ticket, fileName, markdown, message }: HostMessage & { type: 'uploaded' }): void {
    this.underWay.delete(ticket);
    if (!this.swap(ticket, markdown ?? '')) return;
    const name = plainText(fileName);
    if (markdown === undefined) this.announcer.sayProblem(message ?? l10n.t("Couldn't upload {0}.", name));
    else this.announcer.say(l10n.t('Uploaded {0}', name));
  }

  /**
   * Removes the placeholders of uploads that VS Code stopped when it closed, and announces that.
   * @param alive the tickets of uploads still in progress.
   */
  begin(alive: readonly number[]): void {
    for (const ticket of alive) this.underWay.add(ticket);
    const texts = Object.values(this.boxes.all).map(({ text }) => text);
    const dead = texts.flatMap(ticketsIn).filter((ticket) => !this.underWay.has(ticket));
    for (const ticket of dead) this.swap(ticket, '');
    if (dead.length > 0) {
      this.announcer.sayProblem(l10n.t("A file wasn't uploaded because VS Code was closed. Attach it again."));
    }
  }

  /** Whether a text contains the placeholder of an upload in progress. */
  isAwaitedIn(text: string): boolean {
    return ticketsIn(text).some((ticket) => this.underWay.has(ticket));
  }

  /** Replaces a placeholder. @returns whether any text contained it. */
  private swap(ticket: number, to: string): boolean {
    let isFound = false;
    for (const [box, { text }] of Object.entries(this.boxes.all)) {
      // The user may have copied the placeholder. Starts from the end, so that earlier offsets stay valid.
      const places = [...text.matchAll(placeholders)].filter(([, number]) => Number(number) === ticket).reverse();
      if (places.length === 0) continue;
      isFound = true;
      const field = document.querySelector<HTMLTextAreaElement>(`textarea[data-box="${box}"]`);
      const isShown = field?.value === text;
      let swapped = text;
      for (const { 0: placeholder, index } of places) {
        const end = index + placeholder.length;
        // Keeps the cursor where the user is typing.
        if (isShown) field.setRangeText(to, index, end, 'preserve');
        swapped = swapped.slice(0, index) + to + swapped.slice(end);
      }
      this.boxes.type(box as PageBox, swapped);
    }
    return isFound;
  }
}

/** Returns the files of a paste or a drop. If it also contains text, only the text counts. */
export function filesOf(data: DataTransfer | null): readonly File[] {
  return data && !data.types.includes('text/plain') ? [...data.files] : [];
}

function ticketsIn(text: string): readonly number[] {
  return [...text.matchAll(placeholders)].map(([, ticket]) => Number(ticket));
}
