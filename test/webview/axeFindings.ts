import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type axeCore from 'axe-core';
import type { Page } from 'playwright-core';

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

/** Rules that VS Code's own colors don't meet in its default themes: a contrast of 7:1 instead of 4.5:1. */
const notInVsCode = ['color-contrast-enhanced'];

/** The rules whose result depends on the theme. */
const aboutColors = ['color-contrast', 'link-in-text-block'];

/**
 * Lists `rule: element` for each violation of any rule of axe, of any severity, also of experimental ones.
 * @param only whether to check only the rules about colors, because the others were checked in another theme.
 */
export async function axeFindings(page: Page, only?: 'colors'): Promise<string[]> {
  if (!(await page.evaluate(() => 'axe' in globalThis))) await page.evaluate(axe);
  const violations = await page.evaluate(
    async ({ left, checked }) => {
      const { axe: run } = globalThis as unknown as { axe: typeof axeCore };
      const ids = run.getRules().map(({ ruleId }) => ruleId);
      const isOn = (id: string) => !left.includes(id) && (checked?.includes(id) ?? true);
      const rules = Object.fromEntries(ids.map((id) => [id, { enabled: isOn(id) }]));
      // Describing and sending what passed would take longer than checking it.
      return (await run.run({ rules, resultTypes: ['violations'] })).violations;
    },
    { left: notInVsCode, checked: only && aboutColors },
  );
  return violations.flatMap(({ id, nodes }) =>
    nodes.map(({ target, failureSummary }) => `${id}: ${target.join(' ')} ${failureSummary ?? ''}`),
  );
}
