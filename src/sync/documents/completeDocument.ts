import * as l10n from '@vscode/l10n';
import { type CursorPlace, cursorPlace } from '../../model/document/cursorPlace.ts';
import { documentFields, draftTypes, type FieldName } from '../../model/document/documentFields.ts';
import { formatItem, formatText } from '../../model/document/formatDocument.ts';
import { type DuePreset, duePresets, presetText } from '../../model/duePresets.ts';
import { offered } from '../../model/projectChoices.ts';
import { emojiCompletions } from '../../model/text/emojiCompletions.ts';
import type { Completion } from '../../model/page/pageMessages.ts';
import type { DocumentProject } from './documentProject.ts';

/** Completions that replace a part of a document, in UTF-16 code units. */
export interface DocumentCompletions {
  readonly items: readonly Completion[];
  readonly kind: 'field' | 'value' | 'sign';
  readonly start: number;
  readonly end: number;
}

const mostEmoji = 12;
const signs = /(?:^|[\s([{>*_~"'])([@#~%:])([^\s@#~%:]{0,100})$/;
const action = /^[ \t]*\/(\w*)$/;

/**
 * Completes the names of fields, their values, and the signs in the text below them. Undefined where there is nothing
 * to complete. Rejects with a `GitLabError`.
 * @param now milliseconds since 1970.
 */
export async function completeDocument(
  text: string,
  offset: number,
  project: DocumentProject,
  now: number,
): Promise<DocumentCompletions | undefined> {
  const place = cursorPlace(text, offset);
  if (!place) return undefined;
  if (place.kind === 'body') return completeSign(place.line, offset, project);
  const { kind, start, end } = place;
  if (kind === 'key') return { items: fieldNames(place), kind: 'field', start, end };
  const items = await valuesOf(place.field, text.slice(start, offset), project, now);
  return { items, kind, start, end };
}

async function completeSign(
  line: string,
  offset: number,
  project: DocumentProject,
): Promise<DocumentCompletions | undefined> {
  const quick = action.exec(line);
  const [, sign = '/', words = ''] = quick ? ['', '/', quick[1]] : (signs.exec(line) ?? []);
  if (!quick && !signs.test(line)) return undefined;
  const range = { kind: 'sign', start: offset - sign.length - words.length, end: offset } as const;
  if (sign !== ':') return { items: await project.words.complete(sign, words), ...range };
  return words.length < 2 ? undefined : { items: await emojiCompletions(words, mostEmoji), ...range };
}

function fieldNames({ taken }: CursorPlace & { kind: 'key' }): readonly Completion[] {
  return (Object.keys(documentFields) as FieldName[])
    .filter((name) => !taken.includes(name))
    .map((name) => ({ insert: `${name}: `, label: name, detail: meaningOf(name) }));
}

function meaningOf(name: FieldName): string {
  switch (name) {
    case 'title':
      return l10n.t('Title');
    case 'type':
      return draftTypes.join(', ');
    case 'labels':
      return '[bug, "help wanted"]';
    case 'assignees':
      return l10n.t('Usernames');
    case 'milestone':
      return l10n.t('Title of a milestone');
    case 'due':
      return 'YYYY-MM-DD';
    case 'weight':
      return l10n.t('Number');
    case 'confidential':
      return 'true, false';
    case 'related':
      return '#12, group/project#12';
    case 'parent':
      return '&12';
  }
}

async function valuesOf(
  field: FieldName,
  typed: string,
  { words }: DocumentProject,
  now: number,
): Promise<readonly Completion[]> {
  switch (field) {
    case 'type':
      return draftTypes.map((type) => ({ insert: type, label: type }));
    case 'confidential':
      return ['true', 'false'].map((value) => ({ insert: value, label: value }));
    case 'labels': {
      const labels = offered(await words.allLabels());
      return labels.map(({ name, color, description = '' }) => ({
        insert: formatItem(name),
        label: name,
        detail: description,
        color,
      }));
    }
    case 'assignees': {
      const people = await words.complete('@', typed.replace(/^@/, ''));
      return people.map((person) => ({ ...person, insert: person.insert.slice(1) }));
    }
    case 'milestone': {
      const active = (await words.allMilestones()).filter(({ isActive }) => isActive);
      return active.map(({ title, dueDate = '' }) => ({ insert: formatText(title), label: title, detail: dueDate }));
    }
    case 'due':
      return dueDates(now);
    case 'related':
      return words.complete('#', typed.replace(/^#/, ''));
    default:
      return [];
  }
}

function dueDates(now: number): readonly Completion[] {
  const days = Object.entries(duePresets(now)) as [DuePreset, string][];
  return days.map(([preset, day]) => ({ insert: day, label: day, detail: presetText(preset) }));
}
