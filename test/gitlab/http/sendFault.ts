import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Instance } from './apiPipeline.ts';
import type { FaultAction } from './fault.ts';
import { catalogueAnswer, htmlPage } from './faultAnswers.ts';
import type { Answer } from './reply.ts';

/** What a fault works on. */
export interface FaultCall {
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
  readonly instance: Instance;
  /** What is on every API answer. */
  readonly headers: () => Readonly<Record<string, string>>;
  /** The answer without the fault; the call is carried out for it, with all that it changes. */
  readonly answer: () => Answer;
  /** Writes the status into the request log. */
  readonly note: (status: number) => void;
}

async function drained(response: ServerResponse): Promise<void> {
  await new Promise<void>((resolve) => {
    const end = (): void => {
      response.off('drain', end);
      response.off('close', end);
      resolve();
    };
    response.on('drain', end);
    response.on('close', end);
  });
}

/** A body of `size` bytes written in pieces, so that a huge one costs no memory. */
async function writeHuge(response: ServerResponse, size: number): Promise<void> {
  const row = `${JSON.stringify({ id: 1, title: 'x'.repeat(1000) })},\n`.repeat(64);
  response.write('[');
  for (let sent = 0; sent < size && !response.destroyed; sent += row.length) {
    if (!response.write(row)) await drained(response);
  }
  response.end('{"id":0}]');
}

/** Waits, or stops waiting when the client goes away. */
async function pause(ms: number, response: ServerResponse): Promise<void> {
  await new Promise<void>((resolve) => {
    const end = (): void => {
      clearTimeout(timer);
      response.off('close', end);
      resolve();
    };
    const timer = setTimeout(end, ms);
    response.on('close', end);
  });
}

function changed(answer: Answer, body: Buffer, headers: Record<string, string> = {}): Answer {
  return {
    status: answer.status,
    headers: { ...answer.headers, ...headers, 'Content-Length': String(body.length) },
    body,
  };
}

/** The answer that a fault gives instead of, or made of, the right one; undefined when there is no single answer. */
function spoiled(fault: FaultAction, call: FaultCall): Answer | undefined {
  switch (fault.kind) {
    case 'html':
      return htmlPage(fault.page, fault.status);
    case 'redirect': {
      const location = fault.location === 'loop' ? loopUrl(call) : fault.location;
      return {
        status: fault.status ?? 302,
        headers: { Location: location, 'Content-Length': '0' },
        body: Buffer.alloc(0),
      };
    }
    case 'error':
    case 'throttled':
    case 'applicationLimit':
      return catalogueAnswer(fault, call.headers(), call.instance);
    case 'truncate': {
      const answer = call.answer();
      return changed(answer, answer.body.subarray(0, Math.floor(answer.body.length / 2)));
    }
    case 'contentType': {
      const answer = call.answer();
      return changed(answer, answer.body, { 'Content-Type': fault.value });
    }
    case 'emptyBody':
      return changed(call.answer(), Buffer.alloc(0));
    case 'bom': {
      const answer = call.answer();
      return changed(answer, Buffer.concat([Buffer.from([0xef, 0xbb, 0xbf]), answer.body]));
    }
    case 'badGzip':
      return changed(call.answer(), Buffer.from('this is not gzip'), { 'Content-Encoding': 'gzip' });
    case 'answer': {
      const body = Buffer.from(fault.body ?? '');
      const headers = { 'Content-Type': 'application/json', ...fault.headers, 'Content-Length': String(body.length) };
      return { status: fault.status, headers, body };
    }
    default:
      return undefined;
  }
}

function loopUrl(call: FaultCall): string {
  return new URL(call.request.url ?? '/', call.instance.externalUrl).href;
}

/** Plays a fault on one request. */
export async function sendFault(fault: FaultAction, call: FaultCall): Promise<void> {
  const { response, note } = call;
  const answer = spoiled(fault, call);
  if (answer) {
    note(answer.status);
    response.writeHead(answer.status, answer.headers);
    response.end(answer.body);
    return;
  }
  if (fault.kind === 'hang') return;
  if (fault.kind === 'drop' && fault.when === 'before') {
    response.destroy();
    return;
  }
  if (fault.kind === 'delay') await pause(fault.ms, response);
  const right = call.answer();
  note(right.status);
  if (fault.kind === 'huge') {
    response.writeHead(200, { 'Content-Type': 'application/json' });
    await writeHuge(response, fault.bytes);
    return;
  }
  response.writeHead(right.status, right.headers);
  if (fault.kind === 'drop') {
    response.flushHeaders();
    if (fault.when === 'body') response.write(right.body.subarray(0, Math.floor(right.body.length / 2)));
    // The bytes must leave before the connection dies.
    setImmediate(() => response.destroy());
  } else if (fault.kind === 'drip') {
    response.flushHeaders();
    for (const byte of right.body) {
      if (response.destroyed) return;
      response.write(Buffer.from([byte]));
      await pause(fault.ms ?? 10, response);
    }
    response.end();
  } else {
    response.end(right.body);
  }
}
