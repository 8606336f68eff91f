import type { CertificateFacts, Endpoint, Probe } from './connectionFacts.ts';
import type { ProxySettings } from './proxyChoice.ts';

/** What decides how VS Code sends an extension's requests, and which servers it trusts. */
export interface NetworkSettings extends ProxySettings {
  /** Whether the authorities of the operating system's trust store count. */
  readonly systemCertificates: boolean;
  /** False: certificates are not checked at all. */
  readonly strict: boolean;
}

/** The network below HTTP, for the check of a connection. Each probe answers within its time, and rejects only with `canceled`. */
export interface Network {
  settings(): NetworkSettings;
  /** The addresses behind a name. */
  resolveName(host: string, signal?: AbortSignal): Promise<Probe<readonly string[]>>;
  /** Whether a port accepts connections, and after how many milliseconds. Nothing is sent. */
  tryPort(endpoint: Endpoint, signal?: AbortSignal): Promise<Probe<number>>;
  /** The certificate that a server shows, trusted or not. Nothing but the handshake is sent. */
  readCertificate(
    endpoint: Endpoint,
    proxy: Endpoint | undefined,
    signal?: AbortSignal,
  ): Promise<Probe<CertificateFacts>>;
}
