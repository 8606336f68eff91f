import type { Page } from 'playwright-core';

/** As text, because it runs in the page, whose types are not loaded here. */
const dump = `(async () => {
  const answer = (request) => new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
  const decoder = new TextDecoder();
  const text = (value) =>
    typeof value === 'string' ? value
    : value instanceof ArrayBuffer || ArrayBuffer.isView(value) ? decoder.decode(value)
    : JSON.stringify(value, (_, part) => ArrayBuffer.isView(part) ? decoder.decode(part) : part) ?? '';
  const entries = [];
  for (const [kind, storage] of Object.entries({ localStorage, sessionStorage }))
    for (const [key, value] of Object.entries(storage)) entries.push([kind + '/' + key, value]);
  for (const { name } of await indexedDB.databases()) {
    const database = await answer(indexedDB.open(name));
    for (const store of database.objectStoreNames) {
      const objects = database.transaction(store).objectStore(store);
      const [keys, values] = await Promise.all([answer(objects.getAllKeys()), answer(objects.getAll())]);
      keys.forEach((key, index) => entries.push([name + '/' + store + '/' + key, text(values[index])]));
    }
    database.close();
  }
  return entries;
})()`;

/** Everything that a page keeps in its browser: local and session storage and every database, as name and text. */
export async function browserStorage(page: Page): Promise<(readonly [name: string, content: string])[]> {
  return page.evaluate<[string, string][]>(dump);
}
