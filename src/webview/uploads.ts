import * as l10n from '@vscode/l10n';
import type { PageBox } from '../model/page/pageState.ts';
import type { PageTools } from './pageContext.ts';
import { typeText } from './typedText.ts';

/** GitLab's own limit, unless its administrator chose another: no larger file is read into memory. */
const mostBytes = 100 * 1024 * 1024;

/**
 * Uploads files into a text: a placeholder stands for each until its Markdown is there. Never rejects: what failed is said.
 * @param field where the text is typed; what it holds may change meanwhile.
 */
export async function uploadInto(
  field: HTMLTextAreaElement,
  box: PageBox,
  files: readonly File[],
  { link, boxes, announcer }: PageTools,
): Promise<void> {
  const uploads = files.map((file, at) => ({
    file,
    placeholder: `![${l10n.t('Uploading {0} …', file.name.replace(/[[\]\r\n]/g, ''))}](${at}-${Date.now().toString(36)})`,
  }));
  const isLineBegun = /[^\n]$/.test(field.value.slice(0, field.selectionStart));
  typeText(field, `${isLineBegun ? '\n' : ''}${uploads.map(({ placeholder }) => placeholder).join('\n')}\n`);
  await Promise.all(
    uploads.map(async ({ file, placeholder }) => {
      const isTooLarge = file.size > mostBytes;
      const bytes = isTooLarge ? undefined : await file.arrayBuffer().catch(() => undefined);
      const why = isTooLarge
        ? l10n.t('{0} was not uploaded: files of up to 100 MB can be.', file.name)
        : l10n.t('{0} cannot be read.', file.name);
      const { markdown, message } = bytes
        ? await link.upload(file.name || 'image.png', new Uint8Array(bytes))
        : { markdown: undefined, message: why };
      swap(field, placeholder, markdown ?? '', (text) => {
        boxes.type(box, text);
      });
      if (markdown === undefined) announcer.sayProblem(message ?? l10n.t('{0} was not uploaded.', file.name));
      else announcer.say(l10n.t('{0} is uploaded', file.name));
    }),
  );

  function swap(place: HTMLTextAreaElement, from: string, to: string, type: (text: string) => void): void {
    const { text } = boxes.get(box);
    const at = text.indexOf(from);
    if (at < 0) return;
    // The cursor stays where somebody types by now.
    if (place.isConnected && place.value === text) place.setRangeText(to, at, at + from.length, 'preserve');
    type(text.replace(from, () => to));
  }
}

/** The files of a paste or a drop; a paste that also has text is one of text. */
export function filesOf(data: DataTransfer | null): readonly File[] {
  return data && !data.types.includes('text/plain') ? [...data.files] : [];
}
