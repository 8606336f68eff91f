import type { Fault, FaultAction } from './fault.ts';

interface Active {
  readonly id: number;
  readonly fault: Fault;
  readonly path: RegExp;
  /** Called when it is removed. */
  readonly held: (() => void)[];
  seen: number;
}

/** A fault to apply to one request. */
export interface TakenFault {
  readonly action: FaultAction;
  /** Resolves when the fault is removed. Undefined if the response doesn't wait for that. */
  readonly released: Promise<void> | undefined;
}

function glob(pattern: string): RegExp {
  const parts = pattern.split('*').map((part) => part.replace(/[.+?^${}()|[\]\\]/g, '\\$&'));
  return new RegExp(`^${parts.join('.*')}$`);
}

/** The active faults. */
export class FaultList {
  private active: Active[] = [];
  private lastId = 0;

  add(fault: Fault): number {
    this.lastId += 1;
    this.active.push({ id: this.lastId, fault, path: glob(fault.path ?? '*'), held: [], seen: 0 });
    return this.lastId;
  }

  remove(id: number): void {
    const removed = this.active.filter((one) => one.id === id);
    this.active = this.active.filter((one) => one.id !== id);
    for (const release of removed.flatMap(({ held }) => held)) release();
  }

  clear(): void {
    for (const { id } of this.active) this.remove(id);
  }

  all(): { readonly id: number; readonly fault: Fault; readonly seen: number }[] {
    return this.active.map(({ id, fault, seen }) => ({ id, fault, seen }));
  }

  /** The fault to apply to this request. Counts the request for each matching fault. */
  take(request: { readonly method: string; readonly path: string; readonly query: string }): TakenFault | undefined {
    let taken: TakenFault | undefined;
    for (const one of this.active) {
      const { fault, held } = one;
      if (fault.method !== undefined && fault.method.toUpperCase() !== request.method) continue;
      if (!one.path.test(request.path) || !request.query.includes(fault.query ?? '')) continue;
      one.seen += 1;
      const turn = one.seen - (fault.after ?? 0);
      if (turn < 1 || turn > (fault.count ?? Number.POSITIVE_INFINITY) || taken) continue;
      const released = fault.isHeld ? new Promise<void>((resolve) => held.push(resolve)) : undefined;
      taken = { action: fault.do, released };
    }
    return taken;
  }
}
