import type { CertificateFacts, Endpoint, Probe } from './connectionFacts.ts';
import type { ProxySettings } from './proxyChoice.ts';

/** The settings that control how VS Code sends an extension's requests, and which servers it trusts. */
export interface NetworkSettings extends ProxySettings {
  /** Whether VS Code trusts the certificate authorities in the operating system's trust store. */
  readonly systemCertificates: boolean;
  /** If false, VS Code doesn't check certificates at all. */
  readonly strict: boolean;
}

/** The network below HTTP, for the connection check. Each probe has a timeout, and rejects only with `canceled`. */
export interface Network {
  settings(): NetworkSettings;
  /** Resolves a host name to its IP addresses. */
  resolveName(host: string, signal?: AbortSignal): Promise<Probe<readonly string[]>>;
  /** Connects to a port and returns the milliseconds that took. Sends nothing. */
  tryPort(endpoint: Endpoint, signal?: AbortSignal): Promise<Probe<number>>;
  /** Reads the certificate that a server presents, trusted or not. Sends only the TLS handshake. */
  readCertificate(
    endpoint: Endpoint,
    proxy: Endpoint | undefined,
    signal?: AbortSignal,
  ): Promise<Probe<CertificateFacts>>;
}
