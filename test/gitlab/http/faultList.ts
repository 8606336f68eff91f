import type { Fault, FaultAction } from './fault.ts';

interface Active {
  readonly id: number;
  readonly fault: Fault;
  readonly path: RegExp;
  seen: number;
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
    this.active.push({ id: this.lastId, fault, path: glob(fault.path ?? '*'), seen: 0 });
    return this.lastId;
  }

  remove(id: number): void {
    this.active = this.active.filter((one) => one.id !== id);
  }

  clear(): void {
    this.active = [];
  }

  all(): { readonly id: number; readonly fault: Fault; readonly seen: number }[] {
    return this.active.map(({ id, fault, seen }) => ({ id, fault, seen }));
  }

  /** The fault to apply to this request. Counts the request for each matching fault. */
  take(request: { readonly method: string; readonly path: string; readonly query: string }): FaultAction | undefined {
    let action: FaultAction | undefined;
    for (const one of this.active) {
      const { fault } = one;
      if (fault.method !== undefined && fault.method.toUpperCase() !== request.method) continue;
      if (!one.path.test(request.path) || !request.query.includes(fault.query ?? '')) continue;
      one.seen += 1;
      const turn = one.seen - (fault.after ?? 0);
      if (turn >= 1 && turn <= (fault.count ?? Number.POSITIVE_INFINITY)) action ??= fault.do;
    }
    return action;
  }
}
