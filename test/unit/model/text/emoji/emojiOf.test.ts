import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { allEmoji, emojiOf } from '../../../../../src/model/text/emojiOf.ts';

const read = (file: string) => JSON.parse(readFileSync(new URL(file, import.meta.url), 'utf8')) as unknown;
const gemojione = read('gemojione.json') as Readonly<Record<string, readonly string[]>>;
const gitLabAliases = read('gitlabAliases.json') as Readonly<Record<string, string>>;
/** Without the selector of the colored form, which the sources don't all have. */
const plain = (emoji: string | undefined) => emoji?.replaceAll('\ufe0f', '');

describe('emojiOf', () => {
  it('C5: has every name of the index that GitLab uses, with all skin tones and flags', () => {
    for (const [name, [emoji, ...others]] of Object.entries(gemojione))
      for (const each of [name, ...others]) {
        // A few of the other names are another emoji's own name, and 🕉 and 🇴🇲 are both `om`.
        if (each === name || !(each === 'om' || each in gemojione))
          assert.equal(plain(emojiOf(each)), plain(emoji), each);
      }
  });

  it('C5: has the other names that GitLab has for its own', () => {
    for (const [alias, name] of Object.entries(gitLabAliases)) {
      assert.notEqual(emojiOf(name), undefined, name);
      assert.equal(emojiOf(alias), emojiOf(name), alias);
    }
  });

  it('C5: has the names of emoji that are newer than the index', () => {
    assert.equal(emojiOf('melting_face'), '🫠');
    assert.equal(emojiOf('smiling_face_with_hearts'), '🥰');
    assert.equal(emojiOf('woman_health_worker_medium_skin_tone'), '👩🏽‍⚕️');
    assert.equal(emojiOf('flag_wales'), '🏴󠁧󠁢󠁷󠁬󠁳󠁿');
  });

  it('C5: has no name that GitLab lacks, such as those of GitHub, and no skin tones where there are none', () => {
    const unknown = [
      'octocat',
      'shipit',
      'constructor',
      '__proto__',
      '',
      'flag_zz',
      'zz',
      'rocket_tone1',
      'wave_tone6',
    ];
    for (const name of [...unknown, 'family_mwg_tone1', '_tone1', 'rocket_light_skin_tone', 'wave_beige_skin_tone'])
      assert.equal(emojiOf(name), undefined, name);
  });
});

describe('allEmoji', () => {
  it('C5: has each name once, and the one that GitLab stores first', () => {
    const names = allEmoji().flatMap((each) => each.names);
    assert.equal(new Set(names).size, names.length);
    for (const { emoji, names } of allEmoji()) for (const name of names) assert.equal(emojiOf(name), emoji);
    const own = new Set(allEmoji().map(({ names: [first] }) => first));
    for (const name of Object.values(gitLabAliases)) if (!/_?tone\d$/.test(name)) assert.ok(own.has(name), name);
  });
});
