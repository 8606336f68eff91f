import assert from 'node:assert/strict';
import { hasOwnText, IssueDocuments } from '../../../../src/sync/documents/issueDocuments.ts';
import { ManualClock } from '../../manualClock.ts';
import { MemoryFiles } from '../memoryFiles.ts';

const account = 'https://gitlab.example.com|personal|1';
const subject = { account, project: { id: 7, path: 'group/app' }, template: 'Template' };
const log = { debug: () => undefined, info: () => undefined, warn: () => undefined };

describe('IssueDocuments', () => {
  const start = () => {
    const files = new MemoryFiles();
    return { files, documents: new IssueDocuments(files, new ManualClock(), log) };
  };

  it('keep what VS Code wrote byte by byte, also in another window', async () => {
    const { files, documents } = start();
    const place = await documents.create('new-1.md', subject, 'Template');
    assert.deepEqual(place, { folder: place.folder, path: '/group/app/new-1.md' });
    assert.match(place.folder, /^gitlab\.example\.com_personal_1-[\da-f]+$/);
    const bytes = new Uint8Array([0xef, 0xbb, 0xbf, 0xff, 0x00, 0x0d, 0x0a, ...Buffer.from('👩‍💻 שלום'.repeat(50_000))]);
    assert.equal(await documents.write(place, bytes), true);
    const other = new IssueDocuments(files, new ManualClock(), log);
    assert.deepEqual(await other.read(place), bytes);
    assert.deepEqual(await other.subject(place), { ...(await documents.subject(place)), ...subject });
    assert.equal((await other.stat(place))?.size, bytes.length);
  });

  it('have no token, and no file outside of their folder', async () => {
    const { files, documents } = start();
    await documents.create('new-1.md', { ...subject, project: { id: 7, path: '../../../etc' } }, 'x');
    assert.ok([...files.files.keys()].every((path) => /^[\w.-]+\/[\w.-]+\.(?:json|md)$/.test(path)));
    for (const folder of ['..', '.', '', 'a/../..', 'A', 'a\\b', '...'])
      for (const path of ['/x', '/../x', '']) {
        assert.equal(await documents.read({ folder, path }), undefined);
        assert.equal(await documents.stat({ folder, path }), undefined);
        assert.equal(await documents.write({ folder, path }, new Uint8Array()), false);
        await documents.remove({ folder, path });
      }
    assert.equal(files.files.size, 2);
  });

  it('are marked as UTF-8, whatever encoding the user has set for other files', async () => {
    const { documents } = start();
    const place = await documents.create('new-1.md', subject, 'é');
    assert.deepEqual(await documents.read(place), new Uint8Array([0xef, 0xbb, 0xbf, 0xc3, 0xa9]));
    assert.deepEqual(
      (await documents.list(account)).map(({ text }) => text),
      ['é'],
    );
  });

  it('are read whole while another window writes a longer text', async () => {
    const { files, documents } = start();
    const place = await documents.create('new-1.md', subject, 'x');
    const size = files.size.bind(files);
    files.size = async (path) => {
      const found = await size(path);
      if (path.endsWith('.md')) files.spoil('.md', () => 'longer text');
      return found;
    };
    assert.equal(Buffer.from((await documents.read(place))!).toString(), 'longer text');
  });

  it('do not come back after they were removed, even if a window still has one open', async () => {
    const { documents } = start();
    const place = await documents.create('new-1.md', subject, 'x');
    await documents.remove(place);
    assert.equal(await documents.write(place, new Uint8Array([1])), false);
    assert.equal(await documents.read(place), undefined);
  });

  it('are counted and discarded by account, without those that only have the template', async () => {
    const { files, documents } = start();
    await documents.create('new-1.md', subject, 'Template');
    await documents.create('new-2.md', subject, 'Text');
    await documents.create('new-3.md', { ...subject, account: 'other' }, 'Text');
    assert.equal(await documents.count(account), 1);
    assert.deepEqual(
      (await documents.list(account)).map(({ text }) => text),
      ['Template', 'Text'],
    );
    await documents.discard(account);
    assert.deepEqual([await documents.count(account), await documents.count('other')], [0, 1]);
    files.broken = new Error('EIO');
    assert.deepEqual(await documents.list('other'), []);
  });

  it('ignore a file that is damaged, or half of a document', async () => {
    const { files, documents } = start();
    const place = await documents.create('new-1.md', subject, 'x');
    files.spoil('.json', () => '{"path":');
    assert.deepEqual(await documents.list(account), []);
    assert.equal(await documents.subject(place), undefined);
  });

  it('have no text of their own if only the ends of lines differ', () => {
    assert.equal(hasOwnText('a: \r\nb\r\n\r\n', { ...subject, template: 'a:\nb' }), false);
    assert.equal(hasOwnText('a: x\nb', { ...subject, template: 'a: \nb' }), true);
  });
});
