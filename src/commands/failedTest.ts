import * as v from 'valibot';
import { Range, Uri } from 'vscode';

const uri = v.custom<Uri>((value) => value instanceof Uri);

const failedTest = v.object({
  test: v.object({
    label: v.string(),
    uri: v.optional(uri),
    range: v.optional(v.instance(Range)),
  }),
  message: v.object({
    message: v.union([v.string(), v.object({ value: v.string() })]),
    expectedOutput: v.optional(v.string()),
    actualOutput: v.optional(v.string()),
    location: v.optional(v.object({ uri, range: v.instance(Range) })),
  }),
});

/** A message of a failed test. */
export type FailedTest = v.InferOutput<typeof failedTest>;

/**
 * Reads what VS Code passes to a command in the menu of a test's message (`testing/message/context`). Undefined for any
 * other argument.
 */
export function readFailedTest(argument: unknown): FailedTest | undefined {
  const { success, output } = v.safeParse(failedTest, argument);
  return success ? output : undefined;
}
