import assert from 'node:assert/strict';
import fc from 'fast-check';
import { lacksEmoji, loadEmoji, shortcodesIn, shownTitle } from '../../../../src/model/text/shownTitle.ts';

describe('shownTitle', () => {
  before(loadEmoji);

  it('defect 20, C5: shows emoji in a title as GitLab does, and keeps everything else', () => {
    const titles = {
      ':rocket: Launch': '🚀 Launch',
      'Launch :rocket:': 'Launch 🚀',
      'Launch (:rocket:, :tada:)': 'Launch (🚀, 🎉)',
      ':flag_de: :slight_smile: :+1:': '🇩🇪 🙂 👍',
      ':rocket::tada:': ':rocket::tada:',
      '完了:tada: é:tada: 1:tada: :tada:é ٣:tada:': '完了:tada: é:tada: 1:tada: :tada:é ٣:tada:',
      'v1_:rocket: :rocket:_x “:tada:” 、:tada:。': 'v1_🚀 🚀_x “🎉” 、🎉。',
      ':flag_nl: :thumbsup_tone1: :race_car:': '🇳🇱 👍🏻 🏎️',
      'std::map::insert at 10:30:15': 'std::map::insert at 10:30:15',
      ':no_such_emoji: :constructor: :rocket :': ':no_such_emoji: :constructor: :rocket :',
      '**:rocket:** `:tada:` <b>&amp;</b> [a](b)': '**🚀** `🎉` <b>&amp;</b> [a](b)',
      '': '',
    };
    for (const [title, shown] of Object.entries(titles)) assert.equal(shownTitle(title), shown);
  });

  it('C5: keeps the names of emoji for pickers, which find only what they show', () => {
    assert.deepEqual(shortcodesIn(':rocket: Launch :tada: :no_such_emoji:'), [':rocket:', ':tada:']);
  });

  it('C5: returns a title without colons as it is', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), (text) => {
        const title = text.replaceAll(':', '');
        assert.equal(shownTitle(title), title);
      }),
    );
  });

  it('C5: needs emoji only until they were loaded', () => {
    assert.equal(lacksEmoji(':rocket: Launch'), false);
  });
});
