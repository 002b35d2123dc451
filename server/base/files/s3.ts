import { createHash } from 'node:crypto';
import { AwsClient } from 'aws4fetch';
import type { Files } from './files.ts';

/** A store that speaks S3, and the key to it. */
export interface S3Settings {
  endpoint: string;
  bucket: string;
  region: string;
  accessKeyId: string;
  secretAccessKey: string;
}

const NAME = /^[0-9a-z]{2}[0-9a-z.-]{0,120}$/;
/** Overwritten by each check; too short for a name of ours, which have 25 letters. */
const CHECKED = 'check.txt';
const ATTEMPTS = 3;
const FIRST_WAIT_MS = 150;
const TIMEOUT_MS = 10_000;
/** What a slow line brings in a millisecond: large files get more time. */
const BYTES_PER_MS = 512;

/** What the store answered, or that it did not: without addresses and keys, for the log. */
export class StoreFailure extends Error {
  readonly code = 'ESTORE';
}

/**
 * Keeps files in a bucket, each under its own name. The store is the owner's own, as their mail server and database are:
 * it may be private, and plain http. Redirects are not followed, so that nothing signed goes elsewhere.
 */
export function openS3(settings: S3Settings): Files {
  const { bucket, region, accessKeyId, secretAccessKey } = settings;
  const client = new AwsClient({ accessKeyId, secretAccessKey, service: 's3', region, retries: 0 });
  const base = `${settings.endpoint.replace(/\/+$/, '')}/${bucket}`;

  function addressOf(name: string): string {
    if (!NAME.test(name)) throw new Error('Not a name of a file');
    return `${base}/${name}`;
  }

  interface Ask {
    headers?: Record<string, string>;
    body?: Uint8Array;
    /** Bytes that may come back. */
    expects?: number;
    /** What is an answer, and no failure. */
    fine: readonly number[];
  }

  /** Asks until there is an answer, three times at most. Each try is signed anew: signatures grow old. */
  async function ask(
    method: string,
    address: string,
    asked: Ask,
  ): Promise<{ status: number; headers: Headers; bytes: Uint8Array }> {
    const { body, headers = {}, expects = 0, fine } = asked;
    const hash = createHash('sha256')
      .update(body ?? '')
      .digest('hex');
    let failure = '';
    for (let attempt = 1; attempt <= ATTEMPTS; attempt++) {
      if (attempt > 1) await new Promise((go) => setTimeout(go, FIRST_WAIT_MS * 2 ** (attempt - 2)));
      try {
        const request = await client.sign(address, {
          method,
          headers: { ...headers, 'x-amz-content-sha256': hash },
          redirect: 'manual',
          signal: AbortSignal.timeout(TIMEOUT_MS + Math.ceil(((body?.length ?? 0) + expects) / BYTES_PER_MS)),
          ...(body && { body: new Uint8Array(body) }),
        });
        const answer = await fetch(request);
        // Read to its end in any case, so that the connection can be used again.
        const bytes = new Uint8Array(await answer.arrayBuffer());
        if (fine.includes(answer.status)) return { status: answer.status, headers: answer.headers, bytes };
        failure = `answered ${answer.status}`;
        if (answer.status < 500 && answer.status !== 429 && answer.status !== 408) break;
      } catch (error) {
        const { name, cause } = error as { name: string; cause?: { code?: string } };
        failure =
          name === 'TimeoutError' ? 'did not answer in time' : `cannot be reached (${cause?.code ?? name})`;
      }
    }
    throw new StoreFailure(`The store of S3_ENDPOINT ${failure} (${method})`);
  }

  return {
    async put(name, bytes) {
      await ask('PUT', addressOf(name), {
        body: bytes,
        fine: [200],
        headers: { 'content-type': 'application/octet-stream' },
      });
    },
    async get(name, range) {
      if (!NAME.test(name)) return undefined;
      if (range && range.length <= 0)
        return (await this.size(name)) === undefined ? undefined : new Uint8Array();
      const headers: Record<string, string> = range
        ? { range: `bytes=${range.from}-${range.from + range.length - 1}` }
        : {};
      const expects = range?.length ?? 16 * 1024 * 1024;
      const { status, bytes } = await ask('GET', addressOf(name), {
        headers,
        expects,
        fine: [200, 206, 404, 416],
      });
      if (status === 404) return undefined;
      if (status === 416) return new Uint8Array();
      // Some stores answer with the whole.
      return range && status === 200 ? bytes.subarray(range.from, range.from + range.length) : bytes;
    },
    async size(name) {
      if (!NAME.test(name)) return undefined;
      const { status, headers } = await ask('HEAD', addressOf(name), { fine: [200, 404] });
      return status === 404 ? undefined : Number(headers.get('content-length'));
    },
    async copy(from, to) {
      const { status, bytes } = await ask('PUT', addressOf(to), {
        headers: { 'x-amz-copy-source': `/${bucket}/${addressOf(from).slice(base.length + 1)}` },
        fine: [200, 404],
      });
      // It begins to answer before it has copied, and may say at the end that it did not.
      if (status === 200 && Buffer.from(bytes).includes('<Error>'))
        throw new StoreFailure('The store of S3_ENDPOINT could not copy a file');
    },
    async remove(name) {
      await ask('DELETE', addressOf(name), { fine: [200, 204, 404] });
    },
    async check() {
      await ask('PUT', `${base}/${CHECKED}`, { body: Buffer.from('ok'), fine: [200] });
    },
  };
}
