import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type axeCore from 'axe-core';
import type { Page } from 'playwright-core';

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

/** Rules that VS Code's own colors don't meet in its default themes: a contrast of 7:1 instead of 4.5:1. */
const notInVsCode = ['color-contrast-enhanced'];

/** Lists `rule: element` for each violation of any rule of axe, of any severity, also of experimental ones. */
export async function axeFindings(page: Page): Promise<string[]> {
  await page.evaluate(axe);
  const results = await page.evaluate((left) => {
    const { axe: run } = globalThis as unknown as { axe: typeof axeCore };
    const ids = run.getRules().map(({ ruleId }) => ruleId);
    return run.run({ rules: Object.fromEntries(ids.map((id) => [id, { enabled: !left.includes(id) }])) });
  }, notInVsCode);
  return results.violations.flatMap(({ id, nodes }) =>
    nodes.map(({ target, failureSummary }) => `${id}: ${target.join(' ')} ${failureSummary ?? ''}`),
  );
}
