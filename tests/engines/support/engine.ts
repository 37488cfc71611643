import { request, type RequestOptions } from 'node:http';

/** What happens to a feed between two messages. */
export interface Fault {
  /** Whether the messages published so far can still be had afterwards. */
  readonly keeps: boolean;
  readonly act: () => Promise<void>;
}

/** An engine with one feed, which tests publish to and disturb. */
export interface Engine {
  readonly name: string;
  /** How many messages it keeps at least; `Infinity` where it forgets none of them. */
  readonly history: number;
  /** How a reader learns of a gap: by a message of that type, or by the number in each message. */
  readonly gapBy: 'type' | 'number';
  /** Where the next reader is to ask: any of its servers. */
  readonly target: () => RequestOptions;
  readonly publish: (data: string) => Promise<void>;
  /** What can be done to it, in plain words. */
  readonly faults: Readonly<Record<string, Fault>>;
  readonly close: () => Promise<void>;
}

/** One request at a socket. @throws where the status is none of success */
export function ask(options: RequestOptions, body?: string): Promise<string> {
  return new Promise((resolve, reject) => {
    const asked = request({ agent: false, ...options }, (response) => {
      let text = '';
      response.setEncoding('utf8');
      response.on('data', (part: string) => (text += part));
      response.on('error', reject);
      response.on('end', () => {
        const { statusCode = 0 } = response;
        if (statusCode >= 200 && statusCode < 300) resolve(text);
        else reject(new Error(`${options.method} ${options.path}: ${statusCode} ${text}`));
      });
    });
    asked.on('error', reject);
    asked.end(body);
  });
}

/** Publishes through whichever process is ready: one that has not noticed yet that its store is back refuses. */
export async function publishBy(target: () => RequestOptions, data: string): Promise<void> {
  for (;;) {
    try {
      await ask({ ...target(), method: 'POST', path: '/feed' }, data);
      return;
    } catch (error) {
      if (!String(error).includes('503')) throw error;
    }
  }
}
