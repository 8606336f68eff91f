import assert from 'node:assert/strict';
import { type AddressInfo, createServer, type Server, type Socket } from 'node:net';
import { install } from '@sinonjs/fake-timers';
import { readCertificate, resolveName, tryPort } from '../../../../src/host/node/networkProbe.ts';
import { failure } from '../../gitlab/startTransport.ts';

const elsewhere = { host: 'gitlab.invalid', port: 443 };

describe('network probes', () => {
  const servers: Server[] = [];
  const clients: Socket[] = [];
  /** Starts a proxy that passes each received chunk of text to a callback. */
  const proxyThat = async (answer: (client: Socket, text: string) => void) => {
    const server = createServer((client) => {
      clients.push(client);
      client.on('error', () => undefined);
      client.on('data', (chunk) => {
        answer(client, chunk.toString('latin1'));
      });
    });
    servers.push(server);
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    return { host: '127.0.0.1', port: (server.address() as AddressInfo).port };
  };
  const established = 'HTTP/1.1 200 Connection established\r\n\r\n';
  afterEach(() => {
    for (const client of clients.splice(0)) client.destroy();
    for (const server of servers.splice(0)) server.close();
  });

  it("return the network's own error", async () => {
    assert.match(JSON.stringify(await resolveName('gitlab.invalid')), /^\{"code":"(ENOTFOUND|EAI_AGAIN)"\}$/);
    assert.deepEqual(await tryPort({ host: '127.0.0.1', port: 1 }), { code: 'ECONNREFUSED' });
  });

  it('D09: distinguish a proxy that rejects, disconnects, or uses another protocol', async () => {
    const refuses = await proxyThat((client) => client.end('HTTP/1.1 407 Proxy Authentication Required\r\n\r\n'));
    assert.deepEqual(await readCertificate(elsewhere, refuses), { code: 'PROXY_407' });
    const hangsUp = await proxyThat((client) => client.end());
    assert.deepEqual(await readCertificate(elsewhere, hangsUp), { code: 'ECONNRESET' });
    const babbles = await proxyThat((client) => client.write('x'.repeat(20_000)));
    assert.deepEqual(await readCertificate(elsewhere, babbles), { code: 'PROXY_0' });
  });

  it('D09: survive a tunnel that ends, resets, or sends garbage during the handshake', async () => {
    const ends: ((client: Socket) => unknown)[] = [
      (client) => client.end(),
      (client) => client.destroy(),
      (client) => client.resetAndDestroy(),
      (client) => client.write('this is no TLS at all'),
    ];
    for (const end of ends) {
      const proxy = await proxyThat((client, text) =>
        text.startsWith('CONNECT') ? client.write(established) : end(client),
      );
      for (let time = 0; time < 3; time++) assert.ok('code' in (await readCertificate(elsewhere, proxy)));
    }
  });

  it('survive a cancellation at any moment', async () => {
    const silent = await proxyThat((client, text) => {
      if (text.startsWith('CONNECT')) client.write(established);
    });
    for (const delay of [0, 1, 3, 10, 30]) {
      const abort = new AbortController();
      setTimeout(() => {
        abort.abort();
      }, delay);
      assert.equal((await failure(readCertificate(elsewhere, silent, abort.signal))).reason, 'canceled');
    }
  });

  it('stop in time', async () => {
    const silent = await proxyThat(() => undefined);
    const clock = install({ toFake: ['setTimeout', 'clearTimeout'] });
    try {
      const probe = readCertificate(elsewhere, silent);
      clock.tick(5_000);
      assert.deepEqual(await probe, { code: 'ETIMEDOUT' });
    } finally {
      clock.uninstall();
    }
  });
});
