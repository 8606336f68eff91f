import type { ChildProcess } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { constants, setPriority } from 'node:os';

/** Lets the leader of a process group, and what it starts from now on, run only while a CPU has nothing else to do. */
export function runWhileIdle({ pid }: ChildProcess): void {
  if (pid === undefined) return;
  setPriority(pid, constants.priority.PRIORITY_LOW);
  try {
    // Linux can compare the priorities of processes only within a session, and those of sessions by this file.
    writeFileSync(`/proc/${pid}/autogroup`, String(constants.priority.PRIORITY_LOW));
  } catch {
    // The file is only where Linux does so.
  }
}
