import { presentLabel } from '../entities/presenter.ts';
import { ApiError } from '../http/apiError.ts';
import type { Call } from '../http/call.ts';
import type { Reply } from '../http/reply.ts';
import type { Route } from '../http/router.ts';
import type { LabelRecord } from '../world/records.ts';

/** CSS color names, limited to the useful ones. */
const colorNames: Readonly<Record<string, string>> = {
  red: '#ff0000',
  green: '#008000',
  blue: '#0000ff',
  yellow: '#ffff00',
  orange: '#ffa500',
  purple: '#800080',
  gray: '#808080',
  black: '#000000',
  white: '#ffffff',
};

function colorOf(text: string): string | undefined {
  if (/^#(?:[0-9a-f]{3}|[0-9a-f]{6})$/i.test(text)) return text;
  const name = text.toLowerCase();
  return Object.hasOwn(colorNames, name) ? colorNames[name] : undefined;
}

/** Requires permission to manage labels. Returns 409 if the project or an ancestor group has a label with this name. */
function create(call: Call): Reply {
  const params = call.params([
    { name: 'name', type: 'string', required: true },
    { name: 'color', type: 'string', required: true },
    { name: 'description', type: 'string' },
    { name: 'priority', type: 'integer' },
    { name: 'archived', type: 'boolean' },
  ]);
  const project = call.project();
  if (!call.access.canManage(project)) throw ApiError.forbidden();
  const name = (params.text('name') ?? '').trim();
  if (call.world.labelsOf(project.id).some((label) => label.name === name))
    throw ApiError.message(409, 'Label already exists');
  const color = colorOf(params.text('color') ?? '');
  const errors: Record<string, string[]> = {};
  if (name === '') errors['title'] = ["can't be blank", 'is invalid'];
  else if (name.includes(',')) errors['title'] = ['is invalid'];
  if (name.length > 255) errors['title'] = ['is too long (maximum is 255 characters)'];
  if (color === undefined) errors['color'] = ['must be a valid color code'];
  if (color === undefined || Object.keys(errors).length > 0) throw ApiError.message(400, errors);
  const label: LabelRecord = {
    id: call.world.nextId(),
    name,
    color,
    description: params.text('description') ?? null,
    priority: params.integer('priority') ?? null,
    projectId: project.id,
    groupId: null,
  };
  call.world.labels.push(label);
  return { status: 201, json: presentLabel(call, label, true) };
}

/** One label, by name or ID. */
function show(call: Call): Reply {
  const project = call.project();
  const wanted = call.route['name'] ?? '';
  const labels = call.world.labelsOf(project.id);
  const found = labels.find((one) => String(one.id) === wanted) ?? labels.find((one) => one.name === wanted);
  if (!found) throw ApiError.notFound('Label');
  return { json: presentLabel(call, found, true) };
}

/** Creating a label (docs: Labels API; contract section 6). */
export const labelWriteRoutes: readonly Route[] = [
  { method: 'POST', path: '/projects/:id/labels', handle: create },
  { path: '/projects/:id/labels/:name', handle: show },
];
