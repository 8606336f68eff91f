/** Formats a file as a `data:` URL. */
export function dataUrl(type: string, bytes: Uint8Array): string {
  const step = 0x8000;
  let binary = '';
  for (let at = 0; at < bytes.length; at += step) binary += String.fromCharCode(...bytes.subarray(at, at + step));
  return `data:${type};base64,${btoa(binary)}`;
}
