import { existsSync, readFileSync } from 'node:fs';
import type { TestEvent } from '../integration/testEnvironment.ts';
import { recordTest } from './testRecord.ts';

/** Reads the file to which the suite inside VS Code reports, and prints new events. */
export class EventLog {
  passed = 0;
  failures: Extract<TestEvent, { event: 'fail' }>[] = [];
  /** Whether the suite reported its end. */
  hasEnded = false;
  /** The test that started last. */
  current: string | undefined;
  private linesRead = 0;

  constructor(private readonly file: string) {}

  /** Reads the new lines. Leaves an incomplete line for the next call. */
  read(): void {
    if (!existsSync(this.file)) return;
    const lines = readFileSync(this.file, 'utf8').split('\n').slice(0, -1);
    for (const line of lines.slice(this.linesRead)) this.take(JSON.parse(line) as TestEvent);
    this.linesRead = lines.length;
  }

  private take(event: TestEvent): void {
    switch (event.event) {
      case 'start':
        this.current = event.title;
        break;
      case 'pass':
        this.passed++;
        recordTest({ title: event.title, passed: true, seconds: event.ms / 1000 });
        console.log(`    ✔ ${event.title}`);
        break;
      case 'pending':
        console.log(`    - ${event.title}`);
        break;
      case 'fail':
        this.failures.push(event);
        recordTest({ title: event.title, passed: false, seconds: event.ms / 1000 });
        console.log(`    ✘ ${event.title}`);
        break;
      case 'end':
        this.hasEnded = true;
        break;
    }
  }
}
