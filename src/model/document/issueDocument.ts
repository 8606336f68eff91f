import * as l10n from '@vscode/l10n';
import { longestDescription } from '../limits.ts';
import { readDueDate } from '../time/dueDate.ts';
import { isDay } from '../time/calendarDay.ts';
import { titleProblem } from '../titleProblem.ts';
import { documentFields, draftTypes, type FieldName, isFieldName } from './documentFields.ts';
import type { DocumentProblem } from './documentProblem.ts';
import { type Field, type Placed, readFrontMatter } from './frontMatter.ts';
import { placeholdersIn } from './uploadPlaceholder.ts';
import type { Misreading } from './misreadPart.ts';

/** A new issue as a document. */
export interface IssueDocument {
  /** The whole document. */
  readonly text: string;
  /** The values of each field. Only lists have several. */
  readonly values: Readonly<Record<FieldName, readonly Placed[]>>;
  /** The text below the fields as GitLab stores it: without blank lines around it, and without carriage returns. */
  readonly description: string;
  /** The text below the fields, as it is written. */
  readonly body: Placed;
  /** What is wrong with the document itself, whatever the project has. */
  readonly problems: readonly DocumentProblem[];
}

/** Reads a new issue from a document. @param now milliseconds since 1970, for dates such as `friday`. */
export async function readIssueDocument(text: string, now: number): Promise<IssueDocument> {
  const { fields, body, misread } = await readFrontMatter(text, documentFields);
  const values = Object.fromEntries(
    (Object.keys(documentFields) as FieldName[]).map((name) => [
      name,
      fields.find(({ key }) => key.text === name)?.values ?? [],
    ]),
  ) as Record<FieldName, readonly Placed[]>;
  const description = body.text
    .replaceAll('\r\n', '\n')
    .replace(/^(?:[ \t]*\n)+/, '')
    .trimEnd();
  const problems = [
    ...misread.map(({ why, start, end }): DocumentProblem => error(misreadingText(why), { start, end })),
    ...fields.filter(({ key }) => !isFieldName(key.text)).map(unknownField),
    ...valueProblems(values),
    ...controlProblems(text, values),
    ...(await dueProblems(values.due, now)),
    // The title is missing where everything is.
    ...(misread.some(({ why }) => why === 'unclosed') ? [] : titleProblems(values.title, fields)),
    ...lengthProblem(description, body),
    ...placeholdersIn(text).map((placeholder) =>
      error(l10n.t("This file isn't uploaded yet. Wait, or remove this text and attach the file again."), placeholder),
    ),
  ];
  return { text, values, description, body, problems };
}

function error(message: string, { start, end }: Pick<Placed, 'start' | 'end'>): DocumentProblem {
  return { severity: 'error', message, start, end };
}

function misreadingText(why: Misreading): string {
  switch (why) {
    case 'unclosed':
      return l10n.t('Add a line with --- below the fields.');
    case 'notAField':
      return l10n.t("This line isn't a field. Write a field as 'name: value', or move the line below the fields.");
    case 'severalLines':
      return l10n.t('Write this value on one line, or in quotes.');
    case 'wrongQuotes':
      return l10n.t('The text in quotes contains an invalid character sequence.');
    case 'unclosedList':
      return l10n.t("The list isn't closed. Add ']'.");
    case 'afterList':
      return l10n.t("Nothing can follow ']'. To use brackets in a name, enclose the name in quotes.");
    case 'repeated':
      return l10n.t('This field is already above.');
  }
}

function unknownField({ key, start, end }: Field): DocumentProblem {
  const known = Object.keys(documentFields).join(', ');
  const message = l10n.t("Unknown field '{0}'. It isn't sent. The fields are {1}.", key.text, known);
  return { severity: 'warning', message, start, end };
}

function titleProblems([title]: readonly Placed[], fields: readonly Field[]): DocumentProblem[] {
  const message = titleProblem(title?.text.trim() ?? '');
  const place = title ?? fields.find(({ key }) => key.text === 'title') ?? { start: 0, end: 3 };
  return message === undefined ? [] : [error(message, place)];
}

async function dueProblems([due]: readonly Placed[], now: number): Promise<DocumentProblem[]> {
  if (!due || isDay(due.text.trim())) return [];
  const day = await readDueDate(due.text, now);
  const fixes = typeof day === 'string' ? [{ ...due, title: l10n.t("Change to '{0}'", day), text: day }] : [];
  return [{ ...error(l10n.t('Enter a date in the format YYYY-MM-DD.'), due), fixes }];
}

function valueProblems(values: IssueDocument['values']): DocumentProblem[] {
  const wrong = (name: FieldName, isRight: (text: string) => boolean, message: string) =>
    values[name].filter(({ text }) => !isRight(text.trim())).map((value) => error(message, value));
  return [
    ...wrong('type', isDraftType, l10n.t('The type must be one of {0}.', draftTypes.join(', '))),
    ...wrong('weight', (text) => /^\d{1,9}$/.test(text), l10n.t('Enter a whole number (0 or greater).')),
    ...wrong('confidential', (text) => text === 'true' || text === 'false', l10n.t("Enter 'true' or 'false'.")),
    ...wrong('labels', (text) => !text.includes(','), l10n.t("GitLab's labels can't contain commas.")),
  ];
}

/** In double quotes, a backslash starts an escape sequence, which a path on Windows easily contains. */
function controlProblems(text: string, values: IssueDocument['values']): DocumentProblem[] {
  return Object.values(values)
    .flat()
    .filter((value) => value.text !== text.slice(value.start, value.end) && /\p{Cc}/u.test(value.text.trim()))
    .map((value) =>
      error(l10n.t("Values can't contain line breaks. In double quotes, write a backslash as \\\\."), value),
    );
}

function isDraftType(text: string): boolean {
  return (draftTypes as readonly string[]).includes(text);
}

function lengthProblem(description: string, body: Placed): DocumentProblem[] {
  const length = description.length > longestDescription ? Array.from(description).length : 0;
  if (length <= longestDescription) return [];
  const most = longestDescription.toLocaleString();
  const message = l10n.t('Text can have up to {0} characters. Yours has {1}.', most, length.toLocaleString());
  return [error(message, { start: body.start, end: Math.min(body.end, body.start + 100) })];
}
