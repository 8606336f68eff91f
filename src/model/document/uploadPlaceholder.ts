import * as l10n from '@vscode/l10n';
import { plainText } from '../text/plainText.ts';
import type { Placed } from './frontMatter.ts';

const placeholders = /!\[[^[\]\n]*\]\(uploading-([\da-f-]{1,40})\)/g;

/** The text in place of a file until GitLab has it. @param ticket identifies the upload. */
export function uploadPlaceholder(ticket: string, fileName: string): string {
  const words = l10n.t('Uploading {0}…', plainText(fileName).replace(/[[\]]/g, ''));
  return `![${words}](uploading-${ticket})`;
}

/** The placeholders in a text, with the ticket of each as its text. */
export function placeholdersIn(text: string): readonly Placed[] {
  return [...text.matchAll(placeholders)].map(({ 0: placeholder, 1: ticket = '', index }) => ({
    text: ticket,
    start: index,
    end: index + placeholder.length,
  }));
}
