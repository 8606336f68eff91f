import assert from 'node:assert/strict';
import { galleryManifest } from './galleryManifest.ts';

const source = { name: 'a', version: '0.1.0', private: true, scripts: {}, categories: ['Other'] };
const rest = { name: 'a', version: '0.1.0', categories: ['Other'] };

describe('galleryManifest', () => {
  it('has no URL while the repository has none', () => {
    assert.deepEqual(galleryManifest({ ...source, repository: '' }), { ...rest, qna: false });
  });

  const addresses = [
    ['https://gitlab.example.com/group/sub/project', 'https://gitlab.example.com/group/sub/project/-'],
    ['https://github.com/owner/project', 'https://github.com/owner/project'],
  ] as const;
  for (const [repository, base] of addresses) {
    it(`derives every URL from ${repository}`, () => {
      assert.deepEqual(galleryManifest({ ...source, repository }), {
        ...rest,
        repository: { type: 'git', url: repository },
        homepage: `${base}/blob/HEAD/README.md`,
        bugs: { url: `${base}/issues` },
        qna: `${base}/issues`,
      });
    });
  }

  it('rejects everything but the https:// URL of a repository', () => {
    for (const repository of [
      'git@gitlab.com:a/b.git',
      'http://gitlab.com/a/b',
      'https://gitlab.com/a/b/',
      'https://x/a.git',
    ])
      assert.throws(() => galleryManifest({ ...source, repository }), /"repository" in package\.json is/, repository);
  });
});
