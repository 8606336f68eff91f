import * as v from 'valibot';
import { lenient, parse } from './decode.ts';

const template = v.object({ content: v.string() });
const project = v.object({ issues_template: lenient(v.string()) });
const key = v.object({ key: v.pipe(v.string(), v.nonEmpty()) });

/** The names of the templates. Skips rows without one. Throws `badData` if it isn't a list. */
export function decodeTemplateNames(json: unknown): readonly string[] {
  const rows = parse(v.array(v.unknown()), json);
  return rows.map((row) => v.safeParse(key, row)).flatMap(({ success, output }) => (success ? [output.key] : []));
}

/** The text of a template. Throws `badData` without one. */
export function decodeTemplate(json: unknown): string {
  return parse(template, json).content;
}

/** The default description of issues in a project's settings. Undefined if GitLab returns none. */
export function decodeSettingsTemplate(json: unknown): string | undefined {
  return parse(project, json).issues_template;
}
