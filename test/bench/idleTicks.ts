import type { BenchRow } from './benchRow.ts';
import { SimulatedTime } from './simulatedTime.ts';

const sizes = [100, 10_000, 100_000];
const ticks = 8;
const minute = 60_000;
/** Slightly longer than the polling interval of one minute, so each tick contains exactly one poll. */
const tick = 1.1 * minute;

/** Measures the cost of a poll without changes, for projects of different sizes. */
export async function idleTicks(): Promise<BenchRow> {
  const bySize: string[] = [];
  let bytesFromSecondOn = 0;
  for (const size of sizes) {
    const time = await SimulatedTime.start(size);
    try {
      const window = await time.open();
      const perTick: string[] = [];
      for (let count = 0; count < ticks; count++) {
        window.answers.length = 0;
        await time.pass(tick);
        perTick.push(window.answers.map(({ status }) => status).join(' '));
        if (count > 0) bytesFromSecondOn += window.answers.reduce((sum, { bytes }) => sum + bytes, 0);
      }
      bySize.push(perTick.join(', '));
    } finally {
      await time.close();
    }
  }
  const [first = ''] = bySize;
  const [, ...later] = first.split(', ');
  const isSame = bySize.every((other) => other === first);
  const passed =
    isSame &&
    later.every((status) => status === '304') &&
    /^\d+$/.test(first.split(', ')[0] ?? '') &&
    bytesFromSecondOn === 0;
  return {
    what: `Responses to a check for changes at ${sizes.map((size) => size.toLocaleString('en')).join(' / ')} issues`,
    measured: isSame ? `${first} at every size; ${bytesFromSecondOn} bytes from the second on` : bySize.join('; '),
    bar: 'one each; from the second check on, 304 without a body',
    passed,
    figures: { statuses: bySize, bytesFromSecondOn },
  };
}
