import { workspace } from 'vscode';
import type { NetworkSettings } from '../../model/connection/network.ts';

/** Reads VS Code's `http.*` settings and the environment of the extension host. */
export function readNetworkSettings(): NetworkSettings {
  const http = workspace.getConfiguration('http');
  const noProxy = http.get<unknown>('noProxy');
  return {
    proxy: text(http.get('proxy')),
    support: text(http.get('proxySupport')),
    noProxy: Array.isArray(noProxy) ? noProxy.filter((entry) => typeof entry === 'string') : [],
    environment: process.env,
    systemCertificates: http.get<unknown>('systemCertificates') !== false,
    strict: http.get<unknown>('proxyStrictSSL') !== false,
  };
}

function text(value: unknown): string {
  return typeof value === 'string' ? value : '';
}
