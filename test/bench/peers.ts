import type { BenchRow } from './benchRow.ts';
import { SimulatedTime } from './simulatedTime.ts';
import { benchProject } from './openWorld.ts';

const issues = 10_000;
const minute = 60_000;

/**
 * Compares an hour on a large project, where an issue changes every five minutes, with extensions that fetch the whole
 * list every minute.
 */
export async function peers(bytesOfAllPages: number): Promise<BenchRow> {
  const time = await SimulatedTime.start(issues);
  try {
    const window = await time.open();
    window.answers.length = 0;
    for (let at = 0; at < 60; at++) {
      if (at % 5 === 2) time.gitlab.world.updateIssue(benchProject.id, 10 + at, { title: `Changed in minute ${at}` });
      await time.pass(minute);
    }
    const ours = { requests: window.answers.length, bytes: window.answers.reduce((sum, { bytes }) => sum + bytes, 0) };
    const theirs = { requests: (issues / 100) * 60, bytes: bytesOfAllPages * 60 };
    return {
      what: `An hour on ${issues.toLocaleString('en')} issues, 12 of them changed, compared to fetching the whole list each minute`,
      measured: `${ours.requests} requests, ${size(ours.bytes)}; fetching all: ${theirs.requests.toLocaleString('en')} requests, ${size(theirs.bytes)}`,
      passed: true,
      figures: {
        requests: ours.requests,
        bytes: ours.bytes,
        refetchingRequests: theirs.requests,
        refetchingBytes: theirs.bytes,
      },
    };
  } finally {
    await time.close();
  }
}

function size(bytes: number): string {
  return bytes < 1024 * 1024
    ? `${Math.ceil(bytes / 1024)} KB`
    : `${Math.round(bytes / 1024 / 1024).toLocaleString('en')} MB`;
}
