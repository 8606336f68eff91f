import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { AnySchema, ValidateFunction } from 'ajv';
import type Core from 'ajv/dist/core.js';
import { Ajv } from 'ajv';
import { Ajv2020 } from 'ajv/dist/2020.js';
import * as formats from 'ajv-formats';

// A CommonJS module whose default export is the function itself.
const addFormats = formats.default as unknown as (ajv: Core) => void;
const folder = join(import.meta.dirname, 'contract');
/** A file of `contract/`. */
export const read = (name: string): unknown => JSON.parse(readFileSync(join(folder, name), 'utf8')) as unknown;

/** Removes schema rules that GitLab's own responses break: closed objects, invalid types, and non-null avatars. */
function relaxed(value: unknown, key = ''): unknown {
  if (Array.isArray(value)) return [...new Set<unknown>(value)].map((item) => relaxed(item));
  if (typeof value !== 'object' || value === null)
    return key === 'type' && value === 'date' ? ['string', 'null'] : value;
  if (key === 'avatar_url') return { type: ['string', 'null'] };
  if (key === 'resolved_by') return {};
  const entries = Object.entries(value).filter(
    ([name, below]) => !(name === 'additionalProperties' && below === false) && name !== 'pattern',
  );
  return Object.fromEntries(entries.map(([name, below]) => [name, relaxed(below, name)]));
}

const schemas = [
  'issue',
  'issues',
  'issue_link',
  'notes',
  'metadata',
  'milestone',
  'members',
  'projects',
  'label_basic',
  'labels/label',
  'labels/label_with_counts',
  'labels/project_label',
  'labels/project_label_with_counts',
  'user/basic',
  'user/safe',
];

function validators(): { strict: (name: string) => ValidateFunction; gitlab: (name: string) => ValidateFunction } {
  const composed: Core = new Ajv2020({ strict: false, allErrors: true });
  addFormats(composed);
  composed.addSchema(read('gitlab-issues.schema.json') as AnySchema, 'composed');
  const own: Core = new Ajv({ strict: false, allErrors: true });
  addFormats(own);
  for (const name of schemas)
    own.addSchema(relaxed(read(`schemas/${name}.json`)) as AnySchema, `https://schemas/${name}.json`);
  const compiled = new Map<string, ValidateFunction>();
  const once = (ref: string, ajv: Core): ValidateFunction => {
    const known = compiled.get(ref) ?? ajv.compile({ $ref: ref });
    compiled.set(ref, known);
    return known;
  };
  return {
    strict: (name) => once(`composed#/$defs/${name}`, composed),
    gitlab: (name) => once(`https://schemas/${name}.json`, own),
  };
}

/** Fails with the first violations. */
export function accept(validate: ValidateFunction, value: unknown): void {
  assert.ok(validate(value), JSON.stringify(validate.errors?.slice(0, 3)));
}

/** `strict` is the schema composed for this project, `gitlab` one of GitLab's own. */
export const { strict, gitlab } = validators();
