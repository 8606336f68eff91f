import * as v from 'valibot';
import { GitLabError } from '../model/error/gitLabError.ts';
import type { Answers } from './run.ts';

/** Reads the arguments of a command. Rejects and names the first one that isn't valid. */
export function readAnswers<T>(schema: v.GenericSchema<unknown, T>, answers: Answers): T {
  const result = v.safeParse(schema, answers);
  if (result.success) return result.output;
  const wrong = v.getDotPath(result.issues[0]) ?? '';
  throw new GitLabError('invalid', { detail: 'arguments', named: wrong });
}
