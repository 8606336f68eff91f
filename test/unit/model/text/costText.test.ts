import assert from 'node:assert/strict';
import { costText } from '../../../../src/model/text/costText.ts';

describe('costText', () => {
  it('is empty without requests, and rounds the size up', () => {
    assert.equal(costText({ requests: 0, bytes: 0 }), '');
    assert.equal(costText({ requests: 1, bytes: 1 }), '1 request, 1 KB in the last hour');
    assert.equal(costText({ requests: 2, bytes: 1024 }), '2 requests, 1 KB in the last hour');
    const [requests, size] = [(1200).toLocaleString(), (2000).toLocaleString()];
    assert.equal(costText({ requests: 1200, bytes: 2000 * 1024 }), `${requests} requests, ${size} KB in the last hour`);
  });
});
