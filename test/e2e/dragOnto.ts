import type { Locator, Page } from 'playwright-core';
import { waitUntil } from '../host/waitUntil.ts';

/** Drags an element onto another one. `beforeDrop` runs when VS Code accepts the drop. */
export async function dragOnto(page: Page, element: Locator, onto: Locator, beforeDrop: () => unknown): Promise<void> {
  const [from, to] = [await middleOf(element), await middleOf(onto)];
  const { mouse } = page;
  await mouse.move(from.x, from.y);
  await mouse.down();
  await mouse.move(from.x + 10, from.y + 10, { steps: 4 });
  await mouse.move(to.x, to.y, { steps: 10 });
  // VS Code decides whether it accepts a drop only after the pointer has arrived.
  const target = page.locator('.drop-target, .dnd-target').first();
  await waitUntil('the drop to be accepted', async () => {
    await mouse.move(to.x + 4, to.y);
    await mouse.move(to.x, to.y);
    return target.isVisible();
  });
  await beforeDrop();
  await mouse.up();
}

async function middleOf(element: Locator): Promise<{ x: number; y: number }> {
  const box = await element.boundingBox();
  if (!box) throw new Error('It is not on the screen.');
  return { x: box.x + Math.min(box.width / 2, 150), y: box.y + box.height / 2 };
}
